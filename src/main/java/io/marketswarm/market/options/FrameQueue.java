package io.marketswarm.market.options;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Frames on their way to Redis; when there are too many the oldest are given up. */
final class FrameQueue {
  private static final int MOST_FRAMES = 10_000;
  private static final long MOST_BYTES = 64L << 20;
  private static final int MOST_IN_BATCH = 500;
  private static final long MOST_BYTES_IN_BATCH = 4L << 20;

  private final int mostFrames;
  private final Deque<Frame> frames = new ArrayDeque<>();
  private long bytes;
  private long dropped;

  /**
   * A frame as it came.
   *
   * @param millis when, epoch milliseconds
   * @param nanos when, in nanoseconds of the system, to see how long it takes
   */
  record Frame(byte[] payload, long millis, long nanos) {}

  FrameQueue() {
    this(MOST_FRAMES);
  }

  FrameQueue(int mostFrames) {
    this.mostFrames = mostFrames;
  }

  void add(Frame frame) {
    frames.addLast(frame);
    bytes += frame.payload.length;
    shrink();
  }

  private void shrink() {
    while (frames.size() > mostFrames || bytes > MOST_BYTES) {
      bytes -= frames.removeFirst().payload.length;
      dropped++;
    }
  }

  /** The oldest frames, no more than should travel together. */
  List<Frame> take() {
    List<Frame> batch = new ArrayList<>();
    long size = 0;
    while (!frames.isEmpty() && batch.size() < MOST_IN_BATCH && size < MOST_BYTES_IN_BATCH) {
      Frame frame = frames.removeFirst();
      size += frame.payload.length;
      batch.add(frame);
    }
    bytes -= size;
    return batch;
  }

  /** Puts back what could not be sent; it is still the oldest. */
  void putBack(List<Frame> batch) {
    for (int i = batch.size() - 1; i >= 0; i--) {
      frames.addFirst(batch.get(i));
      bytes += batch.get(i).payload.length;
    }
    shrink();
  }

  boolean isEmpty() {
    return frames.isEmpty();
  }

  /** How many frames were given up. */
  long dropped() {
    return dropped;
  }
}
