package io.marketswarm.store.embedded;

import java.util.Locale;
import java.util.Optional;

/**
 * The operating system and processor, and which packed servers run on them.
 *
 * @param os as the JVM names it, for example {@code Linux}
 * @param arch as the JVM names it, for example {@code aarch64}
 */
record Platform(String os, String arch) {

  static Platform current() {
    return new Platform(System.getProperty("os.name"), System.getProperty("os.arch"));
  }

  /** The end of the name of the packed Redis server, for example {@code linux-amd64}. */
  Optional<String> redis() {
    return switch (family() + "-" + processor()) {
      case "linux-amd64", "linux-arm64", "linux-386", "darwin-amd64", "darwin-arm64" ->
          Optional.of(family() + "-" + processor());
      case "windows-amd64" -> Optional.of("windows-amd64.exe");
      default -> Optional.empty();
    };
  }

  /** The folder of the packed MariaDB server, for example {@code linux}. */
  Optional<String> mariaDb() {
    return switch (family() + "-" + processor()) {
      case "linux-amd64" -> Optional.of("linux");
      case "darwin-arm64" -> Optional.of("osx");
      case "windows-amd64" -> Optional.of("winx64");
      default -> Optional.empty();
    };
  }

  boolean isLinux() {
    return family().equals("linux");
  }

  boolean isWindows() {
    return family().equals("windows");
  }

  private String family() {
    String name = os.toLowerCase(Locale.ROOT);
    if (name.startsWith("windows")) {
      return "windows";
    }
    return name.startsWith("mac") ? "darwin" : name;
  }

  private String processor() {
    return switch (arch) {
      case "amd64", "x86_64" -> "amd64";
      case "aarch64", "arm64" -> "arm64";
      case "x86", "i386", "i686" -> "386";
      default -> arch;
    };
  }

  @Override
  public String toString() {
    return os.toLowerCase(Locale.ROOT) + " " + arch;
  }
}
