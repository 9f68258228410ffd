package io.marketswarm.truth;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What to build from, and how strictly.
 *
 * @param dir the folder with the node definition, {@code components/} and {@code schema/}
 * @param node the node definition to take; when absent the only one in {@code dir}
 * @param busCheck whether every bus that is used must be declared by the node
 * @param strict whether to warn of what is published for nobody
 * @param allowInlineSecrets whether secrets may stand in component files; for development only
 */
public record BuildOptions(
    Path dir, Optional<Path> node, boolean busCheck, boolean strict, boolean allowInlineSecrets) {

  /** Every check on, the node found by itself. */
  public static BuildOptions of(Path dir) {
    return new BuildOptions(dir, Optional.empty(), true, false, false);
  }

  public BuildOptions withNode(Path file) {
    return new BuildOptions(dir, Optional.of(file), busCheck, strict, allowInlineSecrets);
  }

  public BuildOptions withBusCheck(boolean check) {
    return new BuildOptions(dir, node, check, strict, allowInlineSecrets);
  }

  public BuildOptions withStrict(boolean warn) {
    return new BuildOptions(dir, node, busCheck, warn, allowInlineSecrets);
  }

  public BuildOptions withAllowInlineSecrets(boolean allow) {
    return new BuildOptions(dir, node, busCheck, strict, allow);
  }
}
