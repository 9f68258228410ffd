package io.marketswarm.bus;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** A new Truth document has been loaded; the document itself is read from Redis. */
public record TruthUpdated(String version, long epochMillis) implements BusMessage {

  static final Wire<TruthUpdated> WIRE =
      new Wire<>(
          "truth",
          1,
          TruthUpdated.class,
          (update, out) -> out.text(update.version).number(update.epochMillis),
          in -> new TruthUpdated(in.text(), in.number()));

  public TruthUpdated {
    if (version.isBlank()) {
      throw new IllegalArgumentException("truth without a version");
    }
  }

  @Override
  public void writeJson(JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeStringField("version", version);
    out.writeNumberField("ts", epochMillis);
    out.writeEndObject();
  }
}
