package io.marketswarm.market.desk;

import io.marketswarm.log.Log;
import io.marketswarm.market.model.BiasLfi;
import io.marketswarm.market.model.IdeaCommand;
import io.marketswarm.market.model.IdeaTracker;
import io.marketswarm.market.model.IdeaTracker.Observation;
import io.marketswarm.market.model.Playbook;
import io.marketswarm.market.model.Recommendation;
import io.marketswarm.market.model.TrackedIdea;
import io.marketswarm.market.wire.IdeaJson;
import io.marketswarm.market.wire.IdeaReader;
import io.marketswarm.store.Fence;
import io.marketswarm.store.RedisBus;
import io.marketswarm.store.StaleOwner;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps the ideas of one symbol in Redis as the tracker follows them. What an idea's end changes is
 * written in one step, its place in the queue for the journal included; a step that may or may not
 * have arrived is only sent again once Redis says that it has not.
 */
final class IdeaKeeper {
  static final String ACTIVE = "massive:selector:tracking:active";
  static final String HISTORY = "massive:selector:tracking:history";
  static final String STATS = "massive:selector:tracking:stats";

  private static final String LIFE_SECONDS = Long.toString(Duration.ofDays(7).toSeconds());
  private static final int KEPT = 10_000;

  private final String symbol;
  private final RedisBus market;
  private final Fence fence;
  private final IdeaTotals totals;
  private final IdeaOutbox outbox;
  private final ClosingSpots closes;
  private final Log log;
  private final IdeaTracker tracker = new IdeaTracker();
  private final Map<String, TrackedIdea> unwritten = new LinkedHashMap<>();
  private final Deque<TrackedIdea> settled = new ArrayDeque<>();
  private boolean settling;
  private boolean uncertain;

  IdeaKeeper(
      String symbol,
      RedisBus market,
      Fence fence,
      IdeaTotals totals,
      IdeaOutbox outbox,
      ClosingSpots closes,
      Log log) {
    this.symbol = symbol;
    this.market = market;
    this.fence = fence;
    this.totals = totals;
    this.outbox = outbox;
    this.closes = closes;
    this.log = log;
  }

  /** Takes over the active ideas of this symbol. */
  void resume(Response active, Instant now) {
    List<TrackedIdea> ideas = new ArrayList<>();
    for (String id : active.getKeys()) {
      try {
        TrackedIdea idea = IdeaReader.read(active.get(id).toBytes());
        if (idea.entry().symbol().equals(symbol)) {
          ideas.add(idea);
        }
      } catch (IllegalArgumentException unreadable) {
        log.warn("tracked idea " + id + " is left alone: " + unreadable.getMessage());
      }
    }
    tracker.seed(ideas, now);
  }

  /**
   * Looks at the market.
   *
   * @param spotSeenAt when the spot was seen, by the market's clock
   * @param recommendations best first; empty when the ranking is as it was
   */
  void observe(Moment at, long spotSeenAt, BiasLfi bias, List<Recommendation> recommendations) {
    if (!at.knowsSpot()) {
      return;
    }
    Playbook playbook = Playbook.at(at.hour(), at.vix());
    take(
        tracker.observe(
            new Observation(
                symbol,
                at.now(),
                at.spot(),
                Instant.ofEpochMilli(spotSeenAt),
                playbook.vix(),
                playbook.regime(),
                bias,
                recommendations)));
    write();
  }

  /**
   * Settles what expired while nobody looked, with the closing value found on the trail, and tries
   * again what the journal has not taken.
   */
  void tidy(Instant now) {
    outbox.deliver();
    for (Instant expiration : tracker.overdue(symbol, now)) {
      closes
          .at(symbol, expiration)
          .onSuccess(
              spot -> {
                if (spot > 0) {
                  take(tracker.settle(symbol, expiration, spot, now));
                  write();
                } else {
                  log.warn("ideas of " + symbol + " wait for the close of " + expiration);
                }
              })
          .onFailure(lost -> log.debug("close of " + symbol + ": " + lost.getMessage()));
    }
  }

  private void take(List<IdeaCommand> commands) {
    for (IdeaCommand command : commands) {
      if (command instanceof IdeaCommand.Insert insert) {
        unwritten.put(insert.idea().entry().tradeId(), insert.idea());
      } else if (command instanceof IdeaCommand.Update update) {
        unwritten.put(update.idea().entry().tradeId(), update.idea());
      } else if (command instanceof IdeaCommand.Settle settle) {
        unwritten.remove(settle.idea().entry().tradeId());
        settled.add(settle.idea());
      } else if (command instanceof IdeaCommand.Totals sums) {
        totals.take(sums);
      }
    }
  }

  /** What does not arrive stays unwritten, and goes with the next look. */
  private void write() {
    Map<String, TrackedIdea> sent = new LinkedHashMap<>(unwritten);
    List<Request> writes = new ArrayList<>(totals.parts());
    if (!sent.isEmpty()) {
      Request active = Request.cmd(Command.HSET).arg(ACTIVE);
      sent.forEach((id, idea) -> active.arg(id).arg(IdeaJson.IDEA.bytes(idea)));
      writes.add(0, active);
      writes.add(1, Request.cmd(Command.EXPIRE).arg(ACTIVE).arg(LIFE_SECONDS));
    }
    market
        .fenced(fence, writes)
        .onSuccess(done -> sent.forEach(unwritten::remove))
        .compose(answers -> market.fenced(fence, totals.sums(answers.get(answers.size() - 1))))
        .onFailure(lost -> log.debug("ideas of " + symbol + ": " + lost.getMessage()));
    settleNext();
  }

  private void settleNext() {
    TrackedIdea idea = settled.peek();
    if (settling || idea == null) {
      return;
    }
    settling = true;
    isStillActive(idea)
        .compose(
            active -> active ? market.fenced(fence, settlement(idea)) : Future.succeededFuture())
        .onComplete(
            done -> {
              settling = false;
              uncertain = false;
              settled.remove();
              outbox.deliver();
              settleNext();
            },
            lost -> {
              settling = false;
              uncertain = true;
              if (!(lost instanceof StaleOwner)) {
                log.warn("idea " + idea.entry().tradeId() + " waits to be settled: " + lost);
              }
            });
  }

  private Future<Boolean> isStillActive(TrackedIdea idea) {
    return uncertain
        ? market
            .send(Request.cmd(Command.HEXISTS).arg(ACTIVE).arg(idea.entry().tradeId()))
            .map(Response::toBoolean)
        : Future.succeededFuture(true);
  }

  private List<Request> settlement(TrackedIdea idea) {
    String rank = "rank" + idea.entry().rank();
    return List.of(
        Request.cmd(Command.HDEL).arg(ACTIVE).arg(idea.entry().tradeId()),
        Request.cmd(Command.LPUSH).arg(HISTORY).arg(IdeaJson.IDEA.bytes(idea)),
        Request.cmd(Command.LTRIM).arg(HISTORY).arg(0).arg(KEPT - 1),
        Request.cmd(Command.HINCRBY).arg(STATS).arg(rank + ":count").arg(1),
        Request.cmd(Command.HINCRBY)
            .arg(STATS)
            .arg(rank + ":wins")
            .arg(idea.settlement().isWinner() ? 1 : 0),
        Request.cmd(Command.HINCRBYFLOAT)
            .arg(STATS)
            .arg(rank + ":total_pnl")
            .arg(idea.settlement().profit()),
        Request.cmd(Command.HINCRBYFLOAT)
            .arg(STATS)
            .arg(rank + ":total_max_pnl")
            .arg(idea.mark().maxProfit()),
        Request.cmd(Command.EXPIRE).arg(STATS).arg(LIFE_SECONDS),
        outbox.add(idea));
  }
}
