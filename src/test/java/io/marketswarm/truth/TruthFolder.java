package io.marketswarm.truth;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A Truth folder of a test: the shipped schemas and whatever the test puts beside them. */
record TruthFolder(Path dir) {
  static final Path SHIPPED = Path.of("truth");

  static TruthFolder in(Path parent) throws IOException {
    Path dir = Files.createDirectories(parent.resolve("truth"));
    Files.createDirectories(dir.resolve("components"));
    Files.createDirectories(dir.resolve("schema"));
    for (String schema : List.of("node.json", "component.json")) {
      Files.copy(SHIPPED.resolve("schema").resolve(schema), dir.resolve("schema").resolve(schema));
    }
    return new TruthFolder(dir);
  }

  TruthFolder write(String name, String text) throws IOException {
    Files.writeString(dir.resolve(name), text);
    return this;
  }

  TruthFolder node(JsonObject node) throws IOException {
    return write("node.json", node.encode());
  }

  TruthFolder component(String name, JsonObject component) throws IOException {
    return write("components/" + name + ".json", component.encode());
  }

  Build build() {
    return TruthBuilder.build(BuildOptions.of(dir));
  }

  BuildOptions options() {
    return BuildOptions.of(dir);
  }

  /** A node with a system bus, a market bus and the given components. */
  static JsonObject node(String... components) {
    return new JsonObject()
        .put("version", "1")
        .put(
            "buses",
            new JsonObject()
                .put("system-redis", bus("redis://127.0.0.1:6379", "system"))
                .put("market-redis", bus("redis://127.0.0.1:6380", "market")))
        .put("components", new JsonArray(List.of((Object[]) components)));
  }

  static JsonObject bus(String url, String role) {
    return new JsonObject().put("url", url).put("role", role);
  }

  /** A component that is valid and touches nothing. */
  static JsonObject component(String id) {
    return new JsonObject()
        .put("id", id)
        .put("meta", new JsonObject().put("name", id).put("description", "does " + id))
        .put("access_points", new JsonObject());
  }

  static JsonObject point(String bus, String key) {
    return new JsonObject().put("bus", bus).put("key", key);
  }

  static JsonObject publisher(String id, JsonObject... points) {
    return component(id)
        .put("access_points", new JsonObject().put("publish_to", array((Object[]) points)));
  }

  static JsonObject subscriber(String id, JsonObject... points) {
    return component(id)
        .put("access_points", new JsonObject().put("subscribe_to", array((Object[]) points)));
  }

  static JsonArray array(Object... items) {
    return new JsonArray(List.of(items));
  }
}
