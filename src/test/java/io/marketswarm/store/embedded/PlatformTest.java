package io.marketswarm.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {
  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, linux-amd64, linux",
    "Linux, aarch64, linux-arm64,",
    "Linux, i386, linux-386,",
    "Mac OS X, aarch64, darwin-arm64, osx",
    "Mac OS X, x86_64, darwin-amd64,",
    "Windows 11, amd64, windows-amd64.exe, winx64",
    "FreeBSD, amd64, ,",
  })
  void knowsWhichPackedServersRun(String os, String arch, String redis, String mariaDb) {
    Platform platform = new Platform(os, arch);
    assertThat(platform.redis().orElse(null)).isEqualTo(redis);
    assertThat(platform.mariaDb().orElse(null)).isEqualTo(mariaDb);
  }

  @Test
  void tellsTheUserWhatToDoWhereNoServerRuns() {
    assertThatThrownBy(() -> Engine.mariaDb(new Platform("Linux", "aarch64")))
        .isInstanceOf(StoreException.class)
        .hasMessage("no embedded MariaDB for linux aarch64: give stores.database a URL");
    assertThatThrownBy(() -> Engine.redis(new Platform("FreeBSD", "amd64")))
        .isInstanceOf(StoreException.class)
        .hasMessage("no embedded Redis for freebsd amd64: give each bus a URL");
  }

  @Test
  void findsThePackedRedisOfEverySupportedPlatform() {
    assertThat(Engine.redis(new Platform("Linux", "aarch64")).executable())
        .isEqualTo("redis-server");
    assertThat(Engine.redis(new Platform("Mac OS X", "aarch64")).folder()).endsWith("darwin-arm64");
    assertThat(Engine.redis(new Platform("Windows 11", "amd64")).executable())
        .isEqualTo("redis-server.exe");
  }
}
