package io.marketswarm.bus;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;

/**
 * A model, encoded once by its publisher for everybody who wants it.
 *
 * @param topic what it is a model of, for example {@code massive:gex:model:I:SPX:calls}
 * @param sequence grows by topic, so that a late message can be told from a new one
 * @param epochMillis when the model was made
 * @param kind the whole model or what has changed since the previous one
 * @param payload the encoded JSON; read-only
 */
public record ModelUpdate(String topic, long sequence, long epochMillis, Kind kind, Buffer payload)
    implements BusMessage {

  /** How much of the model the payload holds. */
  public enum Kind {
    FULL,
    DIFF
  }

  static final Wire<ModelUpdate> WIRE =
      new Wire<>("model", 1, ModelUpdate.class, ModelUpdate::write, ModelUpdate::read);

  private static final Kind[] KINDS = Kind.values();

  public ModelUpdate {
    if (topic.isBlank()) {
      throw new IllegalArgumentException("model update without a topic");
    }
    payload = FrozenBuffer.of(payload);
  }

  @Override
  public void writeJson(JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeStringField("topic", topic);
    out.writeNumberField("seq", sequence);
    out.writeNumberField("ts", epochMillis);
    out.writeBooleanField("full", kind == Kind.FULL);
    out.writeFieldName("data");
    out.writeRawValue(payload.toString());
    out.writeEndObject();
  }

  private static void write(ModelUpdate update, WireWriter out) {
    out.text(update.topic)
        .number(update.sequence)
        .number(update.epochMillis)
        .choice(update.kind)
        .bytes(update.payload);
  }

  private static ModelUpdate read(WireReader in) {
    return new ModelUpdate(in.text(), in.number(), in.number(), in.choice(KINDS), in.bytes());
  }
}
