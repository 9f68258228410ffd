package io.marketswarm.truth;

import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The two schemas of a Truth folder: what a node and what a component may look like. */
final class TruthSchemas {
  private static final JsonSchemaOptions OPTIONS =
      new JsonSchemaOptions()
          .setBaseUri("truth://schema/")
          .setDraft(Draft.DRAFT202012)
          .setOutputFormat(OutputFormat.Basic);

  private final Rules node;
  private final Rules component;

  private TruthSchemas(Rules node, Rules component) {
    this.node = node;
    this.component = component;
  }

  /** Reads both schemas below {@code dir}; empty, with the reasons, when either is unusable. */
  static Optional<TruthSchemas> read(TruthFiles files, List<Finding> findings) {
    Optional<Rules> node = rules(files, files.schema("node"), findings);
    Optional<Rules> component = rules(files, files.schema("component"), findings);
    if (node.isEmpty() || component.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new TruthSchemas(node.get(), component.get()));
  }

  List<Finding> checkNode(String file, JsonObject instance) {
    return node.check(file, instance);
  }

  List<Finding> checkComponent(String file, JsonObject instance) {
    return component.check(file, instance);
  }

  private static Optional<Rules> rules(TruthFiles files, Path file, List<Finding> findings) {
    return files
        .read(file, findings)
        .flatMap(
            schema -> {
              try {
                return Optional.of(Rules.of(schema));
              } catch (RuntimeException unusable) {
                findings.add(
                    Finding.error(
                        files.name(file), "", "not a usable schema: " + unusable.getMessage()));
                return Optional.empty();
              }
            });
  }

  /** The validator marks the schema it is given, so the plain text of it is kept beside. */
  private record Rules(JsonObject schema, Validator validator) {

    static Rules of(JsonObject schema) {
      Validator validator = Validator.create(JsonSchema.of(schema.copy()), OPTIONS);
      validator.validate(new JsonObject());
      return new Rules(schema, validator);
    }

    List<Finding> check(String file, JsonObject instance) {
      OutputUnit output = validator.validate(instance);
      if (Boolean.TRUE.equals(output.getValid())) {
        return List.of();
      }
      return new SchemaErrors(schema, instance).findings(file, output);
    }
  }
}
