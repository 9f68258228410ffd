package io.marketswarm.gateway.models;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** The heatmap of one symbol: whole as of some version, and the changes that came after it. */
final class Heatmap {
  static final long NONE = Long.MIN_VALUE;

  /** Copies of a change come over two ways; so many of them are told apart from old versions. */
  private static final int REMEMBERED = 256;

  private static final int MOST_PENDING = 2_000;

  /** How a change relates to what is known. */
  enum Change {
    NEXT,
    KNOWN,
    /** The publisher counts from lower down: what we hold is of another life. */
    RESTARTED,
    /** Something is missing before it. */
    LOST
  }

  private final String symbol;
  private final Deque<HeatmapDiff> pending = new ArrayDeque<>();
  private final long[] seen = new long[REMEMBERED];
  private int seenCount;
  private Model whole;
  private long wholeVersion = NONE;
  private long toldVersion = NONE;

  Heatmap(String symbol) {
    this.symbol = symbol;
    Arrays.fill(seen, NONE);
  }

  String symbol() {
    return symbol;
  }

  /** Null until one was found. */
  Model whole() {
    return whole;
  }

  long wholeVersion() {
    return wholeVersion;
  }

  /** The newest version there is all of. */
  long version() {
    return pending.isEmpty() ? wholeVersion : pending.peekLast().version();
  }

  boolean isWhole() {
    return whole != null && pending.isEmpty();
  }

  List<Buffer> pending() {
    return pending.stream().map(diff -> diff.model().json()).toList();
  }

  /** Takes a whole heatmap unless a newer one is here; says whether it did. */
  boolean take(Model model, long version) {
    if (version < wholeVersion) {
      return false;
    }
    whole = model;
    wholeVersion = version;
    while (!pending.isEmpty() && pending.peekFirst().version() <= version) {
      pending.removeFirst();
    }
    return true;
  }

  Change take(HeatmapDiff diff) {
    if (hasSeen(diff.version())) {
      return Change.KNOWN;
    }
    seen[seenCount++ % REMEMBERED] = diff.version();
    if (diff.version() == toldVersion) {
      return Change.KNOWN;
    }
    if (diff.version() < toldVersion) {
      return Change.RESTARTED;
    }
    if (diff.version() > wholeVersion) {
      pending.addLast(diff);
    }
    if (whole == null) {
      return Change.LOST;
    }
    toldVersion = diff.version();
    return Change.NEXT;
  }

  boolean hasSeen(long version) {
    for (long known : seen) {
      if (known == version) {
        return true;
      }
    }
    return false;
  }

  /** Changes without a whole to apply them to are kept for a while only. */
  boolean isOverflowing() {
    return pending.size() > MOST_PENDING;
  }

  /** Forgets everything. */
  void reset() {
    whole = null;
    wholeVersion = NONE;
    toldVersion = NONE;
    dropPending();
  }

  void dropPending() {
    pending.clear();
  }

  /** Those who follow hold this version now. */
  void told(long version) {
    toldVersion = Math.max(toldVersion, version);
  }

  /** Whether those who follow have nothing yet that changes could be applied to. */
  boolean isUntold() {
    return toldVersion == NONE;
  }

  boolean isAheadOfFollowers() {
    return version() > toldVersion;
  }
}
