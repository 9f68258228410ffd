package io.marketswarm.gateway.models;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import java.util.List;

/** Puts encoded values together to a larger one without reading them. */
public final class Splice {
  private static final Buffer NULL = Buffer.buffer("null");
  private static final int ROOM_PER_NAME = 32;

  private final Buffer json;
  private boolean begun;

  private Splice(int room) {
    json = Buffer.buffer(room).appendByte((byte) '{');
  }

  /** Begins an object of about so many bytes. */
  public static Splice object(int room) {
    return new Splice(room + ROOM_PER_NAME);
  }

  /** A field of any value that JSON knows. */
  public Splice field(String name, Object value) {
    return raw(name, Buffer.buffer(Json.encode(value)));
  }

  /** A field that is encoded already; null where it is missing. */
  public Splice raw(String name, Buffer value) {
    if (begun) {
      json.appendByte((byte) ',');
    }
    begun = true;
    json.appendString(Json.encode(name)).appendByte((byte) ':');
    json.appendBuffer(value == null ? NULL : value);
    return this;
  }

  public Buffer end() {
    return json.appendByte((byte) '}');
  }

  /** A list of encoded values. */
  public static Buffer array(List<Buffer> values) {
    Buffer array =
        Buffer.buffer(values.stream().mapToInt(Buffer::length).sum() + values.size() + 2)
            .appendByte((byte) '[');
    for (int i = 0; i < values.size(); i++) {
      if (i > 0) {
        array.appendByte((byte) ',');
      }
      array.appendBuffer(values.get(i));
    }
    return array.appendByte((byte) ']');
  }
}
