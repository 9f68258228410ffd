package io.marketswarm.market.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketswarm.market.model.TrailPoint;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Reads rows of spot trails, and latest values, whoever wrote them. */
public final class TrailReader {
  private TrailReader() {}

  /** The point of a row; nothing when its value is no number. */
  public static Optional<TrailPoint> read(String member, double score) {
    double value = Double.NaN;
    double seconds = score;
    try (JsonParser in = JsonCodec.FACTORY.createParser(member)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String name = in.currentName();
        JsonToken token = in.nextToken();
        if (name.equals("value") && token.isNumeric()) {
          value = in.getDoubleValue();
        } else if (name.equals("ts") && token == JsonToken.VALUE_STRING) {
          seconds = seconds(in.getText(), score);
        } else {
          in.skipChildren();
        }
      }
    } catch (IOException unreadable) {
      return Optional.empty();
    }
    return Double.isFinite(value)
        ? Optional.of(new TrailPoint(seconds, score, value))
        : Optional.empty();
  }

  private static double seconds(String iso, double otherwise) {
    try {
      Instant time = OffsetDateTime.parse(iso).toInstant();
      return time.toEpochMilli() / 1_000.0;
    } catch (DateTimeException noTime) {
      return otherwise;
    }
  }
}
