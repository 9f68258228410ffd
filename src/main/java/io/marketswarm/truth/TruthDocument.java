package io.marketswarm.truth;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The document all services are configured from: the node, its buses and every component. Holds no
 * secrets; cannot be changed.
 */
public final class TruthDocument {
  static final String SYSTEM_BUS = "system-redis";

  private static final String PRODUCTION = "production";

  /** Root keys a document may carry beyond the six it always has. */
  private static final List<String> OPTIONAL_KEYS =
      List.of("heartbeats", "categories", "defaults", "metadata");

  private final JsonObject json;

  private TruthDocument(JsonObject json) {
    this.json = json;
  }

  /** A bus as the document names it. */
  public record Bus(String name, String url, String role) {}

  /** Takes a composite; secrets and the logins of bus URLs are left behind. */
  public static TruthDocument of(JsonObject composite) {
    JsonObject open = composite.copy();
    open.remove("secrets");
    require(open, "buses");
    require(open, "components");
    for (Map.Entry<String, Object> bus : open.getJsonObject("buses")) {
      if (bus.getValue() instanceof JsonObject fields
          && fields.getValue("url") instanceof String url) {
        fields.put("url", SecretNames.withoutLogin(url));
      }
    }
    return new TruthDocument(open);
  }

  /** Reads a composite from its text. */
  public static TruthDocument parse(String text) {
    try {
      return of(StrictJson.object(text.getBytes(StandardCharsets.UTF_8)));
    } catch (StrictJson.Malformed malformed) {
      throw new TruthException("the Truth document is no JSON: " + malformed.discreet(), malformed);
    }
  }

  /** Puts a node definition and its components together, in the order documents are written. */
  static JsonObject compose(JsonObject node, Map<String, JsonObject> components) {
    JsonObject definitions = new JsonObject();
    components.forEach(definitions::put);
    JsonObject composite =
        new JsonObject()
            .put("version", node.getString("version", "1.0"))
            .put("description", node.getString("description", ""))
            .put("node", node.getJsonObject("node", new JsonObject()))
            .put("buses", node.getJsonObject("buses", new JsonObject()))
            .put("domain", new JsonObject())
            .put("components", definitions);
    OPTIONAL_KEYS.stream()
        .filter(node::containsKey)
        .forEach(key -> composite.put(key, node.getValue(key)));
    return composite;
  }

  public String version() {
    return String.valueOf(json.getValue("version", "1.0"));
  }

  public String description() {
    return json.getString("description", "");
  }

  public Optional<String> nodeName() {
    return Optional.ofNullable(object("node").getString("name"));
  }

  public Optional<String> nodeEnv() {
    return Optional.ofNullable(object("node").getString("env"));
  }

  public boolean isProduction() {
    return nodeEnv().filter(PRODUCTION::equalsIgnoreCase).isPresent();
  }

  /** All buses by name, in the order of the document. */
  public Map<String, Bus> buses() {
    Map<String, Bus> buses = new LinkedHashMap<>();
    for (Map.Entry<String, Object> entry : object("buses")) {
      if (entry.getValue() instanceof JsonObject bus) {
        buses.put(
            entry.getKey(),
            new Bus(entry.getKey(), bus.getString("url", ""), bus.getString("role", "")));
      }
    }
    return buses;
  }

  /** The same document with the real addresses of its buses; logins in them are dropped. */
  public TruthDocument withBusUrls(Map<String, String> urls) {
    JsonObject changed = json.copy();
    for (Map.Entry<String, Object> entry : changed.getJsonObject("buses")) {
      if (entry.getValue() instanceof JsonObject bus && urls.containsKey(entry.getKey())) {
        bus.put("url", SecretNames.withoutLogin(urls.get(entry.getKey())));
      }
    }
    return new TruthDocument(changed);
  }

  /** The same document for a node that is told elsewhere who it is and what it is for. */
  public TruthDocument withNode(String name, String env) {
    JsonObject changed = json.copy();
    changed.put("node", object("node").copy().put("name", name).put("env", env));
    return new TruthDocument(changed);
  }

  /** The ids of all components, in the order of the node definition. */
  public List<String> components() {
    return List.copyOf(object("components").fieldNames());
  }

  public Optional<Component> component(String id) {
    return object("components").getValue(id) instanceof JsonObject definition
        ? Optional.of(new Component(id, definition))
        : Optional.empty();
  }

  /** Components so that each comes after all it depends on; among equals the node's order. */
  public List<String> startOrder() {
    Map<String, List<String>> needs = new LinkedHashMap<>();
    for (String id : components()) {
      needs.put(id, component(id).map(Component::dependencies).orElse(List.of()));
    }
    return Dependencies.startOrder(needs);
  }

  /** The component's own heartbeat, else the one the node gives to this service, else to all. */
  public Optional<Heartbeat> heartbeat(String id) {
    JsonObject table = object("heartbeats");
    List<Object> places = new ArrayList<>();
    component(id).flatMap(Component::heartbeat).ifPresent(places::add);
    places.add(table.getValue(id));
    places.add(table.getValue("default"));
    return places.stream()
        .filter(JsonObject.class::isInstance)
        .map(JsonObject.class::cast)
        .findFirst()
        .map(block -> Heartbeat.of(id, block));
  }

  /** How long what belongs to no component is kept, for example the streams of the log. */
  public Retention retention() {
    return Retention.of(List.of(defaults("retention")));
  }

  /** Settings the node gives to every component that has none of its own by that name. */
  JsonObject defaults(String block) {
    return object("defaults").getValue(block) instanceof JsonObject values
        ? values.copy()
        : new JsonObject();
  }

  /** A copy of the whole document. */
  public JsonObject json() {
    return json.copy();
  }

  /** The document in one line, as it is stored. */
  String encoded() {
    return json.encode();
  }

  /** The document as a file for people. */
  public String pretty() {
    return StrictJson.pretty(json);
  }

  /** The document with everything that looks like a secret replaced by a mask. */
  public JsonObject masked() {
    return Masking.of(json);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TruthDocument document && document.json.equals(json);
  }

  @Override
  public int hashCode() {
    return json.hashCode();
  }

  @Override
  public String toString() {
    return "Truth " + version() + " of " + components().size() + " components";
  }

  private JsonObject object(String key) {
    return json.getValue(key) instanceof JsonObject object ? object : new JsonObject();
  }

  private static void require(JsonObject composite, String key) {
    if (!(composite.getValue(key) instanceof JsonObject)) {
      throw new TruthException("the Truth document has no " + key);
    }
  }
}
