package io.marketswarm.ops;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.Instant;
import java.util.Optional;

/** When the code that runs was built: the date of its jar. */
final class BuildDate {
  private BuildDate() {}

  /** Absent when the code does not come from a jar. */
  static Optional<Instant> of(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source == null) {
      return Optional.empty();
    }
    try {
      Path jar = Path.of(source.getLocation().toURI());
      return Files.isRegularFile(jar)
          ? Optional.of(Files.getLastModifiedTime(jar).toInstant())
          : Optional.empty();
    } catch (URISyntaxException | IOException untold) {
      return Optional.empty();
    }
  }
}
