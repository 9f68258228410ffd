package io.marketswarm.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;

/**
 * Counts the events that arrive on many streams. Each carries a number; of most streams only the
 * last one in what was read is looked at, of some every event, for gaps and for latency.
 */
final class Deliveries {
  private static final int LOOK_CLOSELY_AT_EACH = 16;
  private static final byte[] MARK = {'{', '"', 'n', '"', ':'};
  private static final int NUMBER_DIGITS = 10;
  private static final int TIME_AT = MARK.length + NUMBER_DIGITS + ",\"t\":".length();
  private static final int TIME_DIGITS = 16;
  private static final int NEEDED = TIME_AT + TIME_DIGITS;
  private static final long BUCKET_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

  private final long[] last;
  private final byte[][] tails;
  private final int[] latencies = new int[200_000];
  private final BitSet heard;
  private byte[] word;
  private long events;
  private long bytes;
  private long gaps;
  private long measured;

  Deliveries(int streams) {
    last = new long[streams];
    heard = new BitSet(streams);
    Arrays.fill(last, -1);
    tails = new byte[streams][];
  }

  /** Begins to count anew; where streams are is kept. */
  void reset() {
    events = 0;
    bytes = 0;
    gaps = 0;
    measured = 0;
    Arrays.fill(latencies, 0);
  }

  /** A stream begins anew. */
  void forget(int stream) {
    last[stream] = -1;
    tails[stream] = null;
  }

  /** From now on, notes which streams carry a word; events are not looked at any more. */
  void listenFor(String what) {
    word = what.getBytes(US_ASCII);
    heard.clear();
  }

  /** How many streams have not carried the word yet. */
  int deaf() {
    return last.length - heard.cardinality();
  }

  private void hear(int stream, byte[] data, int from, int to) {
    for (int at = from; at <= to - word.length; at++) {
      if (Arrays.equals(data, at, at + word.length, word, 0, word.length)) {
        heard.set(stream);
        return;
      }
    }
  }

  void arrived(int stream, byte[] data, int from, int to, long now) {
    bytes += to - from;
    if (word != null) {
      hear(stream, data, from, to);
      return;
    }
    if (stream % LOOK_CLOSELY_AT_EACH == 0) {
      lookAtAll(stream, data, from, to, now);
    } else {
      lookAtLast(stream, data, from, to);
    }
  }

  private void lookAtLast(int stream, byte[] data, int from, int to) {
    for (int at = to - NEEDED; at >= from; at--) {
      if (data[at] == '{' && isMark(data, at)) {
        long number = digits(data, at + MARK.length, NUMBER_DIGITS);
        events += last[stream] < 0 ? 1 : number - last[stream];
        last[stream] = number;
        return;
      }
    }
  }

  private void lookAtAll(int stream, byte[] data, int from, int to, long now) {
    byte[] tail = tails[stream];
    if (tail != null) {
      byte[] joined = new byte[tail.length + to - from];
      System.arraycopy(tail, 0, joined, 0, tail.length);
      System.arraycopy(data, from, joined, tail.length, to - from);
      tails[stream] = null;
      look(stream, joined, 0, joined.length, now);
    } else {
      look(stream, data, from, to, now);
    }
  }

  private void look(int stream, byte[] data, int from, int to, long now) {
    for (int at = from; at < to; at++) {
      if (data[at] != '{') {
        continue;
      }
      if (to - at < NEEDED) {
        tails[stream] = Arrays.copyOfRange(data, at, to);
        return;
      }
      if (isMark(data, at)) {
        count(stream, digits(data, at + MARK.length, NUMBER_DIGITS));
        long sent = digits(data, at + TIME_AT, TIME_DIGITS);
        int bucket = (int) Math.min((now - sent) / BUCKET_NANOS, latencies.length - 1);
        latencies[Math.max(bucket, 0)]++;
        measured++;
        at += NEEDED - 1;
      }
    }
  }

  private void count(int stream, long number) {
    if (last[stream] >= 0 && number != last[stream] + 1) {
      gaps++;
    }
    last[stream] = number;
    events++;
  }

  private static boolean isMark(byte[] data, int at) {
    return data[at + 1] == MARK[1] && data[at + 2] == MARK[2] && data[at + 4] == MARK[4];
  }

  private static long digits(byte[] data, int at, int count) {
    long number = 0;
    for (int i = 0; i < count; i++) {
      number = number * 10 + data[at + i] - '0';
    }
    return number;
  }

  long events() {
    return events;
  }

  long bytes() {
    return bytes;
  }

  long gaps() {
    return gaps;
  }

  /** The latency, in milliseconds, that a share of the events stayed below. */
  double latencyMillis(double share) {
    long wanted = (long) Math.ceil(measured * share);
    long seen = 0;
    for (int i = 0; i < latencies.length; i++) {
      seen += latencies[i];
      if (seen >= wanted) {
        return (i + 1) * BUCKET_NANOS / 1e6;
      }
    }
    return Double.POSITIVE_INFINITY;
  }
}
