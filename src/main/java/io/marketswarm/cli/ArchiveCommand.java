package io.marketswarm.cli;

import io.marketswarm.node.Rehearsal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "archive",
    description = {
      "Keeps the classes of a start in a file, so that later starts need not read and check them.",
      "Runs a node of its own for a moment, on ports and stores of its own. The file holds for this"
          + " program and this Java: make it again after an update of either."
    })
final class ArchiveCommand implements Callable<Integer> {
  private static final double MEBIBYTE = 1 << 20;

  @Mixin private Help help;
  @Spec private CommandSpec spec;

  @Option(
      names = "--to",
      paramLabel = "FILE",
      description = "The file (default: marketswarm.jsa beside the program).")
  private Path file;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path program = Rehearsal.program();
    if (program == null) {
      spec.commandLine().getErr().println("only the packaged program can be archived: mvn package");
      return ExitCodes.FAILED;
    }
    Path target = file == null ? program.resolveSibling("marketswarm.jsa") : file;
    long begin = System.nanoTime();
    Rehearsal.of(program, target.toAbsolutePath(), this::tell);
    tell(
        "%s, %.0f MB, made in %.0f s; use it with -XX:SharedArchiveFile=%s"
            .formatted(
                target, Files.size(target) / MEBIBYTE, (System.nanoTime() - begin) / 1e9, target));
    return ExitCodes.OK;
  }

  private void tell(String line) {
    spec.commandLine().getOut().println(line);
    spec.commandLine().getOut().flush();
  }
}
