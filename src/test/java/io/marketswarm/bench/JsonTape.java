package io.marketswarm.bench;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A JSON text taken apart, to be written again by a general generator that has nothing to compute:
 * names are encoded beforehand, numbers are text already.
 */
final class JsonTape {
  private static final JsonFactory JSON = new JsonFactory();

  private final JsonToken[] tokens;
  private final SerializedString[] names;
  private final char[][] numbers;
  private final ByteArrayOutputStream out;

  JsonTape(byte[] json) {
    List<JsonToken> kinds = new ArrayList<>();
    List<SerializedString> texts = new ArrayList<>();
    List<char[]> digits = new ArrayList<>();
    Map<String, SerializedString> known = new HashMap<>();
    try (JsonParser parser = JSON.createParser(json)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        kinds.add(token);
        boolean number = token.isNumeric();
        digits.add(number ? parser.getText().toCharArray() : null);
        texts.add(number ? null : known.computeIfAbsent(parser.getText(), JsonTape::encoded));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    tokens = kinds.toArray(new JsonToken[0]);
    names = texts.toArray(new SerializedString[0]);
    numbers = digits.toArray(new char[0][]);
    out = new ByteArrayOutputStream(json.length + 1024);
  }

  private static SerializedString encoded(String text) {
    SerializedString encoded = new SerializedString(text);
    encoded.asQuotedUTF8();
    return encoded;
  }

  /** Writes it all and returns the length. */
  long write() {
    out.reset();
    try (JsonGenerator json = JSON.createGenerator(out, JsonEncoding.UTF8)) {
      for (int i = 0; i < tokens.length; i++) {
        switch (tokens[i]) {
          case START_OBJECT -> json.writeStartObject();
          case END_OBJECT -> json.writeEndObject();
          case START_ARRAY -> json.writeStartArray();
          case END_ARRAY -> json.writeEndArray();
          case FIELD_NAME -> json.writeFieldName(names[i]);
          case VALUE_STRING -> json.writeString(names[i]);
          default -> json.writeNumber(numbers[i], 0, numbers[i].length);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.size();
  }
}
