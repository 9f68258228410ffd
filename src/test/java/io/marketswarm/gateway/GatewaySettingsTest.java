package io.marketswarm.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketswarm.truth.BuildOptions;
import io.marketswarm.truth.ConfigSources;
import io.marketswarm.truth.ResolvedConfig;
import io.marketswarm.truth.TruthBuilder;
import io.marketswarm.truth.Variables;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewaySettingsTest {
  private static final String LONG = "0123456789abcdef0123456789abcdef";

  private static Variables env(Map<String, String> variables) {
    return ResolvedConfig.of(
            TruthBuilder.build(BuildOptions.of(Path.of("truth"))).document().orElseThrow(),
            "sse",
            ConfigSources.of(variables))
        .env();
  }

  private static Map<String, String> sound() {
    return new HashMap<>(
        Map.of(
            "APP_SESSION_SECRET", LONG,
            "INTERNAL_AUTH_SECRET", LONG,
            "SSO_FOTW_SECRET", "s"));
  }

  @Test
  void startsInProductionWithSecretsOfItsOwn() {
    GatewaySettings settings = GatewaySettings.of(env(sound()), "production");

    assertThat(settings.production()).isTrue();
    assertThat(settings.devSignIn()).isFalse();
    assertThat(settings.ssoSecrets()).containsOnlyKeys("fotw");
  }

  @ParameterizedTest
  @CsvSource({
    "APP_SESSION_SECRET, change-me, APP_SESSION_SECRET must be a secret",
    "APP_SESSION_SECRET, short, APP_SESSION_SECRET must be a secret",
    "APP_SESSION_SECRET, '', APP_SESSION_SECRET must be a secret",
    "INTERNAL_AUTH_SECRET, short, INTERNAL_AUTH_SECRET must be a secret",
    "INTERNAL_AUTH_REQUIRED, 0, INTERNAL_AUTH_REQUIRED=0 is refused",
    "PUBLIC_MODE, 1, PUBLIC_MODE=1 is refused",
    "SSO_FOTW_SECRET, '', nobody could sign in"
  })
  void doesNotStartInProductionWith(String variable, String value, String reason) {
    Map<String, String> variables = sound();
    variables.put(variable, value);

    assertThatThrownBy(() -> GatewaySettings.of(env(variables), "production"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(reason)
        .hasMessageNotContaining(LONG);
    variables.put("NODE_ENV", "production");
    assertThatThrownBy(() -> GatewaySettings.of(env(variables), "dev"))
        .hasMessageContaining(reason);
    variables.put("NODE_ENV", "");
    assertThat(GatewaySettings.of(env(variables), "dev").production()).isFalse();
  }

  @Test
  void saysEverythingThatIsWrongAtOnce() {
    assertThatThrownBy(() -> GatewaySettings.of(env(Map.of("PUBLIC_MODE", "1")), "production"))
        .hasMessageContaining("APP_SESSION_SECRET")
        .hasMessageContaining("INTERNAL_AUTH_SECRET")
        .hasMessageContaining("PUBLIC_MODE")
        .hasMessageContaining("nobody could sign in");
  }

  @Test
  void takesTheOlderNameForBothIssuers() {
    Map<String, String> variables = sound();
    variables.remove("SSO_FOTW_SECRET");
    variables.put("WP_JWT_SECRET", "shared");
    variables.put("SSO_0DTE_SECRET", "own");

    assertThat(GatewaySettings.of(env(variables), "production").ssoSecrets())
        .isEqualTo(Map.of("0-dte", "own", "fotw", "shared"));
  }

  @ParameterizedTest
  @CsvSource({
    "SSO_PROVIDERS, not json, SSO_PROVIDERS",
    "SSO_PROVIDERS, '[{\"id\":\"x\",\"url\":\"javascript:alert(1)\"}]', SSO_PROVIDERS",
    "SSO_PROVIDERS, '[7]', SSO_PROVIDERS",
    "TIER_REDIRECT_URL, javascript:alert(1), TIER_REDIRECT_URL",
    "TRUSTED_PROXIES, everybody, TRUSTED_PROXIES",
    "TRUSTED_PROXIES, 10.0.0.0/33, TRUSTED_PROXIES",
    "JOURNAL_API_URL, somewhere, JOURNAL_API_URL"
  })
  void refusesWhatItCannotUse(String variable, String value, String named) {
    assertThatThrownBy(() -> GatewaySettings.of(env(Map.of(variable, value)), "dev"))
        .hasMessageContaining(named);
  }

  @Test
  void letsPublicModeBeExactlyOne() {
    assertThat(GatewaySettings.of(env(Map.of("PUBLIC_MODE", "1")), "dev").publicMode()).isTrue();
    for (String other : new String[] {"true", "yes", "01", "0"}) {
      assertThat(GatewaySettings.of(env(Map.of("PUBLIC_MODE", other)), "dev").publicMode())
          .isFalse();
    }
  }
}
