package io.marketswarm.truth;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes one document of a node definition and its components, or says all that is in the way. */
public final class TruthBuilder {
  private final BuildOptions options;
  private final TruthFiles files;
  private final List<Finding> findings = new ArrayList<>();

  private TruthBuilder(BuildOptions options) {
    this.options = options;
    this.files = new TruthFiles(options.dir());
  }

  public static Build build(BuildOptions options) {
    return new TruthBuilder(options).build();
  }

  /** Holds one file against the schema of nodes. */
  public static List<Finding> checkNode(Path dir, Path file) {
    TruthBuilder builder = new TruthBuilder(BuildOptions.of(dir));
    TruthSchemas.read(builder.files, builder.findings)
        .ifPresent(schemas -> builder.read(file, schemas::checkNode));
    return builder.findings;
  }

  /** Holds one file against the schema of components. */
  public static List<Finding> checkComponent(Path dir, Path file) {
    TruthBuilder builder = new TruthBuilder(BuildOptions.of(dir));
    TruthSchemas.read(builder.files, builder.findings)
        .ifPresent(schemas -> builder.read(file, schemas::checkComponent));
    return builder.findings;
  }

  /** Holds the named component's file against the schema, and its id against the name. */
  public static List<Finding> checkComponent(Path dir, String name) {
    TruthBuilder builder = new TruthBuilder(BuildOptions.of(dir));
    TruthSchemas.read(builder.files, builder.findings)
        .ifPresent(schemas -> builder.component(name, schemas));
    return builder.findings;
  }

  private Build build() {
    Optional<JsonObject> composite =
        TruthSchemas.read(files, findings)
            .flatMap(
                schemas ->
                    new NodeSearch(files, schemas, findings)
                        .find(options.node())
                        .map(node -> composite(node, schemas)));
    if (composite.isEmpty() || Finding.anyError(findings)) {
      return new Build(Optional.empty(), findings);
    }
    return new Build(composite.map(TruthDocument::of), findings);
  }

  private JsonObject composite(NodeSearch.Node node, TruthSchemas schemas) {
    Set<String> names = names(node);
    Map<String, ComponentFile> components = new LinkedHashMap<>();
    for (String name : names) {
      component(name, schemas).ifPresent(file -> components.put(name, file));
    }
    check(node, names, List.copyOf(components.values()));
    return TruthDocument.compose(
        node.definition(),
        components.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    entry -> entry.getValue().component().definition(),
                    (first, second) -> first,
                    LinkedHashMap::new)));
  }

  private void check(NodeSearch.Node node, Set<String> names, List<ComponentFile> components) {
    JsonObject definition = node.definition();
    if (!definition.getJsonObject("buses").containsKey(TruthDocument.SYSTEM_BUS)) {
      findings.add(
          Finding.warning(
              node.file(),
              "buses",
              "no bus " + TruthDocument.SYSTEM_BUS + ", without which no service can start"));
    }
    findings.addAll(HeartbeatRules.check(node.file(), definition));
    components.forEach(file -> findings.addAll(HeartbeatRules.check(file)));
    if (options.busCheck()) {
      Set<String> buses = definition.getJsonObject("buses").fieldNames();
      findings.addAll(Wiring.unknownBuses(buses, components));
    }
    findings.addAll(Dependencies.check(names, components));
    if (components.size() == names.size()) {
      // With a file missing every wire to it would hang loose, which says nothing new.
      findings.addAll(Wiring.dangling(components));
      if (options.strict()) {
        findings.addAll(Wiring.unheard(components));
      }
    }
    if (!options.allowInlineSecrets()) {
      findings.addAll(SecretRules.checkNode(node.file(), definition));
      components.forEach(file -> findings.addAll(SecretRules.check(file)));
    }
  }

  private Set<String> names(NodeSearch.Node node) {
    JsonArray declared = node.definition().getJsonArray("components");
    Set<String> names = new LinkedHashSet<>();
    for (int i = 0; i < declared.size(); i++) {
      if (!names.add(declared.getString(i))) {
        findings.add(
            Finding.error(
                node.file(),
                "components/" + i,
                "duplicate component '" + declared.getString(i) + "'"));
      }
    }
    return names;
  }

  private Optional<ComponentFile> component(String name, TruthSchemas schemas) {
    Path file = files.component(name);
    Optional<JsonObject> definition = read(file, schemas::checkComponent);
    definition
        .filter(json -> json.getValue("id") instanceof String id && !id.equals(name))
        .ifPresent(
            json ->
                findings.add(
                    Finding.error(
                        files.name(file),
                        "id",
                        "id mismatch: '" + json.getValue("id") + "' is not '" + name + "'")));
    return definition.map(json -> new ComponentFile(files.name(file), new Component(name, json)));
  }

  private Optional<JsonObject> read(Path file, Check check) {
    Optional<JsonObject> json = files.read(file, findings);
    json.ifPresent(object -> findings.addAll(check.findings(files.name(file), object)));
    return json;
  }

  private interface Check {
    List<Finding> findings(String file, JsonObject instance);
  }
}
