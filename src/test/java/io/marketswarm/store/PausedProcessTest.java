package io.marketswarm.store;

import static io.marketswarm.store.Eventually.get;
import static io.marketswarm.store.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.store.embedded.TestStores;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An owner in a process of its own, stopped by a signal in the midst of its writes. */
class PausedProcessTest {
  private static final Duration TTL = Duration.ofMillis(600);

  @TempDir Path directory;
  private final String name = "test-" + UUID.randomUUID();
  private final Vertx vertx = Vertx.vertx();
  private Process process;

  @Test
  void anOwnerThatWasStoppedWritesNothingAfterItsSuccessor() throws IOException {
    String url = TestStores.shared().url(BusName.SYSTEM);
    RedisBus bus = RedisBus.open(vertx, BusName.SYSTEM, url);
    try {
      process = start(url);
      until("the process owns and writes", () -> bus.up() && written(bus).size() > 5);
      signal("STOP");
      Contender successor = new Contender();
      Lease lease = new Leases(vertx, bus, "successor", TTL).contend(name, successor);
      until("the successor owns", () -> lease.fence().isPresent());
      Fence fence = lease.fence().orElseThrow();
      get(bus.fenced(fence, List.of(append("successor"))));
      signal("CONT");
      until("the process knows", () -> said().contains("lost"));
      get(bus.fenced(fence, List.of(append("successor"))));
      get(lease.release());
      until("the process owns again", () -> said().lastIndexOf("acquired") > 0);
      until("it writes again", () -> !last(written(bus)).equals("successor"));

      List<String> written = written(bus);
      int from = written.indexOf("successor");
      int to = written.lastIndexOf("successor");
      assertThat(written.subList(from, to + 1)).containsOnly("successor");
      assertThat(Long.parseLong(last(written))).isGreaterThan(fence.token());
      assertThat(fence.token()).isGreaterThan(Long.parseLong(written.get(from - 1)));
    } finally {
      if (process != null) {
        process.destroyForcibly();
      }
      get(vertx.close());
    }
  }

  private Process start(String url) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-cp",
            System.getProperty("java.class.path"),
            OwnerProcess.class.getName(),
            url,
            name,
            "" + TTL.toMillis())
        .redirectOutput(directory.resolve("said").toFile())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private String said() {
    try {
      return Files.readString(directory.resolve("said"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void signal(String signal) throws IOException {
    Process kill = new ProcessBuilder("kill", "-" + signal, "" + process.pid()).start();
    assertThat(kill.onExit().join().exitValue()).isZero();
  }

  private Request append(String who) {
    return Request.cmd(Command.RPUSH).arg(name + ":log").arg(who);
  }

  private List<String> written(RedisBus bus) {
    Request all = Request.cmd(Command.LRANGE).arg(name + ":log").arg(0).arg(-1);
    List<String> written = new ArrayList<>();
    for (Response each : get(bus.send(all))) {
      written.add(each.toString());
    }
    return written;
  }

  private static String last(List<String> list) {
    return list.get(list.size() - 1);
  }

  private static final class Contender implements Lease.Listener {
    @Override
    public void acquired(Fence fence) {}

    @Override
    public void lost(String reason) {}
  }
}
