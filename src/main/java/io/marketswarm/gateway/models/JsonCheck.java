package io.marketswarm.gateway.models;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;

/** Whether bytes that did not come from our own publisher are JSON at all. */
final class JsonCheck {
  /** Larger ones are read aside: they would hold up the event loop. */
  private static final int LARGE = 64 << 10;

  private static final JsonFactory JSON = new JsonFactory();

  private final Desk desk;

  JsonCheck(Desk desk) {
    this.desk = desk;
  }

  Future<Boolean> isJson(Buffer json) {
    return json.length() <= LARGE
        ? Future.succeededFuture(isSound(json))
        : desk.aside(() -> isSound(json));
  }

  static boolean isSound(Buffer json) {
    try (JsonParser in = JSON.createParser(json.getBytes())) {
      if (in.nextToken() == null) {
        return false;
      }
      in.skipChildren();
      return in.nextToken() == null;
    } catch (IOException broken) {
      return false;
    }
  }
}
