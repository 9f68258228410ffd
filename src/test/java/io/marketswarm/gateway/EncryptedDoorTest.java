package io.marketswarm.gateway;

import static io.marketswarm.web.TestServices.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.service.ServiceContext.Secure;
import io.marketswarm.store.BusName;
import io.marketswarm.truth.BuildOptions;
import io.marketswarm.truth.Secrets;
import io.marketswarm.truth.TruthBuilder;
import io.marketswarm.truth.TruthStore;
import io.marketswarm.web.TestServices;
import io.marketswarm.web.identity.Identity;
import io.marketswarm.web.identity.SessionTokens;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.HostAndPort;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The door that browsers use, and secrets that change while it stands open. */
class EncryptedDoorTest {

  @TempDir private Path folder;

  @Test
  void speaksHttp2EncryptedBesideThePlainPort() throws Exception {
    int port = freePort();
    Path file = folder.resolve("node.pem");
    try (RunningGateway gateway =
        RunningGateway.plan().secure(new Secure(port, file, file, true)).start()) {
      HttpClient client =
          gateway
              .vertx()
              .createHttpClient(
                  new HttpClientOptions()
                      .setSsl(true)
                      .setUseAlpn(true)
                      .setProtocolVersion(HttpVersion.HTTP_2)
                      .setTrustAll(true)
                      .setVerifyHost(false));
      HttpClientResponse entered =
          await(
              client
                  .request(
                      new RequestOptions()
                          .setHost("127.0.0.1")
                          .setPort(port)
                          .setURI("/api/auth/dev/enter?user=ada&tier=navigator"))
                  .compose(request -> request.authority(host("app.trade.example", port)).send()));

      assertThat(entered.version()).isEqualTo(HttpVersion.HTTP_2);
      assertThat(entered.statusCode()).isEqualTo(302);
      assertThat(entered.getHeader("Set-Cookie")).contains("; Secure;", "; Domain=.trade.example;");
      assertThat(entered.getHeader("Strict-Transport-Security")).startsWith("max-age=31536000");
      HttpClientResponse local =
          await(
              client
                  .request(HttpMethod.GET, port, "127.0.0.1", "/api/health")
                  .compose(request -> request.authority(host("localhost", port)).send()));
      assertThat(local.getHeader("Strict-Transport-Security"))
          .as("other ports of this machine are plain")
          .isNull();

      assertThat(gateway.get("/api/health").bodyAsJsonObject().getJsonObject("certificate"))
          .isNotNull();
      assertThat(gateway.get("/ready").statusCode()).isEqualTo(200);
      assertThat(gateway.context().vitals().told()).containsKeys("clients", "certificate_ends");
    }
  }

  private static HostAndPort host(String name, int port) {
    return HostAndPort.create(name, port);
  }

  @Test
  void takesUpAChangedSessionSecretAndHonoursTheOneBefore() throws Exception {
    Identity who = RunningGateway.somebody("navigator");
    String fresh = "a-session-secret-of-" + who.wpId();
    try (RunningGateway gateway = RunningGateway.plan().start()) {
      TruthStore truth = new TruthStore(gateway.vertx(), gateway.stores().bus(BusName.SYSTEM));
      String before = gateway.session(who);
      String after =
          new SessionTokens(fresh, Duration.ofDays(1), InstantSource.system()).issue(who);
      assertThat(status(gateway, after)).isEqualTo(401);

      await(
          truth.load(
              TruthBuilder.build(BuildOptions.of(Path.of("truth"))).document().orElseThrow(),
              Secrets.of(Map.of("sse", Map.of("APP_SESSION_SECRET", fresh)))));

      TestServices.eventually(() -> status(gateway, after) == 200);
      assertThat(status(gateway, before)).as("of the secret before").isEqualTo(200);
      await(
          gateway
              .stores()
              .system()
              .send(
                  Request.cmd(Command.DEL)
                      .arg("truth")
                      .arg("truth:doc")
                      .arg("truth:version")
                      .arg("truth:ts")));
    }
  }

  private static int status(RunningGateway gateway, String token) {
    try {
      return await(
              gateway
                  .ask(HttpMethod.GET, "/api/tier-gates/config")
                  .putHeader("Cookie", "ms_session=" + token)
                  .send())
          .statusCode();
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0)) {
      return probe.getLocalPort();
    }
  }
}
