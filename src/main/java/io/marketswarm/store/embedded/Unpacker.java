package io.marketswarm.store.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Unpacks engines, each once, into a folder that several data directories and JVMs may share. A
 * folder is built under another name and renamed when complete; its list of files is the proof.
 */
final class Unpacker {
  private static final String LIST = "files";
  private static final String BUILDING = ".unpacking-";
  private static final String BROKEN = ".broken-";
  private static final int BUFFER = 1 << 20;
  private static final int HEAD = 1 << 16;

  /** What is smaller is there before anybody could wonder. */
  private static final long WORTH_TELLING = 16L << 20;

  private static final int TOLD_PERCENT = 20;

  /** A file lock belongs to the whole JVM, so the threads of this one queue here. */
  private static final Object THIS_JVM = new Object();

  private final Path engines;
  private final Progress progress;

  Unpacker(Path engines, Progress progress) {
    this.engines = engines;
    this.progress = progress;
  }

  /** The folder with the engine's files, complete. */
  Path unpack(Engine engine) {
    Path home = engines.resolve(engine.folder());
    try {
      if (complete(home)) {
        return home;
      }
      Files.createDirectories(engines);
      synchronized (THIS_JVM) {
        try (FileChannel channel =
                FileChannel.open(
                    engines.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            var lock = channel.lock()) {
          if (lock.isValid() && !complete(home)) {
            build(engine, home);
          }
        }
      }
      return home;
    } catch (IOException e) {
      throw new StoreException(
          "cannot unpack " + engine.label() + " into " + home + ": " + Failures.reason(e), e);
    }
  }

  private void build(Engine engine, Path home) throws IOException {
    sweep(engine.folder());
    Path building = engines.resolve(engine.folder() + BUILDING + ProcessHandle.current().pid());
    List<String> list = new ArrayList<>();
    try (JarFile jar = new JarFile(engine.jar().toFile())) {
      progress.say("unpacking " + engine.label());
      for (var file : engine.files().entrySet()) {
        Path target = building.resolve(file.getKey());
        Files.createDirectories(target.getParent());
        boolean executable = file.getKey().equals(engine.executable());
        try (InputStream in = jar.getInputStream(jar.getJarEntry(file.getValue()));
            OutputStream out = Files.newOutputStream(target)) {
          if (executable) {
            copyLoadable(in, out, jar.getJarEntry(file.getValue()).getSize(), engine.label());
          } else {
            in.transferTo(out);
          }
        }
        if (executable && !target.toFile().setExecutable(true)) {
          throw new IOException("cannot make " + target + " executable");
        }
        list.add(Files.size(target) + " " + file.getKey());
      }
    }
    Files.write(building.resolve(LIST), list);
    if (Files.exists(home)) {
      Path broken = engines.resolve(engine.folder() + BROKEN + System.nanoTime());
      Files.move(home, broken, StandardCopyOption.ATOMIC_MOVE);
      Trees.delete(broken);
    }
    Files.move(building, home, StandardCopyOption.ATOMIC_MOVE);
  }

  private void copyLoadable(InputStream in, OutputStream out, long packed, String label)
      throws IOException {
    byte[] head = in.readNBytes(HEAD);
    OptionalLong loadable = LoadableElf.size(head);
    long size = Math.min(loadable.orElse(packed), packed);
    if (size < packed) {
      LoadableElf.forgetSections(head);
    }
    out.write(head, 0, (int) Math.min(head.length, size));
    long done = head.length;
    int announced = 0;
    byte[] buffer = new byte[BUFFER];
    while (done < size) {
      int read = in.read(buffer, 0, (int) Math.min(buffer.length, size - done));
      if (read < 0) {
        throw new IOException("the packed server ends after " + done + " of " + size + " bytes");
      }
      out.write(buffer, 0, read);
      done += read;
      int percent = (int) (done * 100 / size);
      if (size > WORTH_TELLING && percent / TOLD_PERCENT > announced / TOLD_PERCENT) {
        announced = percent;
        progress.say("unpacking " + label + ": " + percent + " %");
      }
    }
  }

  /** Whether every listed file is there with its size. */
  private static boolean complete(Path home) throws IOException {
    Path list = home.resolve(LIST);
    if (!Files.isRegularFile(list)) {
      return false;
    }
    List<String> lines = Files.readAllLines(list);
    for (String line : lines) {
      int space = line.indexOf(' ');
      Path file = home.resolve(line.substring(space + 1));
      if (space < 1
          || !Files.isRegularFile(file)
          || Files.size(file) != Long.parseLong(line.substring(0, space))) {
        return false;
      }
    }
    return !lines.isEmpty();
  }

  /** Removes what an interrupted unpacking left; nobody else is at it, as the lock is held. */
  private void sweep(String folder) throws IOException {
    try (Stream<Path> left = Files.list(engines)) {
      for (Path path : left.toList()) {
        String name = path.getFileName().toString();
        if (name.startsWith(folder + BUILDING) || name.startsWith(folder + BROKEN)) {
          Trees.delete(path);
        }
      }
    }
  }
}
