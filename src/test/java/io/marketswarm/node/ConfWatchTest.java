package io.marketswarm.node;

import static io.marketswarm.service.ServiceSpec.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.log.Line;
import io.marketswarm.log.LogSettings;
import io.marketswarm.log.Logs;
import io.marketswarm.node.conf.NodeConfig;
import io.marketswarm.node.conf.NodeConfigReader;
import io.marketswarm.service.Catalogue;
import io.marketswarm.service.VerticleSpec;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfWatchTest extends NodeTests {
  @TempDir Path folder;

  private final List<Integer> applied = new CopyOnWriteArrayList<>();
  private final List<String> said = new CopyOnWriteArrayList<>();

  @Test
  void appliesWhatIsValidAndRefusesTheRest() throws IOException {
    Logs.start(new LogSettings(io.marketswarm.log.Level.INFO, false, false, null, ""));
    Runnable unhook = Logs.onLine((Line line) -> said.add(line.message()));
    Catalogue catalogue =
        new Catalogue(
            List.of(
                service("sse", "")
                    .port(3001, "SSE_PORT", "/health")
                    .runs(VerticleSpec.scalable("http", 1, 8, context -> null))));
    Path file = write("{}");
    NodeConfigReader reader = new NodeConfigReader(catalogue, Map.of(), Map.of());
    ConfWatch watch =
        new ConfWatch(vertx, file, reader, reader.read(Optional.of(file)), this::apply);
    watch.start();

    write("{\"services\":{\"sse\":{\"instances\":{\"http\":5}}}}");
    await("the edit", () -> applied.equals(List.of(5)));

    write("{\"services\":{\"sse\":{\"instances\":{\"http\":99}}}}");
    await("the refusal", () -> said.stream().anyMatch(s -> s.contains("runs on as before")));
    await("the reason", () -> said.stream().anyMatch(s -> s.contains("found 99")));

    write("{ broken");
    await("the place", () -> said.stream().anyMatch(s -> s.contains("line 1, column")));
    assertThat(applied).containsExactly(5);

    write("{\"services\":{\"sse\":{\"port\":4001,\"instances\":{\"http\":2}}}}");
    await("the next edit", () -> applied.equals(List.of(5, 2)));
    assertThat(said).contains("the change of addresses takes effect at the next start");
    watch.stop();
    unhook.run();
  }

  private Future<Void> apply(NodeConfig next) {
    applied.add(next.services().get("sse").instances().get("http"));
    return Future.succeededFuture();
  }

  private Path write(String text) throws IOException {
    Path fresh = Files.writeString(folder.resolve("fresh"), text);
    return Files.move(
        fresh, folder.resolve("node.json"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }
}
