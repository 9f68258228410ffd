package io.marketswarm.store.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The directory of everything that survives a restart; open in one JVM at a time. */
final class DataDirectory implements AutoCloseable {
  /** Raised when an older program could no longer read what is written. */
  static final int LAYOUT = 1;

  private static final String VERSION = "VERSION";

  /**
   * A file lock belongs to the JVM and is lost when any channel on the file is closed in it, so a
   * second opening in this JVM must be noticed before the file is touched.
   */
  private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

  /** Where the lock is: beyond the holder's pid, which others must be able to read. */
  private static final long LOCK_AT = Long.MAX_VALUE - 1;

  private final Path root;
  private final FileChannel lock;

  private DataDirectory(Path root, FileChannel lock) {
    this.root = root;
    this.lock = lock;
  }

  static DataDirectory open(Path path) {
    Path root = create(path);
    if (!OPEN.add(root)) {
      throw inUse(root, String.valueOf(ProcessHandle.current().pid()));
    }
    FileChannel lock = null;
    try {
      checkLayout(root);
      lock = lock(root);
      if (!Files.exists(root.resolve(VERSION))) {
        PrivateFiles.writeDurably(root.resolve(VERSION), LAYOUT + "\n");
      }
      for (String folder : new String[] {"logs", "run"}) {
        PrivateFiles.createDirectories(root.resolve(folder));
      }
      return new DataDirectory(root, lock);
    } catch (IOException e) {
      release(root, lock);
      throw new StoreException(
          "cannot use the data directory " + root + ": " + Failures.reason(e), e);
    } catch (StoreException e) {
      release(root, lock);
      throw e;
    }
  }

  Path root() {
    return root;
  }

  /** Where a store keeps its data. */
  Path home(String store) {
    return root.resolve(store);
  }

  Path log(String store) {
    return root.resolve("logs").resolve(store + ".log");
  }

  /** Where the running processes are written down. */
  Path states() {
    return root.resolve("run");
  }

  Path state(String store) {
    return states().resolve(store + ".json");
  }

  @Override
  public void close() {
    release(root, lock);
  }

  private static Path create(Path path) {
    try {
      if (!Files.isDirectory(path)) {
        PrivateFiles.createDirectories(path);
      }
      return path.toRealPath();
    } catch (IOException e) {
      throw new StoreException(
          "cannot create the data directory " + path + ": " + Failures.reason(e), e);
    }
  }

  private static void checkLayout(Path root) throws IOException {
    Path file = root.resolve(VERSION);
    if (!Files.exists(file)) {
      return;
    }
    String text = Files.readString(file).strip();
    int found;
    try {
      found = Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new StoreException(file + " should hold a number but holds \"" + text + "\"", e);
    }
    if (found > LAYOUT) {
      throw new StoreException(
          "the data directory "
              + root
              + " was written by a newer program (layout "
              + found
              + ", this one knows "
              + LAYOUT
              + "): update the program or choose another data directory");
    }
  }

  private static FileChannel lock(Path root) throws IOException {
    Path file = root.resolve("lock");
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock(LOCK_AT, 1, false) == null) {
        throw inUse(root, Files.readString(file).strip());
      }
      String pid = ProcessHandle.current().pid() + "\n";
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
      return channel;
    } catch (IOException | StoreException e) {
      channel.close();
      throw e;
    }
  }

  private static StoreException inUse(Path root, String pid) {
    return new StoreException(
        "the data directory "
            + root
            + " is in use by another node"
            + (pid.isEmpty() ? "" : " (pid " + pid + ")")
            + ": stop it or choose another data directory");
  }

  private static void release(Path root, FileChannel lock) {
    try {
      if (lock != null) {
        lock.close();
      }
    } catch (IOException e) {
      throw new StoreException("cannot unlock " + root + ": " + Failures.reason(e), e);
    } finally {
      OPEN.remove(root);
    }
  }
}
