package io.marketswarm.market.model;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Follows recommendations from the moment they enter the ranking until they expire, and says what
 * has to be written. A state machine without clock or store; one instance belongs to one thread.
 */
public final class IdeaTracker {
  /** An idea that drops out of the ranking and returns within this time is the same idea. */
  private static final Duration REENTRY = Duration.ofMinutes(15);

  /** The first spot seen this soon after the close is the closing spot. */
  private static final Duration CLOSING_PRINT = Duration.ofMinutes(1);

  /**
   * One look at the market.
   *
   * @param now by the market's clock
   * @param spotTime when the spot was seen
   * @param bias of this symbol, null when unknown
   * @param recommendations best first; empty when there are none
   */
  public record Observation(
      String symbol,
      Instant now,
      double spot,
      Instant spotTime,
      double vix,
      VixRegime regime,
      BiasLfi bias,
      List<Recommendation> recommendations) {

    public Observation {
      if (!(spot > 0 && spot < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("spot must be positive, not " + spot);
      }
    }
  }

  /** A contract in a symbol's ranking; the expiry tells today's key from yesterday's equal one. */
  private record Contract(String symbol, String tileKey, LocalDate expiry) {}

  private final Map<String, TrackedIdea> active = new LinkedHashMap<>();
  private final Map<String, Set<Contract>> ranked = new HashMap<>();
  private final Map<Contract, Instant> lastRanked = new HashMap<>();

  /** Takes over the ideas that were active before a restart, so that none is entered twice. */
  public void seed(Collection<TrackedIdea> ideas, Instant now) {
    for (TrackedIdea idea : ideas) {
      IdeaEntry entry = idea.entry();
      Contract contract =
          new Contract(entry.symbol(), entry.tileKey(), NewYork.date(entry.expiration()));
      active.put(entry.tradeId(), idea);
      ranked.computeIfAbsent(entry.symbol(), symbol -> new HashSet<>()).add(contract);
      lastRanked.put(contract, now);
    }
  }

  public List<IdeaCommand> observe(Observation seen) {
    List<IdeaCommand> commands = new ArrayList<>();
    mark(seen, commands);
    enter(seen, commands);
    commands.add(totals(seen.now()));
    return commands;
  }

  private void mark(Observation seen, List<IdeaCommand> commands) {
    Iterator<Map.Entry<String, TrackedIdea>> ideas = active.entrySet().iterator();
    while (ideas.hasNext()) {
      Map.Entry<String, TrackedIdea> slot = ideas.next();
      TrackedIdea idea = slot.getValue();
      Instant expiration = idea.entry().expiration();
      if (!idea.entry().symbol().equals(seen.symbol())) {
        continue;
      }
      if (seen.spotTime().isBefore(expiration)) {
        TrackedIdea marked = idea.markedAt(seen.spot(), seen.now());
        if (marked != idea) {
          slot.setValue(marked);
          commands.add(new IdeaCommand.Update(marked));
        }
      } else if (!seen.spotTime().isAfter(expiration.plus(CLOSING_PRINT))) {
        ideas.remove();
        commands.add(new IdeaCommand.Settle(idea.settledAt(seen.spot(), seen.now())));
      }
    }
  }

  private void enter(Observation seen, List<IdeaCommand> commands) {
    if (seen.recommendations().isEmpty()) {
      return;
    }
    Set<Contract> before = ranked.getOrDefault(seen.symbol(), Set.of());
    Set<Contract> current = new HashSet<>();
    lastRanked.values().removeIf(time -> !time.isAfter(seen.now().minus(REENTRY)));
    for (Recommendation recommendation : seen.recommendations()) {
      Butterfly fly = recommendation.fly();
      Contract contract = new Contract(seen.symbol(), fly.tileKey(), fly.expiry());
      current.add(contract);
      boolean known = before.contains(contract) || lastRanked.containsKey(contract);
      lastRanked.put(contract, seen.now());
      if (!known && seen.now().isBefore(NewYork.close(fly.expiry()))) {
        TrackedIdea idea = TrackedIdea.enter(IdeaEntry.of(recommendation, seen));
        active.put(idea.entry().tradeId(), idea);
        commands.add(new IdeaCommand.Insert(idea));
      }
    }
    ranked.put(seen.symbol(), current);
  }

  /**
   * Expirations whose closing print was missed, for example while the node was down. Their ideas
   * wait for {@link #settle} with the closing spot from elsewhere.
   */
  public Set<Instant> overdue(String symbol, Instant now) {
    Set<Instant> expirations = new TreeSet<>();
    for (TrackedIdea idea : active.values()) {
      IdeaEntry entry = idea.entry();
      if (entry.symbol().equals(symbol) && now.isAfter(entry.expiration().plus(CLOSING_PRINT))) {
        expirations.add(entry.expiration());
      }
    }
    return expirations;
  }

  /** Settles a symbol's ideas of one expiration with the spot found for its close. */
  public List<IdeaCommand> settle(
      String symbol, Instant expiration, double closingSpot, Instant now) {
    if (!(closingSpot > 0 && closingSpot < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("closing spot must be positive, not " + closingSpot);
    }
    List<IdeaCommand> commands = new ArrayList<>();
    active
        .values()
        .removeIf(
            idea -> {
              boolean due =
                  idea.entry().symbol().equals(symbol)
                      && idea.entry().expiration().equals(expiration);
              if (due) {
                commands.add(new IdeaCommand.Settle(idea.settledAt(closingSpot, now)));
              }
              return due;
            });
    commands.add(totals(now));
    return commands;
  }

  private IdeaCommand totals(Instant now) {
    double profit = 0;
    double maxProfit = 0;
    for (TrackedIdea idea : active.values()) {
      profit += idea.mark().profit();
      maxProfit += idea.mark().maxProfit();
    }
    return new IdeaCommand.Totals(Rounding.r2(profit), Rounding.r2(maxProfit), active.size(), now);
  }
}
