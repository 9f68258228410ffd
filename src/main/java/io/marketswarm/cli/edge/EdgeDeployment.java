package io.marketswarm.cli.edge;

import io.marketswarm.cli.edge.Nginx.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/** Puts a configuration in place, and back again when nginx does not accept it. */
public final class EdgeDeployment {
  private final Nginx nginx;
  private final Path folder;
  private final Consumer<String> steps;

  /**
   * @param folder of nginx, with its main configuration
   * @param steps hears of each step that was made
   */
  public EdgeDeployment(Nginx nginx, Path folder, Consumer<String> steps) {
    this.nginx = nginx;
    this.folder = folder;
    this.steps = steps;
  }

  /** Whether nginx runs on these files now; if not, everything is as it was. */
  public boolean deploy(Map<String, String> files) throws IOException {
    FilesInPlace placed = FilesInPlace.put(folder, files, steps);
    boolean accepted = false;
    try {
      accepted = isContent("tested", nginx.test()) && isContent("reloaded", nginx.reload());
    } finally {
      settle(placed, accepted);
    }
    return accepted;
  }

  private boolean isContent(String step, Answer answer) {
    if (answer.content()) {
      steps.accept("%-10s nginx accepts it".formatted(step));
    } else {
      steps.accept("%-10s nginx refuses it:".formatted("not " + step));
      answer.said().lines().forEach(line -> steps.accept("  " + line));
    }
    return answer.content();
  }

  private void settle(FilesInPlace placed, boolean accepted) throws IOException {
    if (accepted) {
      placed.keep();
    } else if (!placed.isEmpty()) {
      placed.putBack();
      steps.accept("put back   the configuration is as it was before");
    }
  }
}
