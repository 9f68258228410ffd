package io.marketswarm.gateway.site;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which file a module's name means, put together from what the libraries in the class path say of
 * themselves, so that it always names the versions that are there.
 *
 * @param imports addresses by name; a name that ends in a slash means all that begins with it
 * @param text as it stands in the page, byte for byte
 */
record ImportMap(Map<String, String> imports, String text) {
  private static final String DESCRIPTION = "META-INF/importmap.json";
  private static final Set<String> LIBRARIES =
      Set.of("lit", "lit-html", "lit-element", "@lit/reactive-element", "echarts");
  private static final String CHARTS = "echarts";

  /** One file with all it needs; its index would fetch hundreds, of another library too. */
  private static final String CHARTS_IN_ONE_FILE = "dist/echarts.esm.min.mjs";

  /** Reads the class path. Blocks. */
  static ImportMap read() throws IOException {
    Map<String, String> imports = new TreeMap<>();
    ClassLoader loader = ImportMap.class.getClassLoader();
    for (URL description : Collections.list(loader.getResources(DESCRIPTION))) {
      try (InputStream in = description.openStream()) {
        JsonObject read = new JsonObject(Buffer.buffer(in.readAllBytes())).getJsonObject("imports");
        read.forEach(entry -> add(imports, entry.getKey(), String.valueOf(entry.getValue())));
      }
    }
    if (imports.containsKey(CHARTS + "/")) {
      imports.put(CHARTS, imports.remove(CHARTS + "/") + CHARTS_IN_ONE_FILE);
    }
    return of(imports);
  }

  private static ImportMap of(Map<String, String> imports) {
    JsonObject map = new JsonObject();
    new TreeMap<>(imports).forEach(map::put);
    String text = new JsonObject().put("imports", map).encode();
    return new ImportMap(Map.copyOf(imports), text);
  }

  /** The same with further names. */
  ImportMap with(Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(imports);
    all.putAll(more);
    return of(all);
  }

  private static void add(Map<String, String> imports, String name, String file) {
    String library = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    if (LIBRARIES.contains(library)) {
      imports.put(name, file);
    }
  }

  /** The address of a module by its name; empty when no library is called so. */
  Optional<String> address(String name) {
    int end = name.startsWith("@") ? name.indexOf('/', name.indexOf('/') + 1) : name.indexOf('/');
    String library = name.substring(0, end + 1);
    return Optional.ofNullable(imports.get(name))
        .or(
            () ->
                Optional.ofNullable(imports.get(library))
                    .map(folder -> folder + name.substring(library.length())));
  }

  /** All names that lead to an address. */
  Set<String> namesOf(String address) {
    Set<String> names = new TreeSet<>();
    imports.forEach(
        (name, place) -> {
          if (place.equals(address)) {
            names.add(name);
          } else if (name.endsWith("/") && address.startsWith(place)) {
            names.add(name + address.substring(place.length()));
          }
        });
    return names;
  }

  String element() {
    return "<script type=\"importmap\">" + text + "</script>";
  }
}
