package io.marketswarm.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnpackerTest {
  private static final Engine REDIS = Engine.redis(Platform.current());
  private static final Engine MARIADB = Engine.mariaDb(Platform.current());

  @TempDir Path engines;
  private final Queue<String> lines = new ConcurrentLinkedQueue<>();

  @Test
  void unpacksWhatRunsAndNoMore() throws Exception {
    Path home = new Unpacker(engines, lines::add).unpack(MARIADB);
    assertThat(lines).first().isEqualTo("unpacking " + MARIADB.label());
    assertThat(lines).last().isEqualTo("unpacking " + MARIADB.label() + ": 100 %");
    Path server = home.resolve(MARIADB.executable());
    try (JarFile jar = new JarFile(MARIADB.jar().toFile())) {
      String packed = MARIADB.files().get(MARIADB.executable());
      assertThat(Files.size(server)).isLessThan(jar.getEntry(packed).getSize() / 5);
    }
    Process version = new ProcessBuilder(server.toString(), "--version").start();
    assertThat(new String(version.getInputStream().readAllBytes())).contains("MariaDB");
    assertThat(version.waitFor()).isZero();
    assertThat(home.resolve("share")).isDirectoryNotContaining("glob:**/german");
  }

  @Test
  void unpacksOnce() {
    Unpacker unpacker = new Unpacker(engines, lines::add);
    Path home = unpacker.unpack(REDIS);
    lines.clear();
    assertThat(unpacker.unpack(REDIS)).isEqualTo(home);
    assertThat(lines).isEmpty();
  }

  @Test
  void repairsAFolderThatWasLeftHalfDone() throws Exception {
    Unpacker unpacker = new Unpacker(engines, lines::add);
    Path server = unpacker.unpack(REDIS).resolve(REDIS.executable());
    byte[] whole = Files.readAllBytes(server);
    Files.write(server, new byte[100]);
    Path abandoned = engines.resolve(REDIS.folder() + ".unpacking-1");
    Files.createDirectories(abandoned.resolve("bin"));

    assertThat(unpacker.unpack(REDIS).resolve(REDIS.executable())).hasBinaryContent(whole);
    assertThat(abandoned).doesNotExist();

    Files.delete(engines.resolve(REDIS.folder()).resolve("files"));
    assertThat(unpacker.unpack(REDIS).resolve(REDIS.executable())).hasBinaryContent(whole);
  }

  @Test
  void twoJvmsMayUnpackAtOnce() throws Exception {
    List<Jvm> both =
        List.of(Jvm.run(UnpackMain.class, engines), Jvm.run(UnpackMain.class, engines));
    for (Jvm jvm : both) {
      assertThat(jvm.line()).isEqualTo(engines.resolve(MARIADB.folder()).toString());
      assertThat(jvm.process().waitFor()).isZero();
    }
    assertThat(engines)
        .isDirectoryContaining("glob:**/lock")
        .isDirectoryNotContaining("glob:**/*.unpacking-*");
  }

  @Test
  void saysWhyItCannotUnpack() throws Exception {
    Path file = Files.createFile(engines.resolve("file"));
    assertThatThrownBy(() -> new Unpacker(file, lines::add).unpack(REDIS))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("cannot unpack " + REDIS.label() + " into ")
        .hasMessageEndingWith(file + " is a file, not a directory");
  }

  /** Unpacks MariaDB and tells where. */
  static final class UnpackMain {
    private UnpackMain() {}

    public static void main(String[] arguments) {
      Path engines = Path.of(arguments[0]);
      System.out.println(
          new Unpacker(engines, Progress.SILENT).unpack(Engine.mariaDb(Platform.current())));
    }
  }
}
