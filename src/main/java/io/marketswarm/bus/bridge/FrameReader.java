package io.marketswarm.bus.bridge;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.parsetools.RecordParser;

/** Cuts a TCP stream into frames; an impossible length ends the session before it costs memory. */
final class FrameReader implements Handler<Buffer> {
  private final RecordParser parser;
  private final BridgeSession session;
  private final int maxFrameBytes;
  private boolean inFrame;

  FrameReader(RecordParser parser, BridgeSession session, int maxFrameBytes) {
    this.parser = parser;
    this.session = session;
    this.maxFrameBytes = maxFrameBytes;
  }

  @Override
  public void handle(Buffer bytes) {
    if (session.ended()) {
      return;
    }
    if (inFrame) {
      inFrame = false;
      parser.fixedSizeMode(Frame.LENGTH_BYTES);
      session.receive(bytes);
    } else {
      expect(bytes.getInt(0));
    }
  }

  private void expect(int length) {
    if (length < 0) {
      session.end(BridgeError.INVALID_LENGTH);
    } else if (length > maxFrameBytes) {
      session.end(BridgeError.FRAME_TOO_LARGE);
    } else if (length == 0) {
      session.receive(Buffer.buffer());
    } else {
      inFrame = true;
      parser.fixedSizeMode(length);
    }
  }
}
