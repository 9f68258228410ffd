package io.marketswarm.truth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * JSON as Truth files must be: no comments, no repeated keys, nothing after the end, and every
 * mistake with its line and column.
 */
final class StrictJson {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final DefaultIndenter TWO_SPACES = new DefaultIndenter("  ", "\n");

  /** What the parser says for programmers: character codes and the names of its switches. */
  private static final Pattern PARSER_ASIDES =
      Pattern.compile(" \\((?:code|not recognized)[^()]*\\)|\\R.*", Pattern.DOTALL);

  private StrictJson() {}

  /** A text that is no JSON, and where it stops being JSON (both counted from one). */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;
    private final String reason;
    private final String place;

    private Malformed(String reason, String place) {
      super(place.isEmpty() ? reason : reason + " at " + place);
      this.reason = reason;
      this.place = place;
    }

    /** Where it broke, without quoting the text: what a file of secrets may say. */
    String discreet() {
      return place.isEmpty() ? reason : "not valid JSON at " + place;
    }
  }

  static JsonObject object(byte[] text) throws Malformed {
    try (JsonParser parser = FACTORY.createParser(text)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw new Malformed("the file is empty", "");
      }
      if (first != JsonToken.START_OBJECT) {
        throw new Malformed("not a JSON object", place(parser));
      }
      Map<String, Object> map = map(parser);
      if (parser.nextToken() != null) {
        throw new Malformed("text after the end of the object", place(parser));
      }
      return new JsonObject(map);
    } catch (JsonProcessingException broken) {
      throw new Malformed(
          PARSER_ASIDES.matcher(broken.getOriginalMessage()).replaceAll(""),
          broken.getLocation() == null
              ? ""
              : place(broken.getLocation().getLineNr(), broken.getLocation().getColumnNr()));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** The object as text, indented by two spaces. */
  static String pretty(JsonObject object) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(text)) {
      DefaultPrettyPrinter printer =
          new DefaultPrettyPrinter(
              Separators.createDefaultInstance()
                  .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                  .withObjectEmptySeparator("")
                  .withArrayEmptySeparator(""));
      printer.indentObjectsWith(TWO_SPACES);
      printer.indentArraysWith(TWO_SPACES);
      generator.setPrettyPrinter(printer);
      write(generator, object);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text + "\n";
  }

  private static Map<String, Object> map(JsonParser parser) throws IOException {
    Map<String, Object> map = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      map.put(name, value(parser));
    }
    return map;
  }

  private static List<Object> list(JsonParser parser) throws IOException {
    List<Object> list = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      list.add(value(parser));
    }
    return list;
  }

  private static Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> new JsonObject(map(parser));
      case START_ARRAY -> new JsonArray(list(parser));
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
      case VALUE_TRUE -> Boolean.TRUE;
      case VALUE_FALSE -> Boolean.FALSE;
      case VALUE_NULL -> null;
      default -> throw new JsonParseException(parser, "unexpected token " + parser.currentToken());
    };
  }

  private static void write(JsonGenerator generator, Object value) throws IOException {
    if (value instanceof JsonObject object) {
      generator.writeStartObject();
      for (Map.Entry<String, Object> entry : object) {
        generator.writeFieldName(entry.getKey());
        write(generator, entry.getValue());
      }
      generator.writeEndObject();
    } else if (value instanceof JsonArray array) {
      generator.writeStartArray();
      for (Object item : array) {
        write(generator, item);
      }
      generator.writeEndArray();
    } else {
      scalar(generator, value);
    }
  }

  private static void scalar(JsonGenerator generator, Object value) throws IOException {
    if (value == null) {
      generator.writeNull();
    } else if (value instanceof Boolean flag) {
      generator.writeBoolean(flag);
    } else if (value instanceof Number number) {
      generator.writeNumber(number.toString());
    } else {
      generator.writeString(value.toString());
    }
  }

  private static String place(JsonParser parser) {
    return place(
        parser.currentTokenLocation().getLineNr(), parser.currentTokenLocation().getColumnNr());
  }

  private static String place(int line, int column) {
    return "line " + line + ", column " + column;
  }
}
