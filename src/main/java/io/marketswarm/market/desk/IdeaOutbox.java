package io.marketswarm.market.desk;

import io.marketswarm.log.Log;
import io.marketswarm.market.model.TrackedIdea;
import io.marketswarm.market.wire.IdeaJson;
import io.marketswarm.store.Fence;
import io.marketswarm.store.RedisBus;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.List;

/**
 * Settled ideas on their way to the journal: a list in Redis that outlives us. The first is taken
 * away once the journal has it; it may get one twice, but none is lost.
 */
final class IdeaOutbox {
  /** The parameters the journal begins with. */
  private static final int FIRST_VERSION = 1;

  private final String key;
  private final RedisBus market;
  private final Fence fence;
  private final IdeaSink sink;
  private final Log log;
  private final Counter posted;
  private final Counter refused;
  private int paramsVersion = FIRST_VERSION;
  private boolean knowsVersion;
  private boolean delivering;

  IdeaOutbox(
      String symbol, RedisBus market, Fence fence, IdeaSink sink, MeterRegistry meters, Log log) {
    this.key = key(symbol);
    this.market = market;
    this.fence = fence;
    this.sink = sink;
    this.log = log;
    this.posted = meters.counter("marketswarm.market.ideas.posted");
    this.refused = meters.counter("marketswarm.market.ideas.refused");
  }

  static String key(String symbol) {
    return "massive:selector:tracking:outbox:" + symbol;
  }

  /** The write that puts an idea into the queue. */
  Request add(TrackedIdea idea) {
    return Request.cmd(Command.RPUSH).arg(key).arg(IdeaJson.journal(paramsVersion).bytes(idea));
  }

  /** Delivers what waits, one after the other; what the journal does not take stays. */
  void deliver() {
    if (delivering || !fence.holds()) {
      return;
    }
    delivering = true;
    learnVersion()
        .compose(known -> market.send(Request.cmd(Command.LINDEX).arg(key).arg(0)))
        .compose(
            first ->
                first == null
                    ? Future.succeededFuture(false)
                    : hand(first.toBytes()).compose(done -> takeAway()).map(true))
        .onComplete(
            more -> {
              delivering = false;
              if (more) {
                deliver();
              }
            },
            lost -> {
              delivering = false;
              log.debug("ideas for the journal wait: " + lost.getMessage());
            });
  }

  /** Which version of the selector's parameters ideas come from; asked until it is told. */
  private Future<Void> learnVersion() {
    return knowsVersion
        ? Future.succeededFuture()
        : sink.paramsVersion()
            .onSuccess(
                version -> {
                  paramsVersion = version;
                  knowsVersion = true;
                })
            .<Void>mapEmpty()
            .otherwiseEmpty();
  }

  private Future<Void> hand(byte[] idea) {
    return sink.post(idea)
        .onSuccess(done -> posted.increment())
        .recover(
            cause -> {
              if (!(cause instanceof IdeaSink.Refused)) {
                return Future.failedFuture(cause);
              }
              refused.increment();
              log.error("an idea is dropped: " + cause.getMessage());
              return Future.succeededFuture();
            });
  }

  private Future<?> takeAway() {
    return market.fenced(fence, List.of(Request.cmd(Command.LPOP).arg(key)));
  }
}
