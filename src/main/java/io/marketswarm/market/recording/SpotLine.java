package io.marketswarm.market.recording;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketswarm.market.model.SpotValue;
import io.marketswarm.market.model.SpotValue.Kind;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Spot lines of a session as they are read. */
final class SpotLine {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final Map<String, String> texts = new HashMap<>();
  private final Map<String, Double> numbers = new HashMap<>();

  private SpotLine() {}

  /** The value as it was published; empty when the line makes no sense. */
  static Optional<SpotValue> read(byte[] json) {
    SpotLine line = new SpotLine();
    try (JsonParser in = FACTORY.createParser(json)) {
      in.nextToken();
      for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
        JsonToken value = in.nextToken();
        if (value == JsonToken.VALUE_STRING) {
          line.texts.put(name, in.getText());
        } else if (value.isNumeric()) {
          line.numbers.put(name, in.getDoubleValue());
        } else {
          in.skipChildren();
        }
      }
      return line.value();
    } catch (IOException | DateTimeException malformed) {
      return Optional.empty();
    }
  }

  private Optional<SpotValue> value() {
    if (text("symbol").isEmpty() || !numbers.containsKey("value")) {
      return Optional.empty();
    }
    return Optional.of(
        new SpotValue(
            kind(),
            text("symbol"),
            number("value"),
            millis(),
            text("timeframe"),
            number("open"),
            number("high"),
            number("low"),
            number("close"),
            number("volume"),
            number("dollar_volume"),
            number("prevClose"),
            text("market_status")));
  }

  private Kind kind() {
    String source = text("source");
    String instrument = text("instrument_type");
    return Stream.of(Kind.values())
        .filter(kind -> kind.source().equals(source) && kind.instrument().equals(instrument))
        .findFirst()
        .orElse(Kind.INDEX);
  }

  private long millis() {
    double told = numbers.getOrDefault("ts_ms", number("ts_epoch_ms"));
    return told > 0 ? (long) told : OffsetDateTime.parse(text("ts")).toInstant().toEpochMilli();
  }

  private String text(String name) {
    return texts.getOrDefault(name, "");
  }

  private double number(String name) {
    return numbers.getOrDefault(name, Double.NaN);
  }
}
