package io.marketswarm.node.conf;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.vertx.core.json.jackson.JacksonCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Reads a configuration file: JSON in which comments and trailing commas are welcome. */
final class ConfFile {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private ConfFile() {}

  static Map<String, Object> read(Path file) {
    try {
      return parse(file.toString(), Files.readString(file));
    } catch (NoSuchFileException missing) {
      throw problem(file.toString(), "there is no such file");
    } catch (IOException unreadable) {
      throw problem(file.toString(), "cannot be read: " + unreadable.getMessage());
    }
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> parse(String origin, String text) {
    try (JsonParser parser = JSON.createParser(text)) {
      Object root = JacksonCodec.fromParser(parser, Object.class);
      if (root instanceof io.vertx.core.json.JsonObject object) {
        return object.getMap();
      }
      if (root instanceof Map<?, ?> map) {
        return (Map<String, Object>) map;
      }
      throw problem(origin, "must be a JSON object");
    } catch (IOException broken) {
      throw problem(origin, syntax(broken));
    } catch (io.vertx.core.json.DecodeException broken) {
      throw problem(origin, syntax(broken.getCause() == null ? broken : broken.getCause()));
    }
  }

  private static String syntax(Throwable broken) {
    if (broken instanceof JsonProcessingException json && json.getLocation() != null) {
      JsonLocation at = json.getLocation();
      return "line %d, column %d: %s"
          .formatted(at.getLineNr(), at.getColumnNr(), json.getOriginalMessage());
    }
    return "is not valid JSON: " + broken.getMessage();
  }

  private static ConfException problem(String origin, String message) {
    return new ConfException(List.of(new Problem(origin, "", message)));
  }
}
