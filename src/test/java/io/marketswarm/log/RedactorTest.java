package io.marketswarm.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactorTest {
  private final Redactor redactor = new Redactor();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "connect to redis://:hunter22@127.0.0.1:6379|hunter22",
        "mysql://marketswarm:p%40ss@db:3306/fotw_app is away|p%40ss",
        "Authorization: Bearer abcdefghijklmnop|abcdefghijklmnop",
        "cookie eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl|eyJzdWIiOiJhZGEifQ",
        "{\"api_key\":\"zzzz-1111\"}|zzzz-1111",
        "password=correcthorse&x=1|correcthorse",
        "APP_SESSION_SECRET: abcd1234|abcd1234",
      })
  void hidesWhatLooksLikeASecret(String said, String secret) {
    assertThat(redactor.redact(said)).doesNotContain(secret).contains(Redactor.MASK);
  }

  @Test
  void hidesAKnownValueAnywhere() {
    redactor.hide("s3cr3t-value");
    assertThat(redactor.redact("tail s3cr3t-value.")).isEqualTo("tail ********.");
  }

  @ParameterizedTest
  @CsvSource({
    "massive is alive on 127.0.0.1:3001",
    "http://127.0.0.1:8099/api/health answers",
    "a key press is no secret",
    "spot 6902.5 at 14:30:05",
  })
  void leavesOrdinaryTextAlone(String said) {
    assertThat(redactor.redact(said)).isEqualTo(said);
  }

  @Test
  void knowsSecretNames() {
    assertThat(Redactor.isSecretName("MASSIVE_API_KEY")).isTrue();
    assertThat(Redactor.isSecretName("DATABASE_URL")).isTrue();
    assertThat(Redactor.isSecretName("SSE_PORT")).isFalse();
  }
}
