package io.marketswarm.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** A comment that keeps silent streams open; made when the first stream needs it. */
final class Heartbeat {
  private final long epochMillis;
  private Chunk chunk;

  Heartbeat(long epochMillis) {
    this.epochMillis = epochMillis;
  }

  /** Now, as the clock says. */
  long epochMillis() {
    return epochMillis;
  }

  Chunk chunk() {
    if (chunk == null) {
      chunk = Chunk.of((": hb " + epochMillis + "\n\n").getBytes(US_ASCII));
    }
    return chunk;
  }

  void release() {
    if (chunk != null) {
      chunk.release();
      chunk = null;
    }
  }
}
