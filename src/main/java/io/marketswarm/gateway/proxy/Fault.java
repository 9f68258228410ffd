package io.marketswarm.gateway.proxy;

import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeoutException;

/** How a service behind the edge fails its callers. */
enum Fault {
  UNREACHABLE(502, "unavailable"),
  TIMEOUT(504, "timeout");

  private final int status;
  private final String word;

  Fault(int status, String word) {
    this.status = status;
    this.word = word;
  }

  static Fault of(Throwable cause) {
    for (Throwable reason = cause; reason != null; reason = reason.getCause()) {
      if (reason instanceof TimeoutException || reason instanceof ConnectTimeoutException) {
        return TIMEOUT;
      }
    }
    return UNREACHABLE;
  }

  int status() {
    return status;
  }

  String words(Upstream upstream) {
    return upstream.name() + " service " + word;
  }

  /** What callers are told, in the envelope that they know. */
  static Buffer body(String words) {
    return new JsonObject().put("success", false).put("error", words).toBuffer();
  }
}
