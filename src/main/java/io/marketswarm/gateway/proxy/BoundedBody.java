package io.marketswarm.gateway.proxy;

import io.marketswarm.web.ApiError;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/** A body whose length nobody told, which flows on up to a limit and fails beyond it. */
final class BoundedBody implements ReadStream<Buffer> {
  private static final int TOO_LARGE = 413;

  private final ReadStream<Buffer> body;
  private final long most;
  private final Runnable begun;
  private long passed;
  private Handler<Throwable> failing;
  private boolean cut;

  /**
   * @param begun told before the first bytes pass: only then it is known that there is a body
   */
  BoundedBody(ReadStream<Buffer> body, long most, Runnable begun) {
    this.body = body;
    this.most = most;
    this.begun = begun;
  }

  static ApiError tooLarge() {
    return new ApiError(TOO_LARGE, "Request Entity Too Large");
  }

  /** Whether there was more than may pass. */
  boolean isCut() {
    return cut;
  }

  @Override
  public ReadStream<Buffer> handler(Handler<Buffer> handler) {
    body.handler(handler == null ? null : bytes -> take(bytes, handler));
    return this;
  }

  private void take(Buffer bytes, Handler<Buffer> handler) {
    if (passed == 0) {
      begun.run();
    }
    passed += bytes.length();
    if (passed <= most) {
      handler.handle(bytes);
    } else if (!cut) {
      cut = true;
      if (failing != null) {
        failing.handle(tooLarge());
      }
    }
  }

  @Override
  public ReadStream<Buffer> exceptionHandler(Handler<Throwable> handler) {
    failing = handler;
    body.exceptionHandler(handler);
    return this;
  }

  @Override
  public ReadStream<Buffer> endHandler(Handler<Void> handler) {
    body.endHandler(
        handler == null
            ? null
            : end -> {
              if (!cut) {
                handler.handle(end);
              }
            });
    return this;
  }

  @Override
  public ReadStream<Buffer> pause() {
    body.pause();
    return this;
  }

  @Override
  public ReadStream<Buffer> resume() {
    body.resume();
    return this;
  }

  @Override
  public ReadStream<Buffer> fetch(long amount) {
    body.fetch(amount);
    return this;
  }
}
