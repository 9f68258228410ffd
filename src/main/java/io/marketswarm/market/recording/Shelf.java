package io.marketswarm.market.recording;

import io.marketswarm.market.MassiveSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where sessions are kept: by the UTC time of their start, found by their chain files. All methods
 * touch the disk, so they are not for an event loop.
 */
final class Shelf {
  private static final String PLAIN = ".jsonl";
  private static final String COMPRESSED = ".jsonl.gz";
  private static final Pattern CHAIN_FILE =
      Pattern.compile("chain_(\\d{8}_\\d{6})\\.jsonl(\\.gz)?");
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss").withZone(ZoneOffset.UTC);

  private final Map<Part, Path> folders = new EnumMap<>(Part.class);
  private final boolean compress;

  Shelf(Path spot, Path chain, Path socket, boolean compress) {
    folders.put(Part.SPOT, spot);
    folders.put(Part.CHAIN, chain);
    folders.put(Part.SOCKET, socket);
    this.compress = compress;
  }

  /**
   * The shelf of the settings.
   *
   * @param data the node's data directory, for which {@code data} stands in relative paths
   */
  static Shelf of(MassiveSettings.Recording settings, Path data) {
    return new Shelf(
        folder(settings.spotFolder(), data),
        folder(settings.chainFolder(), data),
        folder(settings.socketFolder(), data),
        settings.compress());
  }

  private static Path folder(String text, Path data) {
    Path path = Path.of(text);
    Path inData = path.startsWith("data") ? Path.of("data").relativize(path) : path;
    return path.isAbsolute() ? path : data.resolve(inData);
  }

  /** What a session that begins at a moment is called. */
  static String name(long millis) {
    return NAME.format(Instant.ofEpochMilli(millis));
  }

  boolean compresses() {
    return compress;
  }

  /** All sessions, the newest first. */
  List<String> sessions() throws IOException {
    Path folder = folders.get(Part.CHAIN);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> CHAIN_FILE.matcher(file.getFileName().toString()))
          .filter(Matcher::matches)
          .map(name -> name.group(1))
          .distinct()
          .sorted(Comparator.reverseOrder())
          .toList();
    }
  }

  /** A file of a session, if there is one. */
  Optional<Path> file(Part part, String session) {
    return Stream.of(COMPRESSED, PLAIN)
        .map(suffix -> path(part, session, suffix))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /** What was noted about a session when it ended, if it did. */
  Optional<String> note(String session) throws IOException {
    Path note = notePath(session);
    return Files.isRegularFile(note) ? Optional.of(Files.readString(note)) : Optional.empty();
  }

  void note(String session, String text) throws IOException {
    Files.writeString(notePath(session), text);
  }

  private Path notePath(String session) {
    return folders.get(Part.CHAIN).resolve("session_" + session + ".json");
  }

  /** Whether there is anything of that name. */
  boolean holds(String session) {
    return Stream.of(Part.values()).anyMatch(part -> file(part, session).isPresent());
  }

  /** A file for a session that begins, in a folder that exists. */
  Path create(Part part, String session) throws IOException {
    Files.createDirectories(folders.get(part));
    return Files.createFile(path(part, session, compress ? COMPRESSED : PLAIN));
  }

  private Path path(Part part, String session, String suffix) {
    return folders.get(part).resolve(part.prefix() + "_" + session + suffix);
  }

  /** Removes all but the newest sessions. */
  void keep(int newest) throws IOException {
    for (String session : sessions().stream().skip(newest).toList()) {
      Files.deleteIfExists(notePath(session));
      for (Part part : Part.values()) {
        Optional<Path> file = file(part, session);
        if (file.isPresent()) {
          Files.delete(file.get());
        }
      }
    }
  }
}
