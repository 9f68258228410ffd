package io.marketswarm.gateway.rest;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/** What others wrote, read without trusting that it is JSON. */
public final class JsonOf {
  private JsonOf() {}

  /** The object; an empty one when it is none. */
  public static JsonObject object(Buffer text) {
    try {
      return text == null ? new JsonObject() : new JsonObject(text);
    } catch (DecodeException | ClassCastException none) {
      return new JsonObject();
    }
  }
}
