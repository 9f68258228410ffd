package io.marketswarm.bus.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class BridgeOptionsTest {
  private static final BridgeOptions DEFAULTS = BridgeOptions.DEFAULTS;

  @Test
  void theDefaultsAreThoseThatAreDocumented() {
    assertThat(DEFAULTS.host()).isEqualTo("127.0.0.1");
    assertThat(DEFAULTS.tcpPort()).isEqualTo(7000);
    assertThat(DEFAULTS.httpPort()).isEqualTo(7001);
    assertThat(DEFAULTS.path()).isEqualTo("/eventbus");
    assertThat(DEFAULTS.limits()).isEqualTo(new BridgeLimits(65_536, 200, 100, 1_000, 30, 30));
    assertThat(DEFAULTS.allowedOrigins()).isEmpty();
  }

  @Test
  void nonsenseIsRefusedWithItsValue() {
    assertRefused(() -> DEFAULTS.withPorts(-1, 1), "tcpPort -1");
    assertRefused(() -> DEFAULTS.withPorts(1, 65_536), "httpPort 65536");
    assertRefused(() -> DEFAULTS.withAllowedOrigins(Set.of("example.com")), "'example.com'");
    assertRefused(() -> DEFAULTS.withAllowedOrigins(Set.of("https://a.com/")), "'https://a.com/'");
    assertRefused(() -> Permission.matching("a("), "'a('");
    assertRefused(() -> Permission.exactly(" "), "without an address");
    assertRefused(() -> new BridgeLimits(255, 1, 1, 1, 1, 1), "maxFrameBytes 255");
    assertRefused(() -> new BridgeLimits(256, 0, 1, 1, 1, 1), "messagesPerSecond 0");
    assertRefused(() -> new BridgeLimits(256, 1, 0, 1, 1, 1), "maxRegistrations 0");
    assertRefused(() -> new BridgeLimits(256, 1, 1, 0, 1, 1), "maxConnections 0");
    assertRefused(() -> new BridgeLimits(256, 1, 1, 1, 0, 1), "idleSeconds 0");
    assertRefused(() -> new BridgeLimits(256, 1, 1, 1, 1, 0), "replySeconds 0");
    for (String path : List.of("", "/", "eventbus", "/event bus", "/eventbus/", "/eventbus/*")) {
      assertRefused(() -> withPath(path), "'" + path + "'");
    }
    assertRefused(() -> withHost(" "), "without a host");
  }

  @Test
  void byDefaultIntegratorsTalkAmongThemselvesAndTheMarketNeedsItsRole() {
    BridgePermissions permissions = new BridgePermissions(DEFAULTS);
    BridgeIdentity guest = identity();
    BridgeIdentity trader = identity("market");
    assertThat(permissions.objectionToSend(guest, "integrator.orders")).isEmpty();
    assertThat(permissions.objectionToListen(guest, "integrator.orders")).isEmpty();
    assertThat(permissions.objectionToListen(trader, "market.model")).isEmpty();
    assertThat(permissions.objectionToListen(guest, "market.model")).isPresent();
    assertThat(permissions.objectionToSend(trader, "market.model")).isPresent();
    for (String address :
        List.of(
            "integrator",
            "integrator.",
            "integrators.x",
            "xintegrator.a",
            "integrator.a\nmarket.model",
            "service.control.node-1",
            "user.events",
            "__vertx.reply.1")) {
      assertThat(permissions.objectionToSend(trader, address)).as(address).isPresent();
      assertThat(permissions.objectionToListen(trader, address)).as(address).isPresent();
    }
  }

  @Test
  void everyRoleOfOnePermissionIsNeededAndAnyPermissionWillDo() {
    BridgePermissions permissions =
        new BridgePermissions(
            DEFAULTS.withPermissions(
                List.of(
                    Permission.exactly("a.b", "one", "two"), Permission.exactly("a.b", "three")),
                List.of()));
    assertThat(permissions.objectionToSend(identity("one"), "a.b"))
        .contains("the token lacks a role: two");
    assertThat(permissions.objectionToSend(identity("one", "two"), "a.b")).isEmpty();
    assertThat(permissions.objectionToSend(identity("three"), "a.b")).isEmpty();
    assertThat(permissions.objectionToSend(identity("three"), "axb"))
        .contains("the address is not open to integrators");
    assertThat(permissions.objectionToListen(identity("three"), "a.b")).isPresent();
  }

  @Test
  void aBucketLetsTheRateThroughAndTwiceAsMuchAtOnce() {
    long second = 1_000_000_000L;
    TokenBucket bucket = new TokenBucket(10, 0);
    assertThat(taken(bucket, 0)).isEqualTo(20);
    assertThat(taken(bucket, second / 2)).isEqualTo(5);
    assertThat(taken(bucket, second)).isEqualTo(5);
    assertThat(taken(bucket, 100 * second)).isEqualTo(20);
  }

  private static int taken(TokenBucket bucket, long now) {
    int taken = 0;
    while (bucket.take(now)) {
      taken++;
    }
    return taken;
  }

  private static BridgeIdentity identity(String... roles) {
    return new BridgeIdentity("x", Set.of(roles), Instant.MAX);
  }

  private static BridgeOptions withPath(String path) {
    return new BridgeOptions(
        "h", 1, 1, path, BridgeLimits.DEFAULTS, Set.of(), List.of(), List.of());
  }

  private static BridgeOptions withHost(String host) {
    return new BridgeOptions(
        host, 1, 1, "/e", BridgeLimits.DEFAULTS, Set.of(), List.of(), List.of());
  }

  private static void assertRefused(ThrowingCallable making, String saying) {
    assertThatThrownBy(making)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(saying);
  }
}
