package io.marketswarm.store.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;

/** Files and directories that only their owner may read. */
final class PrivateFiles {
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private PrivateFiles() {}

  static void createDirectories(Path directory) throws IOException {
    Files.createDirectories(directory, only("rwx------"));
  }

  /** The numeric id of a file's owner; -1 where there is none. */
  static int owner(Path file) throws IOException {
    return POSIX ? (Integer) Files.getAttribute(file, "unix:uid") : -1;
  }

  /** Replaces a file as a whole: a reader meets the old text or the new one. */
  static void write(Path file, String text) throws IOException {
    write(file, text, false);
  }

  /** The same even when the machine fails meanwhile. */
  static void writeDurably(Path file, String text) throws IOException {
    write(file, text, true);
  }

  private static void write(Path file, String text, boolean durably) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    var options = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(fresh, options, only("rw-------"))) {
      channel.write(StandardCharsets.UTF_8.encode(text));
      if (durably) {
        channel.force(true);
      }
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static FileAttribute<?>[] only(String permissions) {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
