package io.marketswarm.gateway.site;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Files that lie together: in a folder, where they may change while they are served, or in the
 * class path, where they do not. Reading blocks.
 */
abstract class Shelf {
  private static final int MOST_KEPT = 2_000;

  /** The file as it lay there when it was read. */
  private record Kept(Object version, Asset asset) {}

  private final Map<String, Kept> kept = new ConcurrentHashMap<>();

  /** The file of this path, which has no leading slash; empty when there is none. */
  Optional<Asset> find(String path) throws IOException {
    Optional<String> type = MediaTypes.of(path);
    Optional<Object> version = type.isEmpty() ? Optional.empty() : version(path);
    if (version.isEmpty()) {
      return Optional.empty();
    }
    Kept known = kept.get(path);
    if (known != null && known.version().equals(version.get())) {
      return Optional.of(known.asset());
    }
    Optional<byte[]> content = read(path);
    if (content.isEmpty()) {
      return Optional.empty();
    }
    Asset asset = Asset.of(content.get(), type.get(), read(path + ".gz"), read(path + ".br"));
    if (kept.size() >= MOST_KEPT) {
      kept.clear();
    }
    kept.put(path, new Kept(version.get(), asset));
    return Optional.of(asset);
  }

  /** Changes when the file does; empty when there is none. */
  abstract Optional<Object> version(String path) throws IOException;

  abstract Optional<byte[]> read(String path) throws IOException;

  static Shelf folder(Path folder) {
    return new Folder(folder);
  }

  /**
   * @param prefix of the resources, with a slash at its end
   */
  static Shelf classPath(String prefix) {
    return new ClassPath(prefix);
  }

  private static final class Folder extends Shelf {
    private record Version(Object modified, long size) {}

    private final Path root;

    Folder(Path root) {
      this.root = root.toAbsolutePath().normalize();
    }

    @Override
    Optional<Object> version(String path) throws IOException {
      Path file = root.resolve(path).normalize();
      boolean inside =
          file.startsWith(root)
              && Files.isRegularFile(file)
              && file.toRealPath().startsWith(root.toRealPath());
      return inside
          ? Optional.of(new Version(Files.getLastModifiedTime(file), Files.size(file)))
          : Optional.empty();
    }

    @Override
    Optional<byte[]> read(String path) throws IOException {
      return version(path).isPresent()
          ? Optional.of(Files.readAllBytes(root.resolve(path)))
          : Optional.empty();
    }
  }

  private static final class ClassPath extends Shelf {
    private final String prefix;
    private final ClassLoader loader = Shelf.class.getClassLoader();

    ClassPath(String prefix) {
      this.prefix = prefix;
    }

    @Override
    Optional<Object> version(String path) {
      return loader.getResource(prefix + path) == null ? Optional.empty() : Optional.of(prefix);
    }

    @Override
    Optional<byte[]> read(String path) throws IOException {
      try (InputStream in = loader.getResourceAsStream(prefix + path)) {
        return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
      }
    }
  }
}
