package io.marketswarm;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.node.Services;
import io.marketswarm.node.conf.NodeConfig;
import io.marketswarm.node.conf.NodeConfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the README and the configuration file say is what there is. */
class ReadmeTest {
  private static final Path EXAMPLES = Path.of("src", "test", "resources", "examples");

  @ParameterizedTest
  @ValueSource(strings = {"BridgeClient.java", "bridge-client.mjs"})
  void showsTheExamplesThatAreRunAsTests(String example) throws IOException {
    assertThat(Files.readString(Path.of("README.md")))
        .contains(Files.readString(EXAMPLES.resolve(example)).strip());
  }

  @Test
  void theShippedConfigurationSpellsOutTheDefaults() {
    NodeConfigReader reader = new NodeConfigReader(Services.catalogue(), Map.of(), Map.of());
    NodeConfig shipped = reader.read(Optional.of(Path.of("conf", "marketswarm.json")));
    NodeConfig defaults = reader.read(Optional.empty());
    assertThat(shipped).usingRecursiveComparison().ignoringFields("file").isEqualTo(defaults);
  }

  @Test
  void everyPackageSaysWhatItIs() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
      files
          .filter(Files::isDirectory)
          .filter(ReadmeTest::hasClasses)
          .forEach(room -> assertThat(room.resolve("package-info.java")).exists());
    }
  }

  private static boolean hasClasses(Path room) {
    try (Stream<Path> files = Files.list(room)) {
      return files.anyMatch(f -> f.toString().endsWith(".java"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
