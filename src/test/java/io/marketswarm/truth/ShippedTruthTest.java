package io.marketswarm.truth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The Truth folder that ships with the product. */
class ShippedTruthTest {
  private static final List<String> STANDARD =
      List.of(
          "rss_agg",
          "content_anal",
          "vigil",
          "massive",
          "vexy_ai",
          "journal",
          "copilot",
          "sse",
          "mesh",
          "healer",
          "vexy_proxy",
          "vexy_hydrator");

  private final Build build =
      TruthBuilder.build(BuildOptions.of(TruthFolder.SHIPPED).withStrict(true));

  @Test
  void buildsWithoutAnyFindingEvenWhenStrict() {
    assertThat(build.findings()).isEmpty();
    assertThat(build.orThrow().components()).isEqualTo(STANDARD);
    assertThat(build.orThrow().isProduction()).isFalse();
  }

  @Test
  void everyComponentFileIsValidTheTemplateIncluded() throws IOException {
    try (Stream<Path> files = Files.list(TruthFolder.SHIPPED.resolve("components"))) {
      List<String> names =
          files.map(file -> file.getFileName().toString().replace(".json", "")).sorted().toList();
      assertThat(names).contains("template").containsAll(STANDARD).hasSize(STANDARD.size() + 1);
      assertThat(names)
          .allSatisfy(
              name -> assertThat(TruthBuilder.checkComponent(TruthFolder.SHIPPED, name)).isEmpty());
    }
  }

  @Test
  void theTemplateBuildsOnceANodeListsIt() throws IOException {
    Path node = Files.createTempFile("node", ".json");
    try {
      Files.writeString(node, TruthFolder.node("template").encode());
      Build withTemplate =
          TruthBuilder.build(BuildOptions.of(TruthFolder.SHIPPED).withNode(node).withStrict(true));
      assertThat(withTemplate.findings()).isEmpty();
      assertThat(withTemplate.ok()).isTrue();
    } finally {
      Files.delete(node);
    }
  }

  @Test
  void heartbeatsPortsAndDependenciesAreTheStandardOnes() {
    TruthDocument truth = build.orThrow();
    Map<String, List<Integer>> beats =
        Map.ofEntries(
            Map.entry("massive", List.of(5, 15)),
            Map.entry("rss_agg", List.of(5, 15)),
            Map.entry("content_anal", List.of(15, 45)),
            Map.entry("vigil", List.of(5, 15)),
            Map.entry("copilot", List.of(5, 15)),
            Map.entry("vexy_ai", List.of(15, 45)),
            Map.entry("vexy_proxy", List.of(10, 30)),
            Map.entry("vexy_hydrator", List.of(10, 30)),
            Map.entry("journal", List.of(5, 15)),
            Map.entry("sse", List.of(5, 15)),
            Map.entry("mesh", List.of(5, 15)),
            Map.entry("healer", List.of(10, 30)));
    beats.forEach(
        (id, beat) ->
            assertThat(truth.heartbeat(id))
                .as(id)
                .contains(new Heartbeat(beat.get(0), beat.get(1))));
    assertThat(dependencies(truth, "sse"))
        .containsExactlyInAnyOrder("massive", "rss_agg", "vexy_ai", "copilot");
    assertThat(dependencies(truth, "vexy_ai"))
        .containsExactlyInAnyOrder("rss_agg", "massive", "vigil");
    assertThat(env(truth, "sse")).containsEntry("SSE_PORT", "3001");
    assertThat(env(truth, "journal")).containsEntry("JOURNAL_PORT", "3002");
    assertThat(env(truth, "vexy_ai")).containsEntry("VEXY_HTTP_PORT", "3005");
    assertThat(env(truth, "vexy_proxy")).containsEntry("VEXY_PROXY_PORT", "3006");
    assertThat(env(truth, "vexy_hydrator")).containsEntry("HYDRATOR_PORT", "3007");
    assertThat(env(truth, "copilot")).containsEntry("COPILOT_PORT", "8095");
  }

  @Test
  void startOrderPutsEveryServiceAfterWhatItNeeds() {
    TruthDocument truth = build.orThrow();
    List<String> order = truth.startOrder();

    assertThat(order).containsExactlyInAnyOrderElementsOf(STANDARD);
    for (String id : STANDARD) {
      assertThat(order.subList(0, order.indexOf(id))).as(id).containsAll(dependencies(truth, id));
    }
    assertThat(order).startsWith("rss_agg", "content_anal", "massive", "vigil");
  }

  @Test
  void everyComponentHasAHeartbeatChannelThatTheHealerHears() {
    TruthDocument truth = build.orThrow();
    Set<String> heard =
        truth.component("healer").orElseThrow().subscribes().stream()
            .map(AccessPoint::key)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(heard)
        .containsExactlyInAnyOrderElementsOf(
            STANDARD.stream().map(id -> id + ":heartbeat").toList());
    for (String id : STANDARD) {
      assertThat(truth.component(id).orElseThrow().publishes())
          .contains(new AccessPoint("system-redis", id + ":heartbeat", false));
    }
  }

  @Test
  void variablesOfTheSameNameHaveTheSameDefaultEverywhere() {
    TruthDocument truth = build.orThrow();
    for (String id : STANDARD) {
      for (String other : STANDARD) {
        env(truth, id)
            .forEach(
                (name, value) ->
                    assertThat(env(truth, other).getOrDefault(name, value))
                        .as("%s of %s and %s", name, id, other)
                        .isEqualTo(value));
      }
    }
  }

  @Test
  void everyServiceResolvesWithoutWarningOnceTheSharedSecretsAreKnown() {
    TruthDocument truth = build.orThrow();
    Secrets secrets =
        Secrets.NONE.completed(
            truth,
            Map.of("INTERNAL_AUTH_SECRET", "i".repeat(32), "APP_SESSION_SECRET", "a".repeat(32)));

    for (String id : STANDARD) {
      ResolvedConfig config =
          ResolvedConfig.of(truth, id, ConfigSources.of(Map.of()).withSecrets(secrets.scope(id)));
      assertThat(config.warnings()).as(id).isEmpty();
      assertThat(config.env().all().values()).noneMatch(EnvTemplate::isTemplate);
    }
    assertThat(secrets.names().keySet())
        .containsExactlyInAnyOrder(
            "massive", "vexy_ai", "journal", "copilot", "sse", "vexy_proxy", "vexy_hydrator");
  }

  @Test
  void declaredOutputsCoverTheRealChannels() {
    TruthDocument truth = build.orThrow();
    ResolvedConfig massive = ResolvedConfig.of(truth, "massive", ConfigSources.of(Map.of()));

    assertThat(massive.publishes("market-redis", "massive:heatmap:diff:I:SPX")).isTrue();
    assertThat(massive.publishes("market-redis", "massive:spot")).isTrue();
    assertThat(massive.publishes("intel-redis", "massive:spot")).isFalse();
    assertThat(massive.publishes("market-redis", "vigil:events")).isFalse();
    assertThat(massive.retention().maxLength("massive:ws:strike:stream:I:SPX", 1))
        .isEqualTo(15_000);
    assertThat(truth.retention().maxLength("log:errors:stream", 1)).isEqualTo(10_000);
    assertThat(massive.retention().maxLength("log:errors:stream", 1)).isEqualTo(10_000);
  }

  private static List<String> dependencies(TruthDocument truth, String id) {
    return truth.component(id).orElseThrow().dependencies();
  }

  private static Map<String, String> env(TruthDocument truth, String id) {
    return truth.component(id).orElseThrow().env();
  }
}
