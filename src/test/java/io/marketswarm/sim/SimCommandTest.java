package io.marketswarm.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.ext.web.client.WebClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SimCommandTest {

  /** What the command line of the product does with the command, in a process of its own. */
  static final class Main {
    private Main() {}

    public static void main(String[] args) {
      System.exit(new CommandLine(new SimCommand()).execute(args));
    }
  }

  private static int execute(StringWriter err, String... args) {
    return new CommandLine(new SimCommand()).setErr(new PrintWriter(err)).execute(args);
  }

  @Test
  void refusesWhatMakesNoSense() {
    StringWriter err = new StringWriter();
    assertThat(execute(err, "--scenario", "boom")).isEqualTo(2);
    assertThat(err.toString()).contains("not one of calm, normal");
    assertThat(execute(new StringWriter(), "--speed", "100")).isEqualTo(2);
    assertThat(execute(new StringWriter(), "--port", "x")).isEqualTo(2);
  }

  @Test
  void saysSoWhenThePortIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      StringWriter err = new StringWriter();
      assertThat(execute(err, "--port", Integer.toString(taken.getLocalPort()))).isEqualTo(1);
      assertThat(err.toString()).contains("cannot start");
    }
  }

  @Test
  void runsUntilItIsStopped() throws Exception {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "--port",
            "0",
            "--seed",
            "7",
            "--speed",
            "5",
            "--scenario",
            "volatile",
            "--date",
            "2026-01-27");
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    Vertx vertx = Vertx.vertx();
    try (BufferedReader out = process.inputReader()) {
      String line = out.readLine();
      assertThat(line)
          .contains("REST http://127.0.0.1:", "WebSocket ws://", "/sim/state", "key sim");
      String url = line.replaceFirst(".*REST (\\S+).*", "$1");
      var state =
          Wait.get(WebClient.create(vertx).getAbs(url + "/sim/state").send()).bodyAsJsonObject();
      assertThat(state.getLong("seed")).isEqualTo(7);
      assertThat(state.getString("scenario")).isEqualTo("volatile");
      assertThat(state.getJsonObject("clock").getDouble("speed")).isEqualTo(5);
      process.destroy();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as("128 + SIGTERM").isEqualTo(143);
    } finally {
      process.destroyForcibly();
      Wait.get(vertx.close());
    }
  }
}
