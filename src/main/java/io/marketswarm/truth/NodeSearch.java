package io.marketswarm.truth;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the one node definition among the files of a Truth folder. */
final class NodeSearch {
  private final TruthFiles files;
  private final TruthSchemas schemas;
  private final List<Finding> findings;

  NodeSearch(TruthFiles files, TruthSchemas schemas, List<Finding> findings) {
    this.files = files;
    this.schemas = schemas;
    this.findings = findings;
  }

  /** A valid node definition and the file it came from. */
  record Node(String file, JsonObject definition) {}

  /** The named node, else the only valid one in the folder. */
  Optional<Node> find(Optional<Path> named) {
    return named.isPresent() ? valid(named.get(), findings, findings) : search();
  }

  private Optional<Node> search() {
    List<Finding> broken = new ArrayList<>();
    List<Finding> invalid = new ArrayList<>();
    List<Node> candidates =
        files.nodeFiles().stream().flatMap(file -> valid(file, broken, invalid).stream()).toList();
    if (candidates.size() == 1) {
      broken.forEach(fault -> findings.add(forgiven(fault)));
      return Optional.of(candidates.get(0));
    }
    if (candidates.isEmpty()) {
      complain("no node definition: no file of the folder is a valid one");
      findings.addAll(broken);
      findings.addAll(invalid);
    } else {
      complain(
          "multiple node definitions: "
              + candidates.stream().map(Node::file).collect(Collectors.joining(", ")));
    }
    return Optional.empty();
  }

  private void complain(String message) {
    findings.add(Finding.error(files.name(files.dir()), "", message));
  }

  private static Finding forgiven(Finding fault) {
    return Finding.warning(fault.file(), fault.path(), fault.message());
  }

  private Optional<Node> valid(Path file, List<Finding> broken, List<Finding> invalid) {
    Optional<JsonObject> definition = files.read(file, broken);
    List<Finding> faults =
        definition.map(json -> schemas.checkNode(files.name(file), json)).orElse(List.of());
    invalid.addAll(faults);
    return definition
        .filter(json -> faults.isEmpty())
        .map(json -> new Node(files.name(file), json));
  }
}
