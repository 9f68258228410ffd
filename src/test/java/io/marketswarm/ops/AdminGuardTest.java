package io.marketswarm.ops;

import static io.marketswarm.web.TestServices.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdminGuardTest extends OpsTests {
  private static final String STOP = "/api/services/ops_massive/stop";
  private static final String EVERYWHERE = "0.0.0.0";

  @Test
  void letsEverybodyOnThisMachineLookAndChangeWithoutAToken() throws Exception {
    Admin admin = admin();

    assertThat(admin.get("/api/services").statusCode()).isEqualTo(200);
    assertThat(admin.post(STOP).statusCode()).isEqualTo(200);
  }

  @Test
  void wantsTheTokenForChangesWhenThereIsOne() throws Exception {
    Admin admin = admin("127.0.0.1", Optional.of(TOKEN), Map.of());

    assertThat(admin.get("/api/services").statusCode()).isEqualTo(200);
    HttpResponse<Buffer> without = admin.post(STOP);
    assertThat(without.statusCode()).isEqualTo(401);
    assertThat(without.getHeader("WWW-Authenticate")).startsWith("Bearer");
    assertThat(without.bodyAsJsonObject().getString("detail")).contains("token");
    for (String wrong :
        List.of("Bearer wrong", TOKEN, "Basic " + TOKEN, "Bearer " + TOKEN + "x", "Bearer")) {
      assertThat(status(admin.request(HttpMethod.POST, STOP), wrong)).as(wrong).isEqualTo(401);
    }
    assertThat(status(admin.request(HttpMethod.POST, STOP), "Bearer " + TOKEN)).isEqualTo(200);
    assertThat(status(admin.request(HttpMethod.POST, STOP), "bearer " + TOKEN)).isEqualTo(200);
    assertThat(await(admin.request(HttpMethod.DELETE, "/anything").send()).statusCode())
        .isEqualTo(401);
  }

  @Test
  void wantsTheTokenForEverythingWhenItListensBeyondThisMachine() throws Exception {
    Admin admin = admin(EVERYWHERE, Optional.of(TOKEN), Map.of());

    for (String path : List.of("/", "/api/status", "/metrics", "/app.js", "/nowhere")) {
      assertThat(admin.get(path).statusCode()).as(path).isEqualTo(401);
    }
    assertThat(status(admin.request(HttpMethod.GET, "/api/services"), "Bearer " + TOKEN))
        .isEqualTo(200);
    assertThat(admin.get("/health").statusCode()).isEqualTo(200);
  }

  @Test
  void answersNobodyBeyondThisMachineWithoutAToken() throws Exception {
    for (Optional<String> none : List.of(Optional.<String>empty(), Optional.of(" "))) {
      Admin admin = admin(EVERYWHERE, none, Map.of());

      HttpResponse<Buffer> answer = admin.get("/api/services");
      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(answer.bodyAsJsonObject().getString("detail")).contains("ADMIN_TOKEN");
      assertThat(admin.post(STOP).statusCode()).isEqualTo(403);
      assertThat(admin.get("/health").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void answersOnlyUnderTheNamesOfThisMachine() throws Exception {
    Admin admin = admin();

    for (String own : List.of("localhost", "LOCALHOST", "127.0.0.1", "127.9.9.9", "[::1]")) {
      assertThat(named(admin, own + ":" + admin.port())).as(own).isEqualTo(200);
    }
    for (String strange :
        List.of("evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "10.0.0.7")) {
      assertThat(named(admin, strange + ":" + admin.port())).as(strange).isEqualTo(403);
    }
  }

  @Test
  void refusesPagesOfOtherSites() throws Exception {
    Admin admin = admin();
    String own = "http://127.0.0.1:" + admin.port();

    assertThat(from(admin, HttpMethod.POST, STOP, own)).isEqualTo(200);
    for (String strange :
        List.of("https://evil.example", "null", "http://127.0.0.1:1", "http://localhost", "%%")) {
      assertThat(from(admin, HttpMethod.POST, STOP, strange)).as(strange).isEqualTo(403);
      assertThat(from(admin, HttpMethod.GET, "/api/status", strange)).as(strange).isEqualTo(403);
    }
    HttpResponse<Buffer> answer = admin.get("/api/status");
    assertThat(answer.getHeader("Access-Control-Allow-Origin")).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, true",
    "localhost, true",
    "::1, true",
    "[::1], true",
    "0:0:0:0:0:0:0:1, true",
    "0.0.0.0, false",
    "::, false",
    "192.168.1.4, false",
    "localhost.example, false",
    "1270.0.1, false"
  })
  void knowsLoopback(String host, boolean loopback) {
    assertThat(AdminGuard.isLoopback(host)).isEqualTo(loopback);
  }

  private static int status(HttpRequest<Buffer> request, String authorization) throws Exception {
    return await(request.putHeader("Authorization", authorization).send()).statusCode();
  }

  private static int named(Admin admin, String host) throws Exception {
    HttpRequest<Buffer> request = admin.request(HttpMethod.GET, "/api/services");
    return await(request.putHeader("Host", host).send()).statusCode();
  }

  private static int from(Admin admin, HttpMethod method, String path, String origin)
      throws Exception {
    return await(admin.request(method, path).putHeader("Origin", origin).send()).statusCode();
  }
}
