package io.marketswarm.bus;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;

/**
 * News for one user.
 *
 * @param userId the database id of the only user who may see it
 * @param stream its family, for example {@code alerts} or {@code trade-log}
 * @param sequence counts from 1 without gaps, per user and stream
 * @param epochMillis when it happened
 * @param payload the message as JSON, as it is also stored for replay; read-only
 */
public record UserEvent(long userId, String stream, long sequence, long epochMillis, Buffer payload)
    implements BusMessage {

  static final Wire<UserEvent> WIRE =
      new Wire<>("user", 1, UserEvent.class, UserEvent::write, UserEvent::read);

  public UserEvent {
    if (userId < 1) {
      throw new IllegalArgumentException("user id " + userId + " is not positive");
    }
    if (stream.isBlank()) {
      throw new IllegalArgumentException("event of user " + userId + " without a stream");
    }
    if (sequence < 1) {
      throw new IllegalArgumentException("sequence " + sequence + " of " + stream + " is below 1");
    }
    payload = FrozenBuffer.of(payload);
  }

  @Override
  public void writeJson(JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeNumberField("user_id", userId);
    out.writeStringField("stream", stream);
    out.writeNumberField("seq", sequence);
    out.writeNumberField("ts", epochMillis);
    out.writeFieldName("event");
    out.writeRawValue(payload.toString());
    out.writeEndObject();
  }

  private static void write(UserEvent event, WireWriter out) {
    out.number(event.userId)
        .text(event.stream)
        .number(event.sequence)
        .number(event.epochMillis)
        .bytes(event.payload);
  }

  private static UserEvent read(WireReader in) {
    return new UserEvent(in.number(), in.text(), in.number(), in.number(), in.bytes());
  }
}
