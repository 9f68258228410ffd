package io.marketswarm.node.conf;

import static io.marketswarm.service.ServiceSpec.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.marketswarm.log.Level;
import io.marketswarm.node.conf.NodeConfig.Stores;
import io.marketswarm.service.Catalogue;
import io.marketswarm.service.VerticleSpec;
import io.marketswarm.store.BusName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeConfigReaderTest {
  private static final Catalogue CATALOGUE =
      new Catalogue(
          List.of(
              service("sse", "")
                  .port(3001, "SSE_PORT", "/api/health")
                  .runs(VerticleSpec.scalable("http", 2, 16, context -> null)),
              service("journal", "").port(3002, "JOURNAL_PORT", "/health").runs()));

  @TempDir Path folder;

  private NodeConfig read(String text) {
    return read(text, Map.of(), Map.of());
  }

  private NodeConfig read(String text, Map<String, String> options, Map<String, String> env) {
    try {
      Path file = Files.writeString(folder.resolve("node.json"), text);
      return new NodeConfigReader(CATALOGUE, options, env).read(Optional.of(file));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<String> problems(String text) {
    return problems(text, Map.of(), Map.of());
  }

  private List<String> problems(String text, Map<String, String> options, Map<String, String> env) {
    ConfException refused =
        catchThrowableOfType(ConfException.class, () -> read(text, options, env));
    assertThat(refused).as("refusal of " + text).isNotNull();
    return refused.problems().stream()
        .map(p -> p.toString().replace(folder.resolve("node.json").toString(), "FILE"))
        .toList();
  }

  @Test
  void hasDefaultsForEverything() {
    NodeConfig config = new NodeConfigReader(CATALOGUE, Map.of(), Map.of()).read(Optional.empty());
    assertThat(config.env()).isEqualTo(NodeConfig.Env.DEV);
    assertThat(config.services().get("sse").port()).isEqualTo(3001);
    assertThat(config.services().get("sse").bind()).isEqualTo("127.0.0.1");
    assertThat(config.services().get("sse").instances()).containsEntry("http", 2);
    assertThat(config.stores().buses().get(BusName.SYSTEM)).isInstanceOf(Stores.Embedded.class);
    assertThat(config.cluster().enabled()).isFalse();
    assertThat(config.log().level()).isEqualTo(Level.INFO);
  }

  @Test
  void welcomesCommentsAndTrailingCommas() {
    NodeConfig config =
        read(
            """
            {
              // two more
              "services": { "sse": { "instances": { "http": 4 /* loops */ }, }, },
            }
            """);
    assertThat(config.services().get("sse").instances()).containsEntry("http", 4);
  }

  @Test
  void optionsBeatEnvironmentBeatsFile() {
    String text = "{\"services\":{\"sse\":{\"port\":4001}}}";
    assertThat(read(text).services().get("sse").port()).isEqualTo(4001);
    Map<String, String> env = Map.of("SSE_PORT", "4002");
    assertThat(read(text, Map.of(), env).services().get("sse").port()).isEqualTo(4002);
    Map<String, String> options = Map.of("services.sse.port", "4003");
    assertThat(read(text, options, env).services().get("sse").port()).isEqualTo(4003);
  }

  @Test
  void everySettingHasAnEnvironmentVariable() {
    NodeConfig config =
        read(
            "{}",
            Map.of(),
            Map.of(
                "MARKETSWARM_CLUSTER_ENABLED", "true",
                "MARKETSWARM_CLUSTER_MEMBERS", "a:5701, b:5702",
                "MARKET_REDIS_URL", "redis://:pw@10.0.0.1:6380"));
    assertThat(config.cluster().enabled()).isTrue();
    assertThat(config.cluster().members()).containsExactly("a:5701", "b:5702");
    assertThat(config.stores().buses().get(BusName.MARKET))
        .isEqualTo(new Stores.Url("redis://:pw@10.0.0.1:6380"));
    assertThat(config.toString()).doesNotContain(":pw@");
  }

  @Test
  void reportsEveryMistakeAtOnceWithItsPlace() {
    assertThat(
            problems(
                """
                {"node":{"env":"live"},"services":{"sse":{"port":99999,"instances":{"http":"two"}}},
                 "cluster":{"enabled":"yes"},"stores":{"market":"http://x"},"log":{"to":["syslog"]}}
                """))
        .containsExactlyInAnyOrder(
            "FILE: node.env: found \"live\", allowed: one of dev, production",
            "FILE: services.sse.port: found 99999, allowed: a whole number from 0 to 65535",
            "FILE: services.sse.instances.http: found \"two\","
                + " allowed: a whole number from 0 to 16",
            "FILE: cluster.enabled: found \"yes\", allowed: true or false",
            "FILE: stores.market: is not a usable address, allowed: embedded,"
                + " embedded:<port> or a URL starting redis:// or rediss://",
            "FILE: log.to: found \"syslog\", allowed: stdout, files");
  }

  @Test
  void namesTheOverrideThatIsWrong() {
    assertThat(problems("{}", Map.of("services.sse.port", "x"), Map.of("LOG_LEVEL", "LOUD")))
        .containsExactlyInAnyOrder(
            "--set: services.sse.port: found \"x\", allowed: a whole number from 0 to 65535",
            "environment variable LOG_LEVEL: log.level: found \"LOUD\","
                + " allowed: one of error, warn, info, ok, debug");
  }

  @Test
  void suggestsWhatAnUnknownSettingMayHaveMeant() {
    assertThat(problems("{\"servces\":{},\"cluster\":{\"enabeld\":true}}"))
        .contains("FILE: cluster.enabeld: there is no such setting; did you mean cluster.enabled?")
        .anyMatch(p -> p.startsWith("FILE: servces: there is no such setting"));
    assertThat(problems("{}", Map.of("log.levl", "INFO"), Map.of()))
        .containsExactly("--set: log.levl: there is no such setting; did you mean log.level?");
  }

  @Test
  void refusesTwoServicesOnOnePort() {
    assertThat(problems("{\"services\":{\"sse\":{\"port\":3002}}}"))
        .containsExactly(
            "FILE: services.journal.port: found 3002, which sse has too; allowed: a free port");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":1,,}|FILE: line 1, column 8",
        "{\"a\":|FILE: line 1, column",
        "[1]|FILE: must be a JSON object",
        "{\"log\":{},\"log\":{}}|FILE: line 1, column",
        "''|FILE: ",
      })
  void saysWhereTheJsonIsBroken(String text, String expected) {
    assertThat(problems(text)).singleElement().asString().startsWith(expected);
  }

  @Test
  void saysWhenThereIsNoFile() {
    ConfException refused =
        catchThrowableOfType(
            ConfException.class,
            () ->
                new NodeConfigReader(CATALOGUE, Map.of(), Map.of())
                    .read(Optional.of(Path.of("nowhere.json"))));
    assertThat(refused.problems())
        .containsExactly(new Problem("nowhere.json", "", "there is no such file"));
  }

  @Test
  void refusesHalfACertificate() throws IOException {
    Path pem = Files.createFile(folder.resolve("cert.pem"));
    assertThat(problems("{\"tls\":{\"certificate\":\"" + pem + "\",\"key\":\"none.pem\"}}"))
        .containsExactly("FILE: tls.key: found \"none.pem\", allowed: a readable PEM file");
    assertThat(problems("{\"tls\":{\"certificate\":\"" + pem + "\"}}"))
        .containsExactly(
            "FILE: tls: found only one of certificate and key, allowed: both or neither");
  }
}
