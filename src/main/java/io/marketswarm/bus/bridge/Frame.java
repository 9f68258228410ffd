package io.marketswarm.bus.bridge;

import io.vertx.core.buffer.Buffer;

/** An encoded frame, made once and written to every client that is to get it. */
final class Frame {
  static final int LENGTH_BYTES = Integer.BYTES;

  private final Buffer prefixed;
  private String text;

  /** Takes over a buffer that holds the length and then the JSON. */
  Frame(Buffer prefixed) {
    this.prefixed = prefixed;
  }

  /** The JSON behind its length, as TCP clients get it. */
  Buffer prefixed() {
    return prefixed;
  }

  /** The JSON alone, as WebSocket clients get it. */
  String text() {
    if (text == null) {
      text = prefixed.getString(LENGTH_BYTES, prefixed.length());
    }
    return text;
  }

  int size() {
    return prefixed.length();
  }
}
