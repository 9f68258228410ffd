package io.marketswarm.bus;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/**
 * Asks whoever fetches chains for the latest one of an underlying; answered with {@link
 * ChainUpdate}.
 *
 * @param symbol the underlying, for example {@code I:SPX}
 */
public record ChainQuestion(String symbol) implements BusMessage {
  static final Wire<ChainQuestion> WIRE =
      new Wire<>(
          "chainask",
          1,
          ChainQuestion.class,
          (question, out) -> out.text(question.symbol),
          in -> new ChainQuestion(in.text()));

  public ChainQuestion {
    if (symbol.isBlank()) {
      throw new IllegalArgumentException("question without a symbol");
    }
  }

  @Override
  public void writeJson(JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeStringField("symbol", symbol);
    out.writeEndObject();
  }
}
