package io.marketswarm.market.chain;

import io.marketswarm.market.MassiveSettings;
import io.marketswarm.market.feed.ChainContract;
import io.marketswarm.market.model.Ticker;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the options socket subscribes to.
 *
 * @param names channels such as {@code T.O:SPXW260127C06985000}
 * @param contracts their contracts
 * @param leftOut contracts too far from the money for the limits
 */
record Channels(SortedSet<String> names, SortedSet<String> contracts, int leftOut) {
  /** The provider takes no more quotes on one connection. */
  private static final int MOST_QUOTES = 1_000;

  private record Candidate(ChainContract contract, double distance) {}

  /** Trades, and quotes if wanted, of what expires soon, the nearest to the money first. */
  static Channels of(ChainEdition edition, MassiveSettings.Stream settings, LocalDate today) {
    SortedSet<String> names = new TreeSet<>();
    SortedSet<String> contracts = new TreeSet<>();
    List<Candidate> quoted = new ArrayList<>();
    int leftOut = 0;
    for (Map.Entry<String, List<ChainContract>> chain : edition.chains().entrySet()) {
      List<Candidate> near = nearest(chain.getValue(), settings.maxDte(), today);
      int kept = Math.min(near.size(), settings.maxChannelsPerSymbol());
      leftOut += near.size() - kept;
      for (Candidate candidate : near.subList(0, kept)) {
        names.add("T." + candidate.contract.name());
        contracts.add(candidate.contract.name());
      }
      quoted.addAll(near.subList(0, kept));
    }
    if (settings.quotes()) {
      quoted.sort(Comparator.comparingDouble(Candidate::distance));
      quoted.stream().limit(MOST_QUOTES).forEach(c -> names.add("Q." + c.contract.name()));
    }
    return new Channels(names, contracts, leftOut);
  }

  private static List<Candidate> nearest(List<ChainContract> chain, int maxDte, LocalDate today) {
    double money = money(chain);
    List<Candidate> near = new ArrayList<>();
    for (ChainContract contract : chain) {
      long dte = Ticker.epochDay(contract.ticker()) - today.toEpochDay();
      if (dte >= 0 && dte <= maxDte) {
        double strike = Ticker.strike(contract.ticker());
        near.add(new Candidate(contract, Math.abs(strike / money - 1)));
      }
    }
    near.sort(
        Comparator.comparingDouble(Candidate::distance)
            .thenComparing(candidate -> candidate.contract.ticker()));
    return near;
  }

  /** The underlying's value, else the middle of the strikes, which stand around it. */
  private static double money(List<ChainContract> chain) {
    return chain.stream()
        .mapToDouble(ChainContract::underlying)
        .filter(value -> value > 0)
        .findFirst()
        .orElseGet(
            () -> chain.stream().mapToDouble(c -> Ticker.strike(c.ticker())).average().orElse(1));
  }
}
