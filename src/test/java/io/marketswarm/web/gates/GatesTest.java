package io.marketswarm.web.gates;

import static io.marketswarm.web.identity.Tier.ACTIVATOR;
import static io.marketswarm.web.identity.Tier.ADMINISTRATOR;
import static io.marketswarm.web.identity.Tier.COACHING;
import static io.marketswarm.web.identity.Tier.NAVIGATOR;
import static io.marketswarm.web.identity.Tier.OBSERVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketswarm.web.ApiError;
import io.marketswarm.web.identity.Identity;
import io.marketswarm.web.identity.Tier;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatesTest {
  /** The contract's golden document. */
  private static JsonObject golden() {
    return new JsonObject(
        """
        {"mode":"tier_limited","updated_at":"2026-03-02T14:30:00Z",
         "defaults":{
           "journal_access":{"type":"boolean","label":"Journal Access","value":true},
           "import_access":{"type":"boolean","label":"Import","value":false},
           "position_max_concurrent":{"type":"number","label":"Positions","value":-1},
           "vexy_chat_rate":{"type":"number","label":"Chat","value":10}},
         "allowed_tiers":{"observer":false,"activator":true,"coaching":false},
         "tiers":{"observer":{"journal_access":false,"position_max_concurrent":5}}}
        """);
  }

  private final Gates gates = Gates.of(golden());

  @ParameterizedTest
  @CsvSource({
    "observer, journal_access, false,",
    "activator, journal_access, true,",
    "activator, import_access, false,",
    "observer, position_max_concurrent, true, 5",
    "activator, position_max_concurrent, true, -1",
    "coaching, import_access, true,",
    "administrator, import_access, true,",
    "observer, unknown, true,",
    "observer, vexy_chat_rate, true, 10"
  })
  void givesEachTierWhatTheDocumentSays(String tier, String feature, boolean allowed, Long limit) {
    Gate gate = gates.check(Tier.byId(tier).orElseThrow(), feature);

    assertThat(gate.allowed()).isEqualTo(allowed);
    assertThat(gate.limit())
        .isEqualTo(limit == null ? OptionalLong.empty() : OptionalLong.of(limit));
  }

  @Test
  void limitsNobodyInFullProductionOrWithoutADocument() {
    Gates open = Gates.of(golden().put("mode", "full_production"));

    assertThat(open.check(OBSERVER, Feature.JOURNAL_ACCESS)).isEqualTo(Gate.OPEN);
    assertThat(Gates.NONE.check(OBSERVER, Feature.JOURNAL_ACCESS)).isEqualTo(Gate.OPEN);
    assertThat(Gates.of(new JsonObject()).check(OBSERVER, Feature.VEXY_CHAT_RATE))
        .isEqualTo(Gate.OPEN);
  }

  @Test
  void countsUpToALimit() {
    assertThat(Gate.upTo(5).isExceededBy(5)).isFalse();
    assertThat(Gate.upTo(5).isExceededBy(6)).isTrue();
    assertThat(Gate.upTo(-1).isExceededBy(1_000_000)).isFalse();
    assertThat(Gate.OPEN.isExceededBy(1_000_000)).isFalse();
    assertThat(Gate.SHUT.isExceededBy(0)).isTrue();
  }

  @Test
  void blocksTiersInEveryModeButNotThoseWhoAreAlwaysWelcome() {
    Gates full = Gates.of(golden().put("mode", "full_production"));

    assertThat(full.blocks(person("fotw", "subscriber"))).isTrue();
    assertThat(full.blocks(person("fotw", "activator"))).isFalse();
    assertThat(full.blocks(person("fotw", "navigator"))).as("not mentioned").isFalse();
    assertThat(full.blocks(person("fotw", "coaching"))).as("coaching").isFalse();
    assertThat(full.blocks(person("fotw", "Admin"))).as("administrator").isFalse();
    assertThat(full.blocks(person("0-dte", "subscriber"))).as("the house").isFalse();
    assertThat(Gates.NONE.blocks(person("fotw", "subscriber"))).isFalse();
  }

  private static Identity person(String issuer, String role) {
    return new Identity(issuer, "1", "a@example.com", "A", List.of(role), null);
  }

  @Test
  void showsAPersonOnlyWhatAppliesToThem() {
    JsonObject observers = gates.view(OBSERVER);
    assertThat(observers.getString("user_tier")).isEqualTo("observer");
    assertThat(observers.getJsonObject("tiers").fieldNames()).containsExactly("observer");
    assertThat(observers.getJsonObject("defaults").size()).isEqualTo(4);
    assertThat(gates.view(NAVIGATOR).getJsonObject("tiers")).isEmpty();
    assertThat(gates.everything(ADMINISTRATOR).getJsonObject("tiers").fieldNames())
        .containsExactly("observer");
    assertThat(Gates.NONE.view(ACTIVATOR).encode())
        .isEqualTo(
            "{\"mode\":\"full_production\",\"defaults\":{},\"tiers\":{},\"user_tier\":\"activator\"}");
  }

  @Test
  void mergesAChangeOntoWhatIsStored() {
    JsonObject stored = GateEditor.defaults(false);
    stored.getJsonObject("tiers").getJsonObject("observer").put("alert_max_active", 7);

    JsonObject next =
        GateEditor.merged(
            stored,
            new JsonObject(
                """
                {"allowed_tiers":{"observer":false,"king":false},
                 "tiers":{"king":{"alert_max_active":1},"navigator":{"unknown":1,"vexy_chat_rate":3}},
                 "defaults":{"heatmap_access":{"value":false}}}
                """));

    assertThat(next.getJsonObject("allowed_tiers").getBoolean("observer")).isFalse();
    assertThat(next.getJsonObject("allowed_tiers").containsKey("king")).isFalse();
    assertThat(next.getJsonObject("tiers").fieldNames())
        .containsExactly("observer", "activator", "navigator");
    Gates gates = Gates.of(next.put("mode", "tier_limited"));
    assertThat(gates.check(OBSERVER, Feature.ALERT_MAX_ACTIVE)).isEqualTo(Gate.upTo(7));
    assertThat(gates.check(NAVIGATOR, Feature.VEXY_CHAT_RATE)).isEqualTo(Gate.upTo(3));
    assertThat(gates.check(COACHING, Feature.HEATMAP_ACCESS)).isEqualTo(Gate.OPEN);
    assertThat(next.getJsonObject("defaults").getJsonObject("heatmap_access").getString("label"))
        .isEqualTo("Heatmap Access");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"mode\":\"closed\"}",
        "{\"mode\":null}",
        "{\"tiers\":[]}",
        "{\"tiers\":{\"observer\":{\"alert_max_active\":\"5\"}}}",
        "{\"tiers\":{\"observer\":{\"alert_max_active\":-2}}}",
        "{\"tiers\":{\"observer\":{\"alert_max_active\":1.5}}}",
        "{\"tiers\":{\"observer\":{\"journal_access\":1}}}",
        "{\"defaults\":{\"journal_access\":{\"value\":\"yes\"}}}",
        "{\"allowed_tiers\":{\"observer\":\"no\"}}"
      })
  void refusesValuesOfTheWrongKind(String change) {
    JsonObject stored = GateEditor.defaults(false);

    assertThatThrownBy(() -> GateEditor.merged(stored, new JsonObject(change)))
        .isInstanceOf(ApiError.class)
        .hasMessageContaining("must be");
    assertThat(stored).isEqualTo(GateEditor.defaults(false));
  }

  @Test
  void startsWithObserversOutsideInProduction() {
    assertThat(GateEditor.defaults(true).getJsonObject("allowed_tiers").getBoolean("observer"))
        .isFalse();
    Gates defaults = Gates.of(GateEditor.defaults(false).put("mode", "tier_limited"));
    assertThat(defaults.check(OBSERVER, Feature.POSITION_MAX_CONCURRENT)).isEqualTo(Gate.upTo(5));
    assertThat(defaults.check(NAVIGATOR, Feature.POSITION_MAX_CONCURRENT)).isEqualTo(Gate.upTo(-1));
    assertThat(defaults.blocks(person("fotw", "subscriber"))).isFalse();
  }
}
