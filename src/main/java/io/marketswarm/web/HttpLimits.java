package io.marketswarm.web;

import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How much of a client a service puts up with.
 *
 * @param body bytes of a request body
 * @param header bytes of all headers together
 * @param line bytes of the request line
 * @param idle how long a connection may be silent in both directions
 * @param sending how long a request body may take to arrive
 */
public record HttpLimits(long body, int header, int line, Duration idle, Duration sending) {
  public static final HttpLimits DEFAULT =
      new HttpLimits(10L << 20, 16 << 10, 8 << 10, Duration.ofMinutes(3), Duration.ofMinutes(2));

  public HttpLimits {
    if (body < 0 || header < 1 || line < 1 || idle.isNegative() || sending.isNegative()) {
      throw new IllegalArgumentException(
          "body %d, header %d, line %d, idle %s, sending %s are no limits"
              .formatted(body, header, line, idle, sending));
    }
  }

  public HttpLimits withBody(long bytes) {
    return new HttpLimits(bytes, header, line, idle, sending);
  }

  public HttpLimits withIdle(Duration silence) {
    return new HttpLimits(body, header, line, silence, sending);
  }

  public HttpLimits withSending(Duration patience) {
    return new HttpLimits(body, header, line, idle, patience);
  }

  HttpServerOptions options(String host, int port) {
    return new HttpServerOptions()
        .setHost(host)
        .setPort(port)
        .setMaxHeaderSize(header)
        .setMaxInitialLineLength(line)
        .setIdleTimeout((int) idle.toSeconds())
        .setIdleTimeoutUnit(TimeUnit.SECONDS)
        .setHttp2ClearTextEnabled(false);
  }

  BodyHandler bodies() {
    return BodyHandler.create(false).setBodyLimit(body);
  }
}
