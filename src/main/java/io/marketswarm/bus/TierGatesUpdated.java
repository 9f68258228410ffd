package io.marketswarm.bus;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/**
 * The tier gates were saved.
 *
 * @param updatedAt their {@code updated_at}, the only thing a reader needs to know he is behind
 */
public record TierGatesUpdated(String updatedAt) implements BusMessage {

  static final Wire<TierGatesUpdated> WIRE =
      new Wire<>(
          "gates",
          1,
          TierGatesUpdated.class,
          (update, out) -> out.text(update.updatedAt),
          in -> new TierGatesUpdated(in.text()));

  public TierGatesUpdated {
    if (updatedAt.isBlank()) {
      throw new IllegalArgumentException("tier gates without a time");
    }
  }

  @Override
  public void writeJson(JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeStringField("updated_at", updatedAt);
    out.writeEndObject();
  }
}
