package io.marketswarm.market.recording;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;

/** Socket lines of a session as they are read. */
final class FrameLine {
  private static final JsonFactory FACTORY = new JsonFactory();

  private FrameLine() {}

  /** The frame as it came; empty when the line makes no sense. */
  static Optional<byte[]> read(byte[] json) {
    try (JsonParser in = FACTORY.createParser(json)) {
      in.nextToken();
      for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
        if (in.nextToken() == JsonToken.VALUE_STRING && name.equals("frame")) {
          return Optional.of(in.getText().getBytes(UTF_8));
        }
        in.skipChildren();
      }
      return Optional.empty();
    } catch (IOException malformed) {
      return Optional.empty();
    }
  }
}
