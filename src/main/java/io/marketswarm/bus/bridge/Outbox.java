package io.marketswarm.bus.bridge;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * What waits for a slow client. It is bounded: the oldest frames make room for the newest, and the
 * client learns how many it missed. While it lags it is not read from either, so that it cannot ask
 * for more than it takes.
 */
final class Outbox {
  static final int MAX_WAITING_BYTES = 1 << 20;

  private final BridgeSocket socket;
  private final FrameWriter frames;
  private final BridgeMetrics metrics;
  private final Queue<Frame> waiting = new ArrayDeque<>();
  private int waitingBytes;
  private long dropped;
  private boolean lagging;

  Outbox(BridgeSocket socket, FrameWriter frames, BridgeMetrics metrics) {
    this.socket = socket;
    this.frames = frames;
    this.metrics = metrics;
  }

  void offer(Frame frame) {
    if (lagging) {
      enqueue(frame);
    } else {
      write(frame);
    }
  }

  /** Whether the client takes less than it is sent. */
  boolean lagging() {
    return lagging;
  }

  /** Writes on after the client has caught up. */
  void drain() {
    if (!lagging) {
      return;
    }
    while (!waiting.isEmpty() && !socket.full()) {
      Frame next = waiting.remove();
      waitingBytes -= next.size();
      socket.write(next);
    }
    if (waiting.isEmpty() && !socket.full()) {
      lagging = false;
      socket.resume();
      confessDropped();
    }
  }

  /** A last word that overtakes what waits. */
  void conclude(Frame frame) {
    waiting.clear();
    waitingBytes = 0;
    socket.write(frame);
  }

  private void write(Frame frame) {
    socket.write(frame);
    if (socket.full()) {
      lagging = true;
      socket.pause();
    }
  }

  private void enqueue(Frame frame) {
    while (!waiting.isEmpty() && waitingBytes + frame.size() > MAX_WAITING_BYTES) {
      waitingBytes -= waiting.remove().size();
      dropped++;
      metrics.dropped();
    }
    waiting.add(frame);
    waitingBytes += frame.size();
  }

  private void confessDropped() {
    if (dropped > 0) {
      Frame notice = frames.dropped(dropped);
      dropped = 0;
      write(notice);
    }
  }
}
