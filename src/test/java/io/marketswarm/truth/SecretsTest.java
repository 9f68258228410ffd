package io.marketswarm.truth;

import static io.marketswarm.truth.TruthFolder.array;
import static io.marketswarm.truth.TruthFolder.component;
import static io.marketswarm.truth.TruthFolder.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  @TempDir Path temp;

  private Path file(String text) throws IOException {
    return Files.writeString(temp.resolve("truth_secrets.json"), text);
  }

  private static TruthDocument truth() {
    JsonObject env = new JsonObject().put("INTERNAL_AUTH_SECRET", "${INTERNAL_AUTH_SECRET}");
    return TruthDocument.of(
        TruthDocument.compose(
            node("a", "b", "c"),
            Map.of(
                "a", component("a").put("env", env.copy()),
                "b", component("b").put("env", env.copy().put("APP_SESSION_SECRET", "")),
                "c", component("c"))));
  }

  @Test
  void readsScopesAndNames() throws IOException {
    Secrets secrets =
        Secrets.read(file("{\"secrets\":{\"massive\":{\"api_key\":\"hush\",\"B\":\"x\"}}}"));

    assertThat(secrets.scope("massive")).containsEntry("api_key", "hush").hasSize(2);
    assertThat(secrets.scope("other")).isEmpty();
    assertThat(secrets.names()).containsOnlyKeys("massive");
    assertThat(secrets.toString()).contains("api_key").doesNotContain("hush");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{\"secrets\": hush}",
        "{\"secrets\":{\"a\":{\"K\":hush}}}",
        "{\"secrets\":{\"a\":\"hush\"}}",
        "{\"secrets\":{\"a\":{\"K\":[\"hush\"]}}}",
        "{\"secrets\":\"hush\"}",
        "{\"secrets\":{},\"more\":\"hush\"}",
        "[\"hush\"]"
      })
  void whatIsWrongIsSaidWithoutQuotingIt(String text) throws IOException {
    Path file = file(text);

    assertThatThrownBy(() -> Secrets.read(file))
        .isInstanceOf(TruthException.class)
        .hasMessageContaining("truth_secrets.json")
        .satisfies(
            error -> {
              for (Throwable cause = error; cause != null; cause = cause.getCause()) {
                assertThat(String.valueOf(cause.getMessage())).doesNotContain("hush");
              }
            });
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> Secrets.read(temp.resolve("nope.json")))
        .hasMessageContaining("nope.json");
  }

  @Test
  void generatedSecretsReachEveryScopeThatDeclaresThem() {
    Secrets completed =
        Secrets.NONE.completed(
            truth(), Map.of("INTERNAL_AUTH_SECRET", "i", "APP_SESSION_SECRET", "s", "OTHER", "o"));

    assertThat(completed.scope("a")).containsExactly(Map.entry("INTERNAL_AUTH_SECRET", "i"));
    assertThat(completed.scope("b"))
        .containsOnly(Map.entry("INTERNAL_AUTH_SECRET", "i"), Map.entry("APP_SESSION_SECRET", "s"));
    assertThat(completed.scope("c")).isEmpty();
    assertThat(Secrets.NONE.names()).isEmpty();
  }

  @Test
  void aSharedSecretSetForOneServiceServesAllBeforeAGeneratedOne() {
    Secrets given = Secrets.of(Map.of("b", Map.of("INTERNAL_AUTH_SECRET", "mine")));

    Secrets completed = given.completed(truth(), Map.of("INTERNAL_AUTH_SECRET", "generated"));

    assertThat(completed.scope("a")).containsEntry("INTERNAL_AUTH_SECRET", "mine");
    assertThat(completed.scope("b")).containsEntry("INTERNAL_AUTH_SECRET", "mine");
  }

  @Test
  void aBlankSecretCountsAsUnset() {
    Secrets given = Secrets.of(Map.of("a", Map.of("INTERNAL_AUTH_SECRET", " ")));

    assertThat(given.completed(truth(), Map.of("INTERNAL_AUTH_SECRET", "g")).scope("a"))
        .containsEntry("INTERNAL_AUTH_SECRET", "g");
  }

  @Test
  void twoValuesOfASharedSecretAreRefused() {
    Secrets given =
        Secrets.of(
            Map.of(
                "a", Map.of("INTERNAL_AUTH_SECRET", "one"),
                "b", Map.of("INTERNAL_AUTH_SECRET", "two")));

    assertThatThrownBy(() -> given.completed(truth(), Map.of()))
        .isInstanceOf(TruthException.class)
        .hasMessageContaining("INTERNAL_AUTH_SECRET differs between a and b");
  }

  @Test
  void inlineSecretsFailTheBuildWithoutBeingQuoted() throws IOException {
    TruthFolder folder = TruthFolder.in(temp).node(node("a"));
    folder.component(
        "a",
        component("a")
            .put(
                "env",
                new JsonObject()
                    .put("API_KEY", "hush")
                    .put("WEBHOOK", "https://hush")
                    .put("SNEAKY_SECRET", "${A}hush${B}")
                    .put("MIRROR", "redis://:hush@h:1")
                    .put("FINE_TOKEN", "${FINE_TOKEN}")
                    .put("EMPTY_PASS", "")
                    .put("USE_KEYS", "true")
                    .put("OPEN_KEY", "rss:queue"))
            .put("public_env", array("OPEN_KEY"))
            .put("feed", new JsonObject().put("api_key", "hush").put("key", "rss:queue"))
            .put("secrets", new JsonObject().put("a", new JsonObject())));

    List<Finding> findings = folder.build().findings();

    assertThat(findings)
        .extracting(Finding::path)
        .containsExactlyInAnyOrder(
            "env/API_KEY",
            "env/WEBHOOK",
            "env/SNEAKY_SECRET",
            "env/MIRROR",
            "feed/api_key",
            "secrets");
    assertThat(findings).allMatch(Finding::isError).noneMatch(f -> f.line().contains("hush"));
    Build allowed = TruthBuilder.build(folder.options().withAllowInlineSecrets(true));
    assertThat(allowed.ok()).isTrue();
    assertThat(allowed.orThrow().masked().encode()).doesNotContain("hush").contains("rss:queue");
  }

  @Test
  void aPasswordInABusUrlFailsTheBuild() throws IOException {
    JsonObject node = node("a");
    node.getJsonObject("buses").getJsonObject("market-redis").put("url", "redis://:hush@h:1");
    TruthFolder folder = TruthFolder.in(temp).node(node).component("a", component("a"));

    assertThat(folder.build().findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.path()).isEqualTo("buses/market-redis/url");
              assertThat(finding.line()).doesNotContain("hush");
            });
    assertThat(TruthBuilder.build(folder.options().withAllowInlineSecrets(true)).orThrow().pretty())
        .contains("redis://h:1")
        .doesNotContain("hush");
  }

  @Test
  void overriddenBusUrlsLoseTheirLogin() {
    TruthDocument moved =
        truth().withBusUrls(Map.of("market-redis", "redis://user:p@ss:w@rd@10.0.0.1:7000/1"));

    assertThat(moved.buses().get("market-redis").url()).isEqualTo("redis://10.0.0.1:7000/1");
    assertThat(moved.encoded()).doesNotContain("ss:w");
    assertThat(truth().withBusUrls(Map.of("moon-redis", "redis://h"))).isEqualTo(truth());
  }
}
