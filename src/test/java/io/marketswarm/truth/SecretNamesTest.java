package io.marketswarm.truth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretNamesTest {

  @ParameterizedTest
  @CsvSource({
    "redis://:pw@h:1/2, redis://h:1/2",
    "redis://:p@ss:/w%rd@h:1, redis://h:1",
    "mysql+pymysql://u:p?#x@db/x, mysql+pymysql://db/x",
    "redis://user@h, redis://h",
    "redis://:12/34@h, redis://h",
    "redis://u:12/34@h, redis://h",
    "from redis://:a@h1 to redis://:b@h2, from redis://h1 to redis://h2"
  })
  void aLoginIsCutOutOfAUrl(String text, String open) {
    assertThat(SecretNames.withoutLogin(text)).isEqualTo(open);
    assertThat(SecretNames.holdsLogin(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://127.0.0.1:6379",
        "redis://[::1]:6379/1",
        "https://x.example/@user",
        "https://x.example:8443/a?b=c@d",
        "mail me@example.com",
        "no url",
        ""
      })
  void whatHoldsNoLoginStays(String text) {
    assertThat(SecretNames.withoutLogin(text)).isEqualTo(text);
    assertThat(SecretNames.holdsLogin(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "API_KEY",
        "apikey",
        "MySecret",
        "SMTP_PASS",
        "token",
        "DATABASE_URL",
        "WEBHOOK_X"
      })
  void namesOfSecretsAreKnown(String name) {
    assertThat(SecretNames.isSecretLike(name)).isTrue();
    assertThat(SecretNames.masked(name, "hush")).isEqualTo("********");
    assertThat(SecretNames.masked(name, "")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"SSE_PORT", "INTERNAL_AUTH_REQUIRED", "LOG_LEVEL"})
  void otherNamesAreShown(String name) {
    assertThat(SecretNames.masked(name, "x")).isEqualTo("x");
  }
}
