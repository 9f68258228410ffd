package io.marketswarm.market.publish;

import io.marketswarm.truth.Retention;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The latest diffs of a heatmap in a Redis stream, for those who want to see again how it moved. A
 * diff's version is its place in the stream. Bounded by bytes and by time: diffs may be a megabyte
 * each.
 */
public final class ReplayLog {
  /** What the diffs of one symbol may take. */
  static final long MOST_BYTES = 32L << 20;

  static final long MOST_ENTRIES = 50_000;

  private final String key;
  private final Duration life;
  private final long mostBytes;
  private final long mostEntries;
  private final Deque<Entry> entries = new ArrayDeque<>();
  private long bytes;

  /** One diff, or several that another owner has written. */
  private record Entry(long version, long bytes) {}

  public ReplayLog(String key, Duration life, Retention retention) {
    this(key, retention.ttl(key, life), MOST_BYTES, retention.maxLength(key, MOST_ENTRIES));
  }

  ReplayLog(String key, Duration life, long mostBytes, long mostEntries) {
    this.key = key;
    this.life = life;
    this.mostBytes = mostBytes;
    this.mostEntries = mostEntries;
  }

  /**
   * What is in the stream already.
   *
   * @param newest version of its last diff
   * @param bytesThere what it takes
   */
  public void inherit(long newest, long bytesThere) {
    keep(new Entry(newest, bytesThere));
  }

  /** The commands that add a diff and let old ones go. */
  List<Request> add(long version, byte[] diff, long wallMillis) {
    keep(new Entry(version, diff.length));
    long oldestWanted = wallMillis - life.toMillis();
    long gone = -1;
    while (entries.size() > 1 && (isOver() || entries.peekFirst().version < oldestWanted)) {
      Entry first = entries.removeFirst();
      bytes -= first.bytes;
      gone = first.version;
    }
    Request add = Request.cmd(Command.XADD).arg(key);
    if (gone >= 0) {
      add.arg("MINID").arg(gone + 1);
    }
    add.arg(version + "-0").arg("payload").arg(diff);
    return List.of(add, Request.cmd(Command.PEXPIRE).arg(key).arg(life.toMillis()));
  }

  private boolean isOver() {
    return bytes > mostBytes || entries.size() > mostEntries;
  }

  private void keep(Entry entry) {
    entries.addLast(entry);
    bytes += entry.bytes;
  }

  long bytes() {
    return bytes;
  }
}
