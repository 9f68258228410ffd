package io.marketswarm.market.feed;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;

/** Reading the provider's JSON token by token. */
final class Json {
  /**
   * NaN is accepted by the parser so that one bad number costs one contract, not the whole page.
   */
  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();

  private static final long NANOS_PER_MILLI = 1_000_000;

  private Json() {}

  /** The current token as a number, NaN when it is none. */
  static double number(JsonParser in) throws IOException {
    JsonToken token = in.currentToken();
    if (token == JsonToken.VALUE_NUMBER_FLOAT || token == JsonToken.VALUE_NUMBER_INT) {
      return in.getDoubleValue();
    }
    in.skipChildren();
    return Double.NaN;
  }

  /** The current token as a whole number, 0 when it is none. */
  static long whole(JsonParser in) throws IOException {
    JsonToken token = in.currentToken();
    if (token == JsonToken.VALUE_NUMBER_INT) {
      return in.getNumberType() == JsonParser.NumberType.BIG_INTEGER ? 0 : in.getLongValue();
    }
    if (token == JsonToken.VALUE_NUMBER_FLOAT) {
      double value = in.getDoubleValue();
      return Double.isFinite(value) ? (long) value : 0;
    }
    in.skipChildren();
    return 0;
  }

  /** The current token as epoch milliseconds; it counts nanoseconds. */
  static long millis(JsonParser in) throws IOException {
    return whole(in) / NANOS_PER_MILLI;
  }

  /** The current token as text, empty when it is none. */
  static String text(JsonParser in) throws IOException {
    if (in.currentToken() == JsonToken.VALUE_STRING) {
      return in.getText();
    }
    in.skipChildren();
    return "";
  }
}
