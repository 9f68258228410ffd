package io.marketswarm.market.tape;

import static io.marketswarm.market.tape.HydrationReport.millis;
import static io.marketswarm.market.tape.HydrationReport.seconds;

import io.marketswarm.market.publish.Publisher;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;

/**
 * What is reported of the tape as a whole, by one desk for all: how far it has been read and what
 * was found on it.
 */
public final class TapeReport {
  private static final String SEEN = "massive:ws:hydrate:seen";
  private static final String UNPARSABLE = "massive:ws:hydrate:parse_fail";
  private static final String CONSUMER = "massive:ws:consumer:analytics";
  private static final String HYDRATION = "massive:ws:hydrate:analytics";
  private static final String SNAPSHOTS = "massive:snapshot:analytics";

  private final Tape tape;
  private final Publisher publisher;
  private final long intervalMillis;
  private Tape.Progress told;
  private long toldMillis;
  private long emitCount;

  public TapeReport(Tape tape, Publisher publisher, long intervalMillis, long wallMillis) {
    this.tape = tape;
    this.publisher = publisher;
    this.intervalMillis = intervalMillis;
    this.told = tape.progress();
    this.toldMillis = wallMillis;
  }

  /**
   * @param emits how often the reporting desk has passed changes on since the last report
   */
  public void tell(long emits, long wallMillis) {
    Tape.Progress now = tape.progress();
    emitCount += emits;
    add(SEEN, now.seen() - told.seen());
    add(UNPARSABLE, now.unparsable() - told.unparsable());
    long actual = emits > 0 ? (wallMillis - toldMillis) / emits : 0;
    publisher.also(
        Request.cmd(Command.HSET)
            .arg(CONSUMER)
            .arg("last_snapshot_ts")
            .arg(seconds(wallMillis))
            .arg("messages_consumed")
            .arg(now.frames())
            .arg("snapshot_interval_ms")
            .arg(intervalMillis)
            .arg("actual_interval_ms")
            .arg(actual)
            .arg("emit_count")
            .arg(emitCount)
            .arg("lag_ms")
            .arg(now.lagMillis()));
    publisher.also(
        Request.cmd(Command.HSET)
            .arg(HYDRATION)
            .arg("last_duration_ms")
            .arg(millis(now.lastNanos()))
            .arg("last_batch_size")
            .arg(now.lastBatch())
            .arg("batches_processed")
            .arg(now.batches())
            .arg("dirty_symbols")
            .arg(tape.dirtySymbols())
            .arg("touched_symbols")
            .arg(now.touchedSymbols()));
    publisher.also(
        Request.cmd(Command.HSET).arg(SNAPSHOTS).arg("dirty_count_total").arg(tape.dirty()));
    if (!now.position().isEmpty() && !now.position().equals(told.position())) {
      publisher.also(Request.cmd(Command.SET).arg(Tape.POSITION).arg(now.position()));
    }
    told = now;
    toldMillis = wallMillis;
  }

  private void add(String key, long amount) {
    if (amount > 0) {
      publisher.also(Request.cmd(Command.INCRBY).arg(key).arg(amount));
    }
  }
}
