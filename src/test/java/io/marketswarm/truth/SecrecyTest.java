package io.marketswarm.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever the secrets are, what may be seen does not hold them. */
class SecrecyTest {
  private static final TruthDocument SHIPPED =
      TruthBuilder.build(BuildOptions.of(TruthFolder.SHIPPED)).orThrow();

  /** Long enough not to stand in a document by chance. */
  @Provide
  Arbitrary<String> secret() {
    return Arbitraries.strings().withCharRange('!', '~').ofMinLength(12).ofMaxLength(40);
  }

  @Provide
  Arbitrary<String> urlSecret() {
    return Arbitraries.strings()
        .alpha()
        .numeric()
        .withChars(":@%-_/?#")
        .ofMinLength(12)
        .ofMaxLength(40);
  }

  @Provide
  Arbitrary<String> secretName() {
    return Arbitraries.of(
        "API_KEY", "X_SECRET", "PASSWORD", "auth_token", "DATABASE_URL", "WEBHOOK", "My_Key_2");
  }

  @Provide
  Arbitrary<String> scope() {
    return Arbitraries.of(SHIPPED.components());
  }

  private static void assertHidden(String secret, String shown) {
    assertThat(shown).doesNotContain(secret);
    assertThat(shown).doesNotContain(new JsonObject().put("s", secret).encode().substring(6));
  }

  @Property(tries = 100)
  void secretsBesideADocumentStayOutOfIt(
      @ForAll("secret") String secret,
      @ForAll("scope") String scope,
      @ForAll("secretName") String name) {
    Secrets secrets =
        Secrets.of(Map.of(scope, Map.of(name, secret)))
            .completed(SHIPPED, Map.of("INTERNAL_AUTH_SECRET", secret));
    JsonObject doc = SHIPPED.json().put("secrets", secrets.json());

    TruthDocument open = TruthDocument.of(doc);

    assertHidden(secret, open.encoded());
    assertHidden(secret, open.pretty());
    assertHidden(secret, open.masked().encode());
    assertHidden(secret, secrets.toString());
  }

  @Property(tries = 100)
  void aSecretInTheEnvironmentBlockIsMaskedWhenShown(
      @ForAll("secret") String secret,
      @ForAll("scope") String scope,
      @ForAll("secretName") String name) {
    JsonObject doc = SHIPPED.json();
    doc.getJsonObject("components").getJsonObject(scope).getJsonObject("env").put(name, secret);
    TruthDocument careless = TruthDocument.of(doc);

    assertHidden(secret, careless.masked().encode());
    ResolvedConfig config =
        ResolvedConfig.of(
            careless, scope, ConfigSources.of(Map.of()).withSecrets(Map.of(name, secret)));
    assertHidden(secret, config.masked().encode());
    assertHidden(secret, config.toString());
    assertHidden(secret, ConfigCategories.group(config.env().all()).toString());
  }

  @Property(tries = 100)
  void theLoginOfABusUrlNeverReachesTheDocument(@ForAll("urlSecret") String secret) {
    String url = "redis://user:" + secret + "@10.1.2.3:6379/1";
    JsonObject doc = SHIPPED.json();
    doc.getJsonObject("buses").getJsonObject("echo-redis").put("url", url);

    for (TruthDocument document :
        List.of(TruthDocument.of(doc), SHIPPED.withBusUrls(Map.of("market-redis", url)))) {
      assertHidden(secret, document.encoded());
      assertThat(document.encoded()).contains("redis://10.1.2.3:6379/1");
    }
    ResolvedConfig config =
        ResolvedConfig.of(SHIPPED, "sse", ConfigSources.of(Map.of("MARKET_REDIS_URL", url)));
    assertThat(config.busUrl("market-redis")).isEqualTo(url);
    assertHidden(secret, config.toString());
  }
}
