package io.marketswarm.truth;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The steps from the root of a document to one place in it. */
record JsonPointer(List<String> steps) {
  private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,8}");

  JsonPointer {
    steps = List.copyOf(steps);
  }

  /** Reads the fragment of a URI, for example {@code #/components/0}. */
  static JsonPointer ofFragment(String uri) {
    String fragment = uri.substring(uri.indexOf('#') + 1);
    return new JsonPointer(
        Stream.of(fragment.split("/", -1)).skip(1).map(JsonPointer::unescaped).toList());
  }

  /** The value at this place, null when there is none. */
  Object in(Object document) {
    Object here = document;
    for (String step : steps) {
      here = child(here, step);
    }
    return here;
  }

  JsonPointer parent() {
    return new JsonPointer(steps.subList(0, steps.size() - 1));
  }

  /** The last step, empty for the root. */
  String last() {
    return steps.isEmpty() ? "" : steps.get(steps.size() - 1);
  }

  String path() {
    return String.join("/", steps);
  }

  private static Object child(Object parent, String step) {
    if (parent instanceof JsonObject object) {
      return object.getValue(step);
    }
    if (parent instanceof JsonArray array && INDEX.matcher(step).matches()) {
      int index = Integer.parseInt(step);
      return index < array.size() ? array.getValue(index) : null;
    }
    return null;
  }

  private static String unescaped(String step) {
    String plain = URLDecoder.decode(step.replace("+", "%2B"), StandardCharsets.UTF_8);
    return plain.replace("~1", "/").replace("~0", "~");
  }
}
