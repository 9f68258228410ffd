package io.marketswarm.truth;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A service's definition in the Truth document, read as what its fields mean. */
public final class Component {
  /** Top-level fields with a meaning of their own; every other one is a block of settings. */
  static final Set<String> RESERVED =
      Set.of("id", "meta", "access_points", "models", "heartbeat", "env", "dependencies");

  private final String id;
  private final JsonObject definition;

  Component(String id, JsonObject definition) {
    this.id = id;
    this.definition = definition;
  }

  public String id() {
    return id;
  }

  /** The text shown to an operator beside the id. */
  public String description() {
    return meta().getString("description", "");
  }

  JsonObject meta() {
    return object("meta");
  }

  JsonObject models() {
    return object("models");
  }

  public List<AccessPoint> publishes() {
    return points(object("access_points"), "publish_to");
  }

  public List<AccessPoint> subscribes() {
    return points(object("access_points"), "subscribe_to");
  }

  public List<AccessPoint> produces() {
    return points(models(), "produces");
  }

  public List<AccessPoint> consumes() {
    return points(models(), "consumes");
  }

  public List<String> dependencies() {
    List<String> names = new ArrayList<>();
    for (Object name : array(definition, "dependencies")) {
      names.add(String.valueOf(name));
    }
    return names;
  }

  /** The heartbeat of the component itself, without the document's defaults. */
  Optional<JsonObject> heartbeat() {
    JsonObject block = object("heartbeat");
    return block.isEmpty() ? Optional.empty() : Optional.of(block);
  }

  /** The declared variables with their defaults as text; numbers and booleans lose their type. */
  public Map<String, String> env() {
    Map<String, String> env = new LinkedHashMap<>();
    for (Map.Entry<String, Object> entry : object("env")) {
      env.put(entry.getKey(), entry.getValue() == null ? "" : entry.getValue().toString());
    }
    return env;
  }

  /** Every block of settings, verbatim; remarks, which begin with an underscore, are none. */
  Map<String, Object> blocks() {
    Map<String, Object> blocks = new LinkedHashMap<>();
    for (Map.Entry<String, Object> entry : definition) {
      if (!RESERVED.contains(entry.getKey()) && !entry.getKey().startsWith("_")) {
        blocks.put(entry.getKey(), entry.getValue());
      }
    }
    return blocks;
  }

  /** A list of access points as it is written, with whatever else stands in its entries. */
  JsonArray points(String list) {
    return array(object("access_points"), list);
  }

  JsonObject definition() {
    return definition;
  }

  JsonObject object(String field) {
    return definition.getValue(field) instanceof JsonObject object ? object : new JsonObject();
  }

  static JsonArray array(JsonObject parent, String field) {
    return parent.getValue(field) instanceof JsonArray array ? array : new JsonArray();
  }

  private static List<AccessPoint> points(JsonObject parent, String list) {
    List<AccessPoint> points = new ArrayList<>();
    for (Object item : array(parent, list)) {
      if (item instanceof JsonObject point
          && point.getValue("bus") instanceof String bus
          && point.getValue("key") instanceof String key) {
        points.add(new AccessPoint(bus, key, Boolean.TRUE.equals(point.getValue("external"))));
      }
    }
    return points;
  }
}
