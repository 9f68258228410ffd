package io.marketswarm.bus.bridge;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The examples that integrators are given, run as they are given. */
class ExamplesTest {
  private static final int LONGEST_RUN_SECONDS = 30;
  private static final int FIRST_NODE_WITH_WEBSOCKET = 20;
  private static final int FIRST_NODE_WITH_WEBSOCKET_BY_DEFAULT = 22;

  private RunningBridge bridge;

  @BeforeEach
  void start() throws Exception {
    bridge = new RunningBridge();
  }

  @AfterEach
  void stop() {
    bridge.close();
  }

  @Test
  void theJavaExampleHearsItself() throws Exception {
    List<String> lines =
        run(
            "Hello",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            example("BridgeClient.java"),
            "127.0.0.1",
            String.valueOf(bridge.tcpPort()));
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).startsWith("{\"type\":\"auth\",\"ok\":true,\"exp\":");
    assertThat(lines.get(1))
        .isEqualTo("{\"type\":\"registered\",\"address\":\"integrator.hello\"}");
    assertThat(lines.get(2)).contains("\"body\":\"Hello from Java\"");
  }

  @Test
  void theJavaScriptExampleHearsItself() throws Exception {
    int version = nodeVersion();
    assumeThat(version)
        .as("Node with WebSocket is installed")
        .isGreaterThanOrEqualTo(FIRST_NODE_WITH_WEBSOCKET);
    List<String> command = new ArrayList<>(List.of("node"));
    if (version < FIRST_NODE_WITH_WEBSOCKET_BY_DEFAULT) {
      command.add("--experimental-websocket");
    }
    command.add(example("bridge-client.mjs"));
    command.add("ws://127.0.0.1:" + bridge.httpPort());
    List<String> lines = run("Hello", command.toArray(String[]::new));
    assertThat(lines)
        .containsExactly(
            "registered integrator.hello undefined",
            "rec integrator.hello { text: 'Hello from JavaScript' }");
  }

  /** Runs a program until it says a word, and ends it. */
  private static List<String> run(String lastWord, String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("BRIDGE_TOKEN", RunningBridge.token());
    builder.environment().put("NODE_NO_WARNINGS", "1");
    Process process = builder.redirectErrorStream(true).start();
    CompletableFuture.delayedExecutor(LONGEST_RUN_SECONDS, SECONDS).execute(process::destroy);
    List<String> lines = new ArrayList<>();
    try (BufferedReader out = process.inputReader()) {
      String line = out.readLine();
      while (line != null) {
        lines.add(line);
        line = line.contains(lastWord) ? null : out.readLine();
      }
    } finally {
      process.destroy();
      assertThat(process.waitFor(10, SECONDS)).isTrue();
    }
    return lines;
  }

  private static int nodeVersion() throws InterruptedException {
    try {
      Process node = new ProcessBuilder("node", "--version").start();
      try (BufferedReader out = node.inputReader()) {
        return Integer.parseInt(out.readLine().substring(1).split("\\.")[0]);
      } finally {
        node.waitFor();
      }
    } catch (IOException absent) {
      return 0;
    }
  }

  private static String example(String name) throws Exception {
    return Path.of(ExamplesTest.class.getResource("/examples/" + name).toURI()).toString();
  }
}
