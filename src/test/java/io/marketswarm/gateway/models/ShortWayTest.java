package io.marketswarm.gateway.models;

import static io.marketswarm.gateway.DataEdge.becomes;
import static io.marketswarm.store.BusName.MARKET;
import static io.marketswarm.store.BusName.SYSTEM;
import static io.marketswarm.web.TestServices.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.bus.Addresses;
import io.marketswarm.bus.ModelUpdate;
import io.marketswarm.gateway.DataEdge;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.redis.client.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Models that are at hand, for people who are known to be welcome. */
class ShortWayTest {
  private static DataEdge edge;
  private static DataEdge.As trader;

  @BeforeAll
  static void start() throws Exception {
    edge = DataEdge.with(ModelRoutes::new);
    trader = edge.as("models");
  }

  @AfterAll
  static void stop() throws Exception {
    edge.close();
  }

  @BeforeEach
  void noModels() throws Exception {
    edge.redis(MARKET, Command.FLUSHDB);
    edge.redis(SYSTEM, Command.DEL, "tier_gates");
  }

  /** Makes a model current, so that it can be had without asking anybody. */
  private static void publish(String key, String json) throws Exception {
    long now = System.currentTimeMillis();
    edge.messages()
        .publish(
            Addresses.MARKET_MODEL,
            new ModelUpdate(key, now, now, ModelUpdate.Kind.FULL, Buffer.buffer(json)));
  }

  @Test
  void theShortWayAnswersAsTheDoorDoes() throws Exception {
    for (String model : List.of("{\"ts\":1}", "{\"ts\":1,\"x\":\"" + "x".repeat(20_000) + "\"}")) {
      String path = "/api/models/trade_selector/T:WAY" + model.length();
      publish(ModelKeys.selector("T:WAY" + model.length()), model);
      becomes(() -> trader.get(path).statusCode() == 200); // the session is known from now on
      String tag = trader.get(path).getHeader("ETag");
      for (String held : List.of("\"another\"", tag)) {
        HttpResponse<Buffer> brief = sent(path, held);
        HttpResponse<Buffer> full = sent(path + "?the=door", held);
        assertThat(brief.statusCode()).isEqualTo(full.statusCode());
        assertThat(headers(brief)).isEqualTo(headers(full)).containsKey("x-request-id");
        assertThat(content(brief)).isEqualTo(content(full));
      }
    }
  }

  private static HttpResponse<Buffer> sent(String path, String held) throws Exception {
    return await(
        trader
            .request(HttpMethod.GET, path)
            .putHeader("If-None-Match", held)
            .putHeader("X-Forwarded-Proto", "https")
            .putHeader("X-Forwarded-Host", "market.example")
            .putHeader("X-Request-Id", "named-by-the-proxy")
            .send());
  }

  private static Map<String, List<String>> headers(HttpResponse<Buffer> answer) {
    Map<String, List<String>> all = new TreeMap<>();
    answer
        .headers()
        .forEach(
            (name, value) ->
                all.computeIfAbsent(name.toLowerCase(Locale.ROOT), n -> new ArrayList<>())
                    .add(value));
    return all;
  }

  /** Without the moment of the answer. */
  private static String content(HttpResponse<Buffer> answer) {
    String body = answer.bodyAsString();
    return body == null ? "" : body.substring(0, body.lastIndexOf(",\"ts\":"));
  }

  @Test
  void theShortWayIsShutToWhoeverMayNotEnterAnyMore() throws Exception {
    String path = "/api/models/trade_selector/T:SHUT";
    publish(ModelKeys.selector("T:SHUT"), "{\"ts\":1}");
    DataEdge.As leaving = edge.as("leaving");
    DataEdge.As barred = edge.as("barred");
    for (DataEdge.As each : List.of(leaving, barred)) {
      becomes(() -> each.get(path).statusCode() == 200);
      assertThat(each.get(path).statusCode()).isEqualTo(200);
    }
    assertThat(edge.nobody().get(path).statusCode()).isEqualTo(401);

    leaving.get("/api/auth/logout");
    assertThat(leaving.get(path).statusCode()).isEqualTo(401);

    edge.redis(SYSTEM, Command.SET, "tier_gates", "{\"allowed_tiers\":{\"observer\":false}}");
    edge.redis(SYSTEM, Command.PUBLISH, "tier_gates:updated", "{}");
    becomes(() -> barred.get(path).statusCode() == 403);
    edge.redis(SYSTEM, Command.DEL, "tier_gates");
    edge.redis(SYSTEM, Command.PUBLISH, "tier_gates:updated", "{}");
    // Whoever signed in within the second of the order is turned away with the others.
    becomes(() -> edge.as("again").get(path).statusCode() == 200);
    assertThat(barred.get(path).statusCode()).as("turned away for good").isEqualTo(401);
  }

  @Test
  void aConnectionBelongsToNobody() throws Exception {
    String path = "/api/models/trade_selector/T:LINE";
    publish(ModelKeys.selector("T:LINE"), "{\"ts\":1}");
    DataEdge.As leaving = edge.as("line-leaving");
    DataEdge.As staying = edge.as("line-staying");
    for (DataEdge.As each : List.of(leaving, staying)) {
      becomes(() -> each.get(path).statusCode() == 200);
    }
    for (int turn = 0; turn < 3; turn++) {
      assertThat(leaving.get(path).statusCode()).isEqualTo(200);
      assertThat(edge.nobody().get(path).statusCode()).isEqualTo(401);
      assertThat(staying.get(path).statusCode()).isEqualTo(200);
    }
    leaving.get("/api/auth/logout");
    for (int turn = 0; turn < 3; turn++) {
      assertThat(staying.get(path).statusCode()).isEqualTo(200);
      assertThat(leaving.get(path).statusCode()).isEqualTo(401);
    }
  }

  @Test
  void symbolsAreOneInWhicheverWayTheyAreWritten() throws Exception {
    publish(ModelKeys.selector("I:SPX"), "{\"ts\":7}");
    for (String symbol : List.of("SPX", "spx", "I:SPX", "i:spx", "i%3Aspx")) {
      String path = "/api/models/trade_selector/" + symbol;
      for (int turn = 0; turn < 2; turn++) {
        HttpResponse<Buffer> answer = trader.get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        assertThat(content(answer)).as(path).isEqualTo("{\"success\":true,\"data\":{\"ts\":7}");
      }
    }
    publish(ModelKeys.selector("I:SPX"), "{\"ts\":8}");
    becomes(() -> content(trader.get("/api/models/trade_selector/SPX")).endsWith("{\"ts\":8}"));
  }

  @Test
  void cookiesMayComeInCrumbs() throws Exception {
    String path = "/api/models/trade_selector/T:CRUMB";
    publish(ModelKeys.selector("T:CRUMB"), "{\"ts\":1}");
    becomes(() -> trader.get(path).statusCode() == 200);
    String session = trader.request(HttpMethod.GET, path).headers().get("Cookie");
    for (HttpVersion version : List.of(HttpVersion.HTTP_1_1, HttpVersion.HTTP_2)) {
      WebClient client =
          WebClient.create(
              edge.vertx(),
              new WebClientOptions().setProtocolVersion(version).setHttp2ClearTextUpgrade(false));
      for (int turn = 0; turn < 2; turn++) {
        for (List<String> cookies :
            List.of(
                List.of(session),
                List.of("theme=dark", session),
                List.of("theme=dark; " + session + "; x=y"),
                List.of("theme=dark", "x=y"))) {
          HttpResponse<Buffer> answer =
              await(client.get(edge.port(), "127.0.0.1", path).putHeader("Cookie", cookies).send());
          assertThat(answer.version()).isEqualTo(version);
          assertThat(answer.statusCode())
              .as(cookies.toString())
              .isEqualTo(String.join(";", cookies).contains(session) ? 200 : 401);
        }
      }
      client.close();
    }
  }
}
