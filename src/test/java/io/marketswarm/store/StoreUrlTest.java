package io.marketswarm.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoreUrlTest {
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "redis://h,                            h,          6379, 0, -,  -,         false",
        "redis://h:1/,                         h,          1,    0, -,  -,         false",
        "redis://:pw@h:6380/3,                 h,          6380, 3, -,  pw,        false",
        "rediss://me:pw@redis.example.org:1/0, redis.example.org, 1, 0, me, pw,    true",
        "redis://:a@b:c/d?e#f@10.0.0.1:2/1,    10.0.0.1,   2,    1, -,  a@b:c/d?e#f, false",
        "redis://u%40x:p%2Fw%25@h,             h,          6379, 0, u@x, p/w%,     false",
        "redis://:100%@h,                      h,          6379, 0, -,  100%,      false",
        "redis://:a+b@my_redis,                my_redis,   6379, 0, -,  a+b,       false",
        "redis://[::1]:7,                      ::1,        7,    0, -,  -,         false",
      })
  void readsRedisUrls(
      String url, String host, int port, int database, String user, String password, boolean tls) {
    RedisUrl read = RedisUrl.parse(url);
    assertThat(read).isEqualTo(new RedisUrl(host, port, database, user, password, tls, null));
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "mysql://u:p@h:1/s,                        h, 1,    s, u, p,   false",
        "mariadb://u@h/s,                          h, 3306, s, u, '',  false",
        "mysql+pymysql://u:p%40@h/s?charset=utf8mb4, h, 3306, s, u, p@, false",
        "mysql://u:p@h/s?tls=true,                 h, 3306, s, u, p,   true",
      })
  void readsDatabaseUrls(
      String url, String host, int port, String schema, String user, String pw, boolean tls) {
    assertThat(DatabaseUrl.parse(url))
        .isEqualTo(new DatabaseUrl(host, port, schema, user, pw, tls, null));
  }

  @Test
  void anAuthorityOfOnesOwnMeansTls() {
    DatabaseUrl url = DatabaseUrl.parse("mysql://u:p@h/s?ca=/etc/ca.pem");
    assertThat(url.tls()).isTrue();
    assertThat(url.jdbcUrl()).contains("sslMode=verify-full", "serverSslCert=/etc/ca.pem");
    assertThat(RedisUrl.parse("rediss://h?ca=/etc/ca.pem").ca()).isEqualTo("/etc/ca.pem");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tops3cret",
        "http://:tops3cret@h",
        "redis://:tops3cret@",
        "redis://:tops3cret@h:0",
        "redis://:tops3cret@h:99999",
        "redis://:tops3cret@h:port",
        "redis://:tops3cret@h/name",
        "redis://:tops3cret@h/1/2",
        "redis://:tops3cret@h?unknown=1",
        "redis://:tops3cret@h h",
      })
  void refusesOtherRedisUrlsWithoutRepeatingThePassword(String url) {
    assertThatThrownBy(() -> RedisUrl.parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("tops3cret")
        .hasNoCause();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgres://u:tops3cret@h/s",
        "mysql://u:tops3cret@h",
        "mysql://u:tops3cret@h/",
        "mysql://:tops3cret@h/s",
        "mysql://u:tops3cret@h/s?ssl_ca=x",
      })
  void refusesOtherDatabaseUrlsWithoutRepeatingThePassword(String url) {
    assertThatThrownBy(() -> DatabaseUrl.parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("tops3cret")
        .hasNoCause();
  }

  @Test
  void neverShowsThePassword() {
    assertThat(RedisUrl.parse("redis://me:tops3cret@h:1/2")).hasToString("h:1/2");
    assertThat(DatabaseUrl.parse("mysql://me:tops3cret@h:1/s")).hasToString("h:1/s");
    assertThat(DatabaseUrl.parse("mysql://me:tops3cret@h:1/s").jdbcUrl())
        .doesNotContain("tops3cret");
    assertThat(StoreUrl.parse("redis://me:tops3cret@h:1/2", "", 1).toString())
        .doesNotContain("tops3cret");
  }
}
