package io.marketswarm.bus.bridge;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.marketswarm.bus.BusMessage;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/** Encodes what the bridge says, in the words of a dialect. */
final class FrameWriter {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String RECIPIENT_FAILURE = "RECIPIENT_FAILURE";

  private final Dialect dialect;

  FrameWriter(Dialect dialect) {
    this.dialect = dialect;
  }

  /** A message of the bus, under the address by which the client knows it. */
  Frame message(String address, Message<?> message) {
    return frame(
        dialect.messageType(),
        out -> {
          out.writeStringField("address", address);
          if (message.replyAddress() != null) {
            out.writeStringField("replyAddress", message.replyAddress());
          }
          out.writeObjectFieldStart("headers");
          writeHeaders(out, message.headers());
          out.writeEndObject();
          out.writeFieldName("body");
          writeBody(out, message.body());
          out.writeBooleanField("send", message.isSend());
        });
  }

  /**
   * What went wrong, in the fields of both protocols.
   *
   * @param address what the client was about, or null
   */
  Frame error(BridgeError error, String address, String explanation) {
    return frame(
        "err",
        out -> {
          out.writeStringField("message", error.code());
          out.writeStringField("body", error.code());
          if (address != null) {
            out.writeStringField("address", address);
          }
          out.writeStringField("failureType", RECIPIENT_FAILURE);
          out.writeNumberField("failureCode", error.status());
          out.writeStringField("detail", explanation);
        });
  }

  /** A request that got no reply, or a bad one. */
  Frame failure(String replyAddress, String address, ReplyException failure) {
    return frame(
        "err",
        out -> {
          out.writeStringField("address", replyAddress);
          out.writeStringField("sourceAddress", address);
          out.writeNumberField("failureCode", failure.failureCode());
          out.writeStringField("failureType", failure.failureType().name());
          out.writeStringField("message", failure.getMessage());
        });
  }

  Frame dropped(long messages) {
    return frame(
        "err",
        out -> {
          out.writeStringField("message", BridgeError.MESSAGES_DROPPED.code());
          out.writeStringField("body", BridgeError.MESSAGES_DROPPED.code());
          out.writeNumberField("dropped", messages);
          out.writeStringField("detail", BridgeError.MESSAGES_DROPPED.explanation());
        });
  }

  Frame pong() {
    return frame("pong", out -> {});
  }

  Frame authenticated(Instant expiresAt) {
    return frame(
        "auth",
        out -> {
          out.writeBooleanField("ok", true);
          out.writeNumberField("exp", expiresAt.getEpochSecond());
        });
  }

  Frame registered(String address) {
    return frame("registered", out -> out.writeStringField("address", address));
  }

  private static void writeHeaders(JsonGenerator out, MultiMap headers) throws IOException {
    for (String name : headers.names()) {
      out.writeStringField(name, headers.get(name));
    }
  }

  private static void writeBody(JsonGenerator out, Object body) throws IOException {
    if (body instanceof BusMessage message) {
      message.writeJson(out);
    } else if (isJson(body)) {
      out.writeRawValue(Json.encode(body));
    } else {
      throw new IllegalArgumentException(body.getClass().getName() + " has no form in JSON");
    }
  }

  private static boolean isJson(Object body) {
    return body == null
        || body instanceof JsonObject
        || body instanceof JsonArray
        || body instanceof CharSequence
        || body instanceof Number
        || body instanceof Boolean
        || body instanceof Buffer
        || body instanceof byte[];
  }

  private static Frame frame(String type, Fields fields) {
    Bytes bytes = new Bytes();
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartObject();
      out.writeStringField("type", type);
      fields.write(out);
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toFrame();
  }

  @FunctionalInterface
  private interface Fields {
    void write(JsonGenerator out) throws IOException;
  }

  /** Gives away what was written with one copy less than its parent. */
  private static final class Bytes extends ByteArrayOutputStream {
    private static final int USUAL_SIZE = 512;

    Bytes() {
      super(USUAL_SIZE);
    }

    Frame toFrame() {
      return new Frame(
          Buffer.buffer(Frame.LENGTH_BYTES + count).appendInt(count).appendBytes(buf, 0, count));
    }
  }
}
