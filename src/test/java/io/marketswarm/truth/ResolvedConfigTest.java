package io.marketswarm.truth;

import static io.marketswarm.truth.TruthFolder.array;
import static io.marketswarm.truth.TruthFolder.component;
import static io.marketswarm.truth.TruthFolder.node;
import static io.marketswarm.truth.TruthFolder.point;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResolvedConfigTest {

  private static TruthDocument truth(JsonObject component) {
    return TruthDocument.of(
        TruthDocument.compose(node("a"), Map.of(component.getString("id"), component)));
  }

  private static JsonObject withEnv(Object... pairs) {
    JsonObject env = new JsonObject();
    for (int i = 0; i < pairs.length; i += 2) {
      env.put((String) pairs[i], pairs[i + 1]);
    }
    return component("a").put("env", env);
  }

  private static ResolvedConfig resolve(JsonObject component, Map<String, String> environment) {
    return ResolvedConfig.of(truth(component), "a", ConfigSources.of(environment));
  }

  @Test
  void theEnvironmentWinsUnlessItIsAnUnresolvedTemplate() {
    ResolvedConfig config =
        resolve(
            withEnv("A", "1", "B", "2", "C", "${C}"), Map.of("A", "9", "B", "${B}", "D", "stray"));

    assertThat(config.env().all()).containsExactly(Map.entry("A", "9"), Map.entry("B", "2"));
    assertThat(config.warnings()).singleElement().asString().startsWith("C is left out");
    assertThat(config.json().containsKey("C")).isFalse();
    assertThat(config.json().containsKey("D")).isFalse();
  }

  @Test
  void anOverrideOfTheOperatorWinsOverAll() {
    ConfigSources sources =
        ConfigSources.of(Map.of("A", "env"))
            .withSecrets(Map.of("A", "secret"))
            .withOverrides(Map.of("A", "override", "UNDECLARED", "x"));

    ResolvedConfig config = ResolvedConfig.of(truth(withEnv("A", "default")), "a", sources);

    assertThat(config.env().all()).containsExactly(Map.entry("A", "override"));
  }

  @Test
  void aSecretFillsTheVariableOfItsNameInThreeSpellings() {
    JsonObject component =
        new JsonObject(
            component("massive")
                .put(
                    "env",
                    new JsonObject()
                        .put("MASSIVE_API_KEY", "")
                        .put("OPENAI_API_KEY", "${OPENAI_API_KEY}")
                        .put("XAI_API_KEY", ""))
                .encode());
    ConfigSources sources =
        ConfigSources.of(Map.of())
            .withSecrets(
                Map.of("api_key", "short", "openai_api_key", "lower", "XAI_API_KEY", "exact"));

    ResolvedConfig config =
        ResolvedConfig.of(
            TruthDocument.of(TruthDocument.compose(node("massive"), Map.of("massive", component))),
            "massive",
            sources);

    assertThat(config.env().all())
        .containsEntry("MASSIVE_API_KEY", "short")
        .containsEntry("OPENAI_API_KEY", "lower")
        .containsEntry("XAI_API_KEY", "exact");
  }

  @Test
  void templatesAreResolvedFromTheEnvironmentThenTheSecretsAlsoInsideText() {
    ConfigSources sources =
        ConfigSources.of(Map.of("HOST", "h")).withSecrets(Map.of("HOST", "no", "PASS", "p$1"));

    ResolvedConfig config =
        ResolvedConfig.of(
            truth(
                withEnv(
                    "URL", "db://${PASS}@${HOST}/x", "GONE", "a${NOWHERE}b", "ODD", "${not ours}")),
            "a",
            sources);

    assertThat(config.env().all()).containsExactly(Map.entry("URL", "db://p$1@h/x"));
    assertThat(config.warnings()).hasSize(2);
  }

  @Test
  void aTemplateBehindATemplateIsNotPassedOn() {
    ResolvedConfig config = resolve(withEnv("C", "${D}"), Map.of("D", "${E}"));

    assertThat(config.env().all()).isEmpty();
    assertThat(config.warnings()).hasSize(1);
  }

  @Test
  void defaultsOfAnyScalarTypeBecomeText() {
    assertThat(resolve(withEnv("N", 5, "F", 2.5, "B", true, "S", "s"), Map.of()).env().all())
        .containsExactly(
            Map.entry("N", "5"),
            Map.entry("F", "2.5"),
            Map.entry("B", "true"),
            Map.entry("S", "s"));
  }

  @Test
  void theObjectHasTheFixedKeysTheVariablesAndTheBlocks() {
    JsonObject component = withEnv("A", "1").put("workflow", new JsonObject().put("x", 1));
    component.put("capabilities", array("chat")).put("_remark", "not for the service");
    component.getJsonObject("access_points").put("publish_to", array(point("market-redis", "k")));

    JsonObject json = resolve(component, Map.of()).json();

    assertThat(json.fieldNames())
        .containsExactly(
            "service_name",
            "meta",
            "inputs",
            "outputs",
            "heartbeat",
            "models",
            "buses",
            "shared_resources",
            "A",
            "workflow",
            "capabilities");
    assertThat(json.getString("service_name")).isEqualTo("a");
    assertThat(json.getJsonArray("outputs").getJsonObject(0)).isEqualTo(point("market-redis", "k"));
    assertThat(json.getJsonObject("heartbeat")).isEmpty();
    assertThat(json.getJsonObject("shared_resources")).isEmpty();
    assertThat(json.getJsonObject("workflow").getInteger("x")).isEqualTo(1);
  }

  @Test
  void theEnvironmentSaysWhereBusesReallyAre() {
    ResolvedConfig config =
        resolve(
            component("a"),
            Map.of("MARKET_REDIS_URL", "redis://:pw@far:1", "SYSTEM_REDIS_URL", "${NOT_SET}"));

    assertThat(config.busUrl("market-redis")).isEqualTo("redis://:pw@far:1");
    assertThat(config.busUrl("system-redis")).isEqualTo("redis://127.0.0.1:6379");
    assertThat(config.masked().encode()).doesNotContain("pw").contains("redis://far:1");
    assertThatThrownBy(() -> config.busUrl("moon-redis")).hasMessageContaining("moon-redis");
  }

  @Test
  void secretLikeVariablesAreMaskedWhereverTheConfigIsShown() {
    ResolvedConfig config =
        resolve(
            withEnv("MY_TOKEN", "", "DATABASE_URL", "", "PLAIN", "shown"),
            Map.of("MY_TOKEN", "hush1", "DATABASE_URL", "mysql://u:hush2@h/x"));

    assertThat(config.toString()).contains("shown").contains("********").doesNotContain("hush");
    assertThat(config.env().toString()).doesNotContain("hush");
    assertThat(config.json().getString("MY_TOKEN")).isEqualTo("hush1");
  }

  @Test
  void theHeartbeatIsTheComponentsThenTheNodesThenTheDefault() {
    JsonObject composite =
        TruthDocument.compose(
            node("a", "b", "c")
                .put(
                    "heartbeats",
                    new JsonObject()
                        .put("a", beat(1, 3))
                        .put("b", beat(2, 6))
                        .put("default", beat(3, 9))),
            Map.of(
                "a", component("a").put("heartbeat", beat(7, 21)),
                "b", component("b"),
                "c", component("c")));
    TruthDocument truth = TruthDocument.of(composite);

    assertThat(truth.heartbeat("a")).contains(new Heartbeat(7, 21));
    assertThat(truth.heartbeat("b")).contains(new Heartbeat(2, 6));
    assertThat(truth.heartbeat("c")).contains(new Heartbeat(3, 9));
    assertThat(ResolvedConfig.of(truth, "c", ConfigSources.of(Map.of())).heartbeat().ttl())
        .isEqualTo(Duration.ofSeconds(9));
  }

  private static JsonObject beat(int interval, int ttl) {
    return new JsonObject().put("interval_sec", interval).put("ttl_sec", ttl);
  }

  @Test
  void aServiceWithoutHeartbeatCannotBeat() {
    assertThatThrownBy(() -> resolve(component("a"), Map.of()).heartbeat())
        .isInstanceOf(TruthException.class)
        .hasMessageContaining("component a has no heartbeat block");
  }

  @Test
  void aHeartbeatSetByHandThatCannotBeIsRefused() {
    JsonObject dying = component("a").put("heartbeat", beat(5, 5));
    JsonObject half = component("a").put("heartbeat", new JsonObject().put("interval_sec", "5"));

    assertThatThrownBy(() -> resolve(dying, Map.of()))
        .isInstanceOf(TruthException.class)
        .hasMessage("a: heartbeat every 5 s with a life of 5 s");
    assertThatThrownBy(() -> resolve(half, Map.of()))
        .isInstanceOf(TruthException.class)
        .hasMessageContaining("lacks");
  }

  @Test
  void aNodeMayBeToldElsewhereWhatItIsFor() {
    TruthDocument truth = truth(component("a")).withNode("n1", "production");

    assertThat(truth.nodeName()).contains("n1");
    assertThat(truth.isProduction()).isTrue();
    assertThat(truth(component("a")).isProduction()).isFalse();
  }

  @Test
  void anUnknownComponentAndAMissingSystemBusStopTheStart() {
    assertThatThrownBy(
            () -> ResolvedConfig.of(truth(component("a")), "ghost", ConfigSources.of(Map.of())))
        .isInstanceOf(TruthException.class)
        .hasMessageContaining("no component ghost");
    JsonObject node = node("a");
    node.getJsonObject("buses").remove("system-redis");
    TruthDocument truth =
        TruthDocument.of(TruthDocument.compose(node, Map.of("a", component("a"))));
    assertThatThrownBy(() -> ResolvedConfig.of(truth, "a", ConfigSources.of(Map.of())))
        .isInstanceOf(TruthException.class)
        .hasMessageContaining("system-redis");
  }

  @Test
  void aServiceMayRunAComponentOfAnotherName() {
    ResolvedConfig config =
        ResolvedConfig.of(truth(withEnv("A", "1")), "a-second", "a", ConfigSources.of(Map.of()));

    assertThat(config.json().getString("service_name")).isEqualTo("a-second");
    assertThat(config.env().string("A")).isEqualTo("1");
  }

  @Test
  void aDocumentSetByHandNeedsNothingButBusesAndComponents() {
    TruthDocument truth =
        TruthDocument.parse(
            "{\"buses\":{\"system-redis\":{\"url\":\"redis://u:pw@h:1\",\"role\":\"system\"}},"
                + "\"components\":{\"a\":{}},\"secrets\":{\"a\":{\"K\":\"hush\"}}}");

    assertThat(truth.version()).isEqualTo("1.0");
    assertThat(truth.encoded()).doesNotContain("hush").doesNotContain("pw");
    assertThat(ResolvedConfig.of(truth, "a", ConfigSources.of(Map.of())).env().all()).isEmpty();
    assertThatThrownBy(() -> TruthDocument.parse("{\"buses\":{}}"))
        .hasMessageContaining("no components");
    assertThatThrownBy(() -> TruthDocument.parse("{")).hasMessageContaining("line 1");
    assertThatThrownBy(() -> TruthDocument.parse(" ")).hasMessageContaining("empty");
  }

  @Test
  void retentionTakesTheMostExactRuleAndTheNodesDefaults() {
    JsonObject component =
        component("a")
            .put(
                "retention",
                new JsonObject()
                    .put("s:*", new JsonObject().put("maxlen", 5))
                    .put("s:exact", new JsonObject().put("maxlen", 7).put("ttl_sec", 60)));
    JsonObject node =
        node("a")
            .put(
                "defaults",
                new JsonObject()
                    .put(
                        "retention",
                        new JsonObject()
                            .put("s:*", new JsonObject().put("maxlen", 1).put("ttl_sec", 9))
                            .put("log:{channel}:stream", new JsonObject().put("maxlen", 3))));
    Retention retention =
        ResolvedConfig.of(
                TruthDocument.of(TruthDocument.compose(node, Map.of("a", component))),
                "a",
                ConfigSources.of(Map.of()))
            .retention();

    assertThat(retention.maxLength("s:any", 0)).isEqualTo(5);
    assertThat(retention.maxLength("s:exact", 0)).isEqualTo(7);
    assertThat(retention.maxLength("log:errors:stream", 0)).isEqualTo(3);
    assertThat(retention.maxLength("other", 11)).isEqualTo(11);
    assertThat(retention.ttl("s:exact", Duration.ZERO)).isEqualTo(Duration.ofSeconds(60));
    assertThat(retention.ttl("s:any", Duration.ZERO)).isEqualTo(Duration.ofSeconds(9));
    assertThat(retention.ttl("log:errors:stream", Duration.ofSeconds(4)))
        .isEqualTo(Duration.ofSeconds(4));
  }

  @Test
  void drawnCopiesDoNotReachBackIntoTheDocument() {
    JsonObject component = component("a").put("workflow", new JsonObject().put("x", 1));
    TruthDocument truth = truth(component);
    ResolvedConfig config = ResolvedConfig.of(truth, "a", ConfigSources.of(Map.of()));

    config.json().getJsonObject("workflow").put("x", 2);
    config.block("workflow").put("x", 3);
    ((JsonObject) config.setting("workflow").orElseThrow()).put("x", 4);
    truth.json().getJsonObject("components").clear();

    assertThat(config.block("workflow").getInteger("x")).isEqualTo(1);
    assertThat(truth.components()).containsExactly("a");
  }
}
