package io.marketswarm.truth;

import io.marketswarm.log.Log;
import io.marketswarm.truth.TruthDocument.Bus;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Everything one service is told: its part of the Truth document with all values in place. */
public final class ResolvedConfig {
  private final String service;
  private final String truthVersion;
  private final Component component;
  private final Optional<Heartbeat> heartbeat;
  private final Map<String, Bus> buses;
  private final Variables env;
  private final Retention retention;
  private final List<String> warnings;
  private final List<Output> outputs = new ArrayList<>();

  private record Output(String bus, KeyPattern key) {}

  private ResolvedConfig(
      TruthDocument truth, String service, Component component, ConfigSources sources) {
    EnvResolution resolution = EnvResolution.of(component, sources);
    this.service = service;
    this.truthVersion = truth.version();
    this.component = component;
    this.heartbeat = truth.heartbeat(component.id());
    this.buses = buses(truth, sources.environment());
    this.env = new Variables(resolution.values());
    this.warnings = List.copyOf(resolution.warnings());
    this.retention =
        Retention.of(List.of(component.object("retention"), truth.defaults("retention")));
    component
        .publishes()
        .forEach(point -> outputs.add(new Output(point.bus(), KeyPattern.of(point.key()))));
  }

  /** The configuration of a service that is named like its component. */
  public static ResolvedConfig of(TruthDocument truth, String service, ConfigSources sources) {
    return of(truth, service, service, sources);
  }

  /** The configuration of a service that runs a component under a name of its own. */
  public static ResolvedConfig of(
      TruthDocument truth, String service, String component, ConfigSources sources) {
    if (!truth.buses().containsKey(TruthDocument.SYSTEM_BUS)) {
      throw new TruthException("the Truth document names no bus " + TruthDocument.SYSTEM_BUS);
    }
    Component definition =
        truth
            .component(component)
            .orElseThrow(
                () ->
                    new TruthException(
                        "the Truth document has no component "
                            + component
                            + ", only "
                            + String.join(", ", truth.components())));
    return new ResolvedConfig(truth, service, definition, sources);
  }

  public String service() {
    return service;
  }

  /** The version of the document this was made from; when another is loaded, this has drifted. */
  public String truthVersion() {
    return truthVersion;
  }

  public Component component() {
    return component;
  }

  /** The variables of the service. */
  public Variables env() {
    return env;
  }

  /** How to beat; throws when nobody said it, because a service without a pulse looks dead. */
  public Heartbeat heartbeat() {
    return heartbeat.orElseThrow(
        () ->
            new TruthException(
                "component "
                    + component.id()
                    + " has no heartbeat block, and the node has no default for it"));
  }

  /** The address of a bus; may hold a login, so never log it. */
  public String busUrl(String bus) {
    Bus known = buses.get(bus);
    if (known == null) {
      throw new TruthException("unknown bus '" + bus + "', there are " + buses.keySet());
    }
    return known.url();
  }

  public Retention retention() {
    return retention;
  }

  /** A block of settings of the component, empty when there is none. */
  public JsonObject block(String name) {
    return component.object(name).copy();
  }

  /** A setting of any type at the top of the component, for example a list. */
  public Optional<Object> setting(String name) {
    return Optional.ofNullable(new JsonObject(component.blocks()).copy().getValue(name));
  }

  /** Whether the component declares that it publishes on this key or channel. */
  public boolean publishes(String bus, String key) {
    return outputs.stream()
        .anyMatch(output -> output.bus().equals(bus) && output.key().covers(key));
  }

  /** What was left out, and why. */
  public List<String> warnings() {
    return warnings;
  }

  /** Says what was left out, and on request of a debug level everything that was resolved. */
  public void announce(Log log) {
    warnings.forEach(log::warn);
    log.info("configured by Truth " + truthVersion + " with " + env.all().size() + " variables");
    if (log.debugs()) {
      log.debug("configuration " + masked().encode());
    }
  }

  /** The configuration as one object, secrets included. */
  public JsonObject json() {
    return json(env.all(), Bus::url);
  }

  /** The configuration as it may be shown. */
  public JsonObject masked() {
    return Masking.blocks(json(env.masked(), bus -> SecretNames.withoutLogin(bus.url())));
  }

  private JsonObject json(Map<String, String> variables, Function<Bus, String> url) {
    JsonObject json =
        new JsonObject()
            .put("service_name", service)
            .put("meta", component.meta().copy())
            .put("inputs", component.points("subscribe_to").copy())
            .put("outputs", component.points("publish_to").copy())
            .put("heartbeat", heartbeat.map(Heartbeat::json).orElseGet(JsonObject::new))
            .put("models", component.models().copy())
            .put("buses", buses(url))
            .put("shared_resources", new JsonObject());
    variables.forEach((name, value) -> add(json, name, value));
    new JsonObject(component.blocks()).copy().forEach(e -> add(json, e.getKey(), e.getValue()));
    return json;
  }

  private static void add(JsonObject json, String name, Object value) {
    if (!json.containsKey(name)) {
      json.put(name, value);
    }
  }

  private JsonObject buses(Function<Bus, String> url) {
    JsonObject json = new JsonObject();
    buses
        .values()
        .forEach(
            bus ->
                json.put(
                    bus.name(),
                    new JsonObject().put("url", url.apply(bus)).put("role", bus.role())));
    return json;
  }

  /** The buses of the document; {@code SYSTEM_REDIS_URL} and the like say where they really are. */
  private static Map<String, Bus> buses(TruthDocument truth, Map<String, String> environment) {
    Map<String, Bus> buses = new LinkedHashMap<>();
    truth
        .buses()
        .forEach(
            (name, bus) -> {
              String variable = name.toUpperCase(Locale.ROOT).replace('-', '_') + "_URL";
              String url = environment.getOrDefault(variable, "");
              buses.put(
                  name,
                  url.isBlank() || EnvTemplate.isTemplate(url)
                      ? bus
                      : new Bus(name, url.strip(), bus.role()));
            });
    return buses;
  }

  @Override
  public String toString() {
    return masked().encode();
  }
}
