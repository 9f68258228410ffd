package io.marketswarm.node;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program, as an operator starts, edits, kills and stops it. */
@DisabledOnOs(OS.WINDOWS)
class ProductIT {
  @TempDir Path folder;
  private PackagedNode product;

  @BeforeEach
  void prepare() {
    product = new PackagedNode(folder);
  }

  @AfterEach
  void stop() throws Exception {
    product.close();
  }

  @Test
  void runsHealthyScalesLiveAndStopsInTime() throws Exception {
    Path conf = product.writeConf(2);
    Process node = product.run(conf);
    product.awaitHealthy(node);
    PackagedNode.await("the summary", () -> product.output(node).contains("Ctrl+C"));
    assertThat(product.output(node)).contains("MarketSwarm", "is up", "sse", "data");
    assertThat(product.output(node)).doesNotContain("Exception", " at io.marketswarm");
    assertThat(product.afterStart(node)).doesNotContain("has been blocked");
    assertThat(permissions(folder.resolve("data/stores.json"))).isEqualTo("rw-------");
    assertThat(permissions(folder.resolve("data/secrets.json"))).isEqualTo("rw-------");
    assertNoSecretIn(product.output(node));

    assertThat(product.instances("journal")).isEqualTo(2);
    AtomicBoolean hammering = new AtomicBoolean(true);
    AtomicInteger answered = new AtomicInteger();
    List<String> failures = java.util.Collections.synchronizedList(new ArrayList<>());
    Thread hammer = new Thread(() -> hammer(hammering, answered, failures));
    hammer.start();
    PackagedNode.await("requests", () -> answered.get() > 50);
    product.writeConf(4);
    PackagedNode.await("4 instances", () -> product.instances("journal") == 4);
    Files.writeString(conf, Files.readString(conf).replace("\"http\" : 4", "\"http\" : \"many\""));
    PackagedNode.await("the refusal", () -> product.output(node).contains("found \"many\""));
    assertThat(product.output(node))
        .contains("services.journal.instances.http", "runs on as before");
    assertThat(product.instances("journal")).isEqualTo(4);
    product.writeConf(1);
    PackagedNode.await("1 instance", () -> product.instances("journal") == 1);
    int sofar = answered.get();
    PackagedNode.await("more requests", () -> answered.get() > sofar + 50);
    hammering.set(false);
    hammer.join();
    assertThat(failures).isEmpty();

    node.destroy();
    assertThat(node.waitFor(10, SECONDS)).isTrue();
    assertThat(node.exitValue()).isZero();
    PackagedNode.await("its last words", () -> product.output(node).contains("stopped ("));
  }

  @Test
  void aKilledNodeStartsAgainWithItsData() throws Exception {
    Path conf = product.writeConf(1);
    Process node = product.run(conf);
    product.awaitHealthy(node);
    product.post("/api/services/mesh/stop");
    node.destroyForcibly().waitFor();

    Process again = product.run(conf);
    PackagedNode.await("the node is up again", () -> product.output(again).contains(" is up ("));
    assertThat(product.output(again)).contains("stopped by an operator and left so: mesh");
    assertThat(product.state("mesh")).isEqualTo("stopped");
    assertThat(product.state("journal")).isEqualTo("running");

    again.destroy(); // before it has taken up what has one owner, if we are quick
    assertThat(again.waitFor(10, SECONDS)).isTrue();
    assertThat(again.exitValue()).isZero();
    PackagedNode.await("its last words", () -> product.output(again).contains("stopped ("));
    assertThat(product.output(again)).doesNotContain("Exception", " at io.marketswarm");
  }

  @Test
  void runsOnWithoutAStoreAndStopsAtOnceOnTheSecondSignal() throws Exception {
    Process node = product.run(product.writeConf(1));
    product.awaitHealthy(node);
    long market = storePid("market-redis");
    signal(market, "STOP");
    PackagedNode.await(
        "what needs the market bus to be degraded",
        () -> product.state("massive").equals("degraded"));
    assertThat(product.state("mesh")).isEqualTo("running");
    assertThat(product.output(node))
        .contains("market-redis (127.0.0.1:")
        .contains("is down, trying again");
    signal(market, "CONT");
    PackagedNode.await("recovery", () -> product.state("massive").equals("running"));

    ProcessHandle.of(market).orElseThrow().destroyForcibly();
    PackagedNode.await("a new market bus", () -> storePid("market-redis") != market);
    PackagedNode.await("recovery once more", () -> product.state("massive").equals("running"));

    long system = storePid("system-redis");
    List<Long> stores =
        java.util.stream.Stream.of(
                "system-redis", "market-redis", "intel-redis", "echo-redis", "database")
            .map(this::storePid)
            .toList();
    signal(system, "STOP");
    node.destroy();
    PackagedNode.await(
        "the first signal to be heard", () -> product.output(node).contains("stopping"));
    node.destroy();
    assertThat(node.waitFor(5, SECONDS)).isTrue();
    assertThat(node.exitValue()).isEqualTo(130);
    signal(system, "CONT"); // it was told to end with the node, and can only do so awake
    PackagedNode.await(
        "the stores to end with their node", () -> stores.stream().noneMatch(ProductIT::alive));
  }

  private long storePid(String store) {
    try {
      return new JsonObject(Files.readString(folder.resolve("data/run/" + store + ".json")))
          .getLong("pid");
    } catch (IOException | DecodeException between) {
      return -1;
    }
  }

  private static boolean alive(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  private static void signal(long pid, String signal) throws Exception {
    new ProcessBuilder("kill", "-" + signal, String.valueOf(pid)).start().waitFor();
  }

  @Test
  void saysInOneLineWhatIsInTheWay() throws Exception {
    Path conf = product.writeConf(1);
    try (ServerSocket taken = new ServerSocket()) {
      taken.bind(new java.net.InetSocketAddress("127.0.0.1", product.port("journal")));
      Process node = product.run(conf);
      assertThat(node.waitFor(120, SECONDS)).isTrue();
      assertThat(node.exitValue()).as(product.output(node)).isEqualTo(4);
      assertThat(product.output(node))
          .contains("port " + product.port("journal") + " on 127.0.0.1 is in use")
          .contains(String.valueOf(ProcessHandle.current().pid()))
          .doesNotContain("at io.marketswarm");
      assertThat(folder.resolve("data/stores.json")).doesNotExist();
    }
    Process broken = product.run(conf, "--set", "log.format=yaml", "--set", "services.sse.port=x");
    assertThat(broken.waitFor(120, SECONDS)).isTrue();
    assertThat(broken.exitValue()).isEqualTo(3);
    assertThat(product.output(broken)).contains("log.format").contains("services.sse.port");
    String secrets = Files.writeString(folder.resolve("secrets.json"), "{}").toString();
    Process unread = product.run(product.writeConf(1), "--set", "truth.secrets=" + secrets);
    assertThat(unread.waitFor(120, SECONDS)).isTrue();
    assertThat(unread.exitValue()).isEqualTo(4);
    assertThat(product.output(unread))
        .contains(secrets + ": 'secrets' is not an object")
        .doesNotContain("at io.marketswarm");

    Process unknown = product.run(conf, "--services", "nope");
    assertThat(unknown.waitFor(120, SECONDS)).isTrue();
    assertThat(unknown.exitValue()).isEqualTo(2);
  }

  @Test
  void startsFromAnArchiveOfItsClasses() throws Exception {
    Path archive = folder.resolve("classes.jsa");
    Process made = product.program(List.of(), "archive", "--to", archive.toString());
    assertThat(made.waitFor(PackagedNode.PATIENCE.toSeconds(), SECONDS)).isTrue();
    assertThat(made.exitValue()).as(product.output(made)).isZero();
    assertThat(product.output(made)).contains("-XX:SharedArchiveFile=" + archive);

    Process used =
        product.program(
            List.of("-Xshare:on", "-XX:SharedArchiveFile=" + archive, "-Xlog:class+load"),
            "version");
    assertThat(used.waitFor()).as(product.output(used)).isZero();
    assertThat(product.output(used).lines())
        .anyMatch(
            line ->
                line.contains(" io.marketswarm.Marketswarm ")
                    && line.contains("shared objects file (top)"));
  }

  @Test
  void twoNodesDoNotShareADataDirectory() throws Exception {
    Process node = product.run(product.writeConf(1));
    product.awaitHealthy(node);
    product.choosePortsAgain();
    Process second = product.run(product.writeConf(1));
    assertThat(second.waitFor(120, SECONDS)).isTrue();
    assertThat(second.exitValue()).isEqualTo(4);
    assertThat(product.output(second)).contains(folder.resolve("data").toString());
    assertThat(node.isAlive()).isTrue();
  }

  private void hammer(AtomicBoolean on, AtomicInteger answered, List<String> failures) {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    while (on.get()) {
      try {
        int status = PackagedNode.get(client, product.port("journal"), "/health").statusCode();
        if (status != 200) {
          failures.add("status " + status);
        }
        answered.incrementAndGet();
      } catch (IOException | InterruptedException dropped) {
        failures.add(dropped.toString());
      }
    }
  }

  private void assertNoSecretIn(String text) throws IOException {
    JsonObject secrets = new JsonObject(Files.readString(folder.resolve("data/secrets.json")));
    secrets.forEach(secret -> assertThat(text).doesNotContain(secret.getValue().toString()));
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
