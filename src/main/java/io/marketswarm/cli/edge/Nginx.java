package io.marketswarm.cli.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The program nginx of this machine, with the folder its configuration lies in. */
public final class Nginx {
  private static final long PATIENCE_SECONDS = 30;

  /** Where distributions put it; not on everybody's path. */
  private static final String USUAL_PLACE = "/usr/sbin";

  private final Path program;
  private final Path folder;

  /** What the program said, and whether it was content. */
  public record Answer(boolean content, String said) {}

  public Nginx(Path program, Path folder) {
    this.program = program;
    this.folder = folder;
  }

  /** The program, where this machine has one. */
  public static Optional<Path> find(String searchPath) {
    return Stream.concat(Stream.of(searchPath.split(":")), Stream.of(USUAL_PLACE))
        .filter(place -> !place.isBlank())
        .map(place -> Path.of(place, "nginx"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Reads the configuration as it would on start. */
  public Answer test() throws IOException {
    return run("-t");
  }

  /** Has the running server take the configuration; open connections stay. */
  public Answer reload() throws IOException {
    return run("-s", "reload");
  }

  private Answer run(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(program.toString(), "-c"));
    command.add(folder.resolve("nginx.conf").toString());
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile("nginx", ".out");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      return answer(process, output);
    } finally {
      Files.delete(output);
    }
  }

  private Answer answer(Process process, Path output) throws IOException {
    try {
      boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      String said = new String(Files.readAllBytes(output), UTF_8).strip();
      return ended
          ? new Answer(process.exitValue() == 0, said)
          : new Answer(false, program + " did not answer within " + PATIENCE_SECONDS + " s");
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + program + " was running", stop);
    } finally {
      process.destroy();
    }
  }
}
