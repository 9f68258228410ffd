package io.marketswarm;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.cli.edge.EdgeTemplate;
import io.marketswarm.node.Services;
import io.marketswarm.node.conf.NodeConfig;
import io.marketswarm.node.conf.NodeConfigReader;
import io.marketswarm.store.BusName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The containers fit each other and the product, and hold no secret. */
class ComposeTest {
  private static final Pattern SECRET_NAME = Pattern.compile("(?i).*(pass|token|secret|key).*");
  private static final Pattern EXPORTED = Pattern.compile("export (\\w+)=\"?([^\"\\n]*)");
  private static final List<String> STORES =
      List.of("main-redis", "market-redis", "intel-redis", "echo-redis", "mysql");

  private static Map<String, Object> compose;
  private static Map<String, Object> services;

  @BeforeAll
  static void read() throws IOException {
    compose = new Yaml().load(Files.readString(Path.of("compose.yaml")));
    services = map(compose, "services");
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Map<String, Object> parent, String name) {
    return (Map<String, Object>) parent.getOrDefault(name, Map.of());
  }

  private static Stream<String> texts(Map<String, Object> parent, String name) {
    return ((Collection<?>) parent.getOrDefault(name, List.of())).stream().map(String::valueOf);
  }

  @Test
  void runsTheEdgeTheNodeAndItsStores() {
    assertThat(services.keySet()).contains("nginx", "node").containsAll(STORES).hasSize(7);
    assertThat(map(map(services, "node"), "depends_on").keySet())
        .containsExactlyInAnyOrderElementsOf(STORES);
  }

  @Test
  void startsAgainWhateverFailsAndLooksAfterIt() throws IOException {
    for (String name : services.keySet()) {
      Map<String, Object> service = map(services, name);
      assertThat(service.get("restart")).as(name).isEqualTo("unless-stopped");
      if (!name.equals("node")) {
        assertThat(map(service, "healthcheck"))
            .as(name)
            .containsEntry("interval", "10s")
            .containsEntry("timeout", "3s")
            .containsEntry("retries", 5)
            .containsEntry("start_period", "30s")
            .containsKey("test");
      }
    }
    assertThat(Files.readString(Path.of("Dockerfile")))
        .contains("HEALTHCHECK --interval=10s --timeout=3s --retries=5 --start-period=30s")
        .contains("USER marketswarm", "ENV LOG_TO=stdout");
  }

  @Test
  void showsNothingButTheEdgeBeyondThisMachine() {
    for (String name : services.keySet()) {
      if (!name.equals("nginx")) {
        assertThat(texts(map(services, name), "ports"))
            .as(name)
            .isNotEmpty()
            .allMatch(port -> port.startsWith("127.0.0.1:"));
      }
    }
    assertThat(STORES.stream().map(name -> map(services, name)).flatMap(s -> texts(s, "ports")))
        .containsExactly(
            "127.0.0.1:6379:6379",
            "127.0.0.1:6380:6379",
            "127.0.0.1:6381:6379",
            "127.0.0.1:6382:6379",
            "127.0.0.1:3306:3306");
  }

  @Test
  void holdsNoSecret() throws IOException {
    for (String name : services.keySet()) {
      map(map(services, name), "environment")
          .forEach(
              (variable, value) -> {
                if (SECRET_NAME.matcher(variable).matches()) {
                  assertThat(value).as(variable).asString().startsWith("/run/secrets/");
                }
              });
      assertThat(texts(map(services, name), "secrets"))
          .as(name)
          .allMatch(map(compose, "secrets")::containsKey);
    }
    for (String secret : map(compose, "secrets").keySet()) {
      assertThat(map(map(compose, "secrets"), secret).get("file"))
          .asString()
          .startsWith("./secrets/");
    }
    assertThat(Files.readAllLines(Path.of(".gitignore"))).contains("/secrets/");
    assertThat(Files.readAllLines(Path.of(".dockerignore"))).startsWith("*").doesNotContain("!.");
  }

  @Test
  void fillsInTheEdgeCompletely() throws IOException {
    Map<String, Object> nginx = map(services, "nginx");
    Map<String, String> values = new HashMap<>();
    map(nginx, "environment").forEach((name, value) -> values.put(name, String.valueOf(value)));
    values.put("SERVER_NAMES", "app.example.com");
    EdgeTemplate template = EdgeTemplate.in(Path.of("nginx"));
    assertThat(values.keySet()).isEqualTo(new TreeSet<>(template.names()));
    for (String file : template.fill(values).keySet()) {
      if (!file.equals(EdgeTemplate.SITE)) {
        assertThat(texts(nginx, "volumes"))
            .contains("./nginx/" + file + ":/etc/nginx/" + file + ":ro");
      }
    }
    assertThat(map(map(services, "node"), "environment").get("TRUSTED_PROXIES"))
        .asString()
        .endsWith("," + map(map(nginx, "networks"), "default").get("ipv4_address"));
  }

  /** What conf/container-entry sets is what the configuration of the node reads. */
  @Test
  void givesTheNodeItsStores() throws IOException {
    Map<String, String> environment = new HashMap<>();
    EXPORTED
        .matcher(Files.readString(Path.of("conf", "container-entry")))
        .results()
        .filter(found -> found.group(2).contains("://"))
        .forEach(
            found -> environment.put(found.group(1), found.group(2).replaceAll("\\$.*@", "pw@")));
    NodeConfig node =
        new NodeConfigReader(Services.catalogue(), Map.of(), environment)
            .read(Optional.of(Path.of("conf", "container.json")));
    assertThat(node.env()).isEqualTo(NodeConfig.Env.PRODUCTION);
    for (BusName bus : BusName.values()) {
      assertThat(node.stores().buses().get(bus))
          .isInstanceOfSatisfying(
              NodeConfig.Stores.Url.class,
              url ->
                  assertThat(STORES).anyMatch(store -> url.url().contains("@" + store + ":6379")));
    }
    assertThat(node.stores().database()).isInstanceOf(NodeConfig.Stores.Url.class);
    assertThat(node.services().get("sse").bind()).isEqualTo("0.0.0.0");
    assertThat(node.services().get("journal").bind()).isEqualTo("127.0.0.1");
    assertThat(node.log().files()).isFalse();
  }
}
