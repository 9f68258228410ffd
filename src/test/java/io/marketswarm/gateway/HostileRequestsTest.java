package io.marketswarm.gateway;

import static io.marketswarm.web.TestServices.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.gateway.streams.StreamRoutes;
import io.marketswarm.web.TestServices;
import io.marketswarm.web.identity.HandClock;
import io.marketswarm.web.identity.Hs256;
import io.marketswarm.web.identity.Identity;
import io.marketswarm.web.identity.SessionTokens;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.client.HttpResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that somebody has made up to get in, to get through, or to be in the way. */
class HostileRequestsTest {
  private static final String SSO_SECRET = "test-fotw-secret";
  private static final Identity TRADER = RunningGateway.somebody("navigator");
  private static final int MOST = 10 << 20;

  private static final AtomicLong received = new AtomicLong();
  private static final List<String> asked = new CopyOnWriteArrayList<>();
  private static HttpServer journal;
  private static RunningGateway gateway;

  @BeforeAll
  static void start() throws Exception {
    journal =
        await(
            Vertx.vertx()
                .createHttpServer()
                .requestHandler(
                    request -> {
                      received.set(0);
                      asked.add(request.path());
                      request.handler(bytes -> received.addAndGet(bytes.length()));
                      request.endHandler(
                          end -> request.response().end("{\"path\":\"" + request.path() + "\"}"));
                    })
                .listen(0, "127.0.0.1"));
    gateway =
        RunningGateway.plan()
            .with("SSO_FOTW_SECRET", SSO_SECRET)
            .with("JOURNAL_API_URL", "http://127.0.0.1:" + journal.actualPort())
            .behind(StreamRoutes::new)
            .behind(
                edge ->
                    new RouteGroup() {
                      @Override
                      public void mount(Router router) {
                        router.get("/api/secret").handler(request -> request.end("treasure"));
                        router.post("/api/echo").handler(request -> request.end("treasure"));
                      }
                    })
            .start();
  }

  @AfterAll
  static void stop() throws Exception {
    gateway.close();
    await(journal.close());
  }

  private static String encoded(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  private static HttpResponse<Buffer> withSession(String path, String token) throws Exception {
    return await(
        gateway.ask(HttpMethod.GET, path).putHeader("Cookie", "ms_session=" + token).send());
  }

  @Test
  void noSessionOfSomebodyElsesMakingIsBelieved() throws Exception {
    String good = gateway.session(TRADER);
    String[] parts = good.split("\\.");
    HandClock yesterday = new HandClock(Instant.now().minusSeconds(90_000));
    JsonObject claims = new Hs256(RunningGateway.SESSION_SECRET).verify(good).orElseThrow();
    JsonObject raised = claims.copy();
    raised.getJsonObject("wp").getJsonArray("roles").add("administrator");
    List<String> made =
        List.of(
            new SessionTokens("another secret", Duration.ofDays(1), Instant::now).issue(TRADER),
            new SessionTokens(RunningGateway.SESSION_SECRET, Duration.ofDays(1), yesterday)
                .issue(TRADER),
            encoded("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + parts[1] + ".",
            encoded("{\"alg\":\"None\"}") + "." + parts[1] + "." + parts[2],
            encoded("{\"alg\":\"HS512\"}") + "." + parts[1] + "." + parts[2],
            encoded("{\"alg\":\"RS256\"}") + "." + parts[1] + "." + parts[2],
            parts[0] + "." + encoded(raised.encode()) + "." + parts[2],
            parts[0] + "." + parts[1] + ".",
            parts[0] + "." + parts[1],
            new Hs256(RunningGateway.INTERNAL_SECRET).sign(claims),
            new Hs256(SSO_SECRET).sign(claims));
    for (String token : made) {
      for (String path : List.of("/api/secret", "/sse/spot", "/api/trades", "/api/auth/me")) {
        assertThat(withSession(path, token).statusCode()).as(path + " " + token).isEqualTo(401);
        assertThat(
                await(
                        gateway
                            .ask(HttpMethod.GET, path)
                            .putHeader("Authorization", "Bearer " + token)
                            .send())
                    .statusCode())
            .as(path + " " + token)
            .isEqualTo(401);
      }
    }
    assertThat(withSession("/api/secret", good).bodyAsString()).isEqualTo("treasure");
  }

  private static HttpResponse<Buffer> sso(String token) throws Exception {
    return await(gateway.ask(HttpMethod.GET, "/api/auth/sso").addQueryParam("sso", token).send());
  }

  @Test
  void noWordOfSomebodyElseSignsIn() throws Exception {
    long now = Instant.now().getEpochSecond();
    JsonObject claims =
        new JsonObject()
            .put("iss", "fotw")
            .put("sub", TRADER.wpId())
            .put("email", "somebody@example.com")
            .put("iat", now - 5)
            .put("exp", now + 300);
    Hs256 site = new Hs256(SSO_SECRET);
    String good = site.sign(claims);
    String[] parts = good.split("\\.");
    List<String> made =
        List.of(
            encoded("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + parts[1] + ".",
            encoded("{\"alg\":\"none\"}") + "." + parts[1] + "." + parts[2],
            encoded("{\"alg\":\"HS384\"}") + "." + parts[1] + "." + parts[2],
            new Hs256("another secret").sign(claims),
            site.sign(claims.copy().put("iss", "elsewhere")),
            site.sign(claims.copy().put("iss", "0-dte")),
            site.sign(claims.copy().put("exp", now - 60).put("iat", now - 120)),
            site.sign(claims.copy().put("iat", now - 3_600)),
            gateway.session(TRADER));
    for (String token : made) {
      HttpResponse<Buffer> refused = sso(token);
      assertThat(refused.statusCode()).as(token).isEqualTo(401);
      assertThat(refused.getHeader("Set-Cookie")).isNull();
    }
    assertThat(sso(good).statusCode()).isEqualTo(302);
    assertThat(sso(good).statusCode()).as("the same word once more").isEqualTo(401);
  }

  /** Spells the way to the treasure in hundreds of ways; those that a session opens are none. */
  @Test
  void noSpellingOfAPathOpensTheDoor() throws Exception {
    Random random = new Random(4);
    List<String> spellings = new ArrayList<>();
    for (String path : List.of("/api/secret", "/sse/spot", "/sse", "/ws/mel", "/api/admin/users")) {
      for (int i = 0; i < 80; i++) {
        spellings.add(spelled(path, random));
      }
    }
    try (Wire wire = new Wire()) {
      for (String path : spellings) {
        String answer = wire.ask("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        String status = answer.split(" ")[1];
        boolean isThePage = status.equals("200") && answer.contains("<!doctype html>");
        assertThat(isThePage || List.of("400", "401", "404").contains(status)).as(path).isTrue();
        assertThat(answer).as(path).doesNotContain("treasure").doesNotContain("event-stream");
      }
    }
  }

  private static String spelled(String path, Random random) {
    StringBuilder spelled = new StringBuilder();
    for (char c : path.toCharArray()) {
      String written = random.nextInt(6) == 0 ? String.valueOf(c).toUpperCase(Locale.ROOT) : "" + c;
      String hex = Integer.toHexString(written.charAt(0));
      switch (random.nextInt(8)) {
        case 0 -> spelled.append('%').append(hex);
        case 1 -> spelled.append('%').append(hex.toUpperCase(Locale.ROOT));
        case 2 -> spelled.append(c == '/' ? "//" : written);
        case 3 -> spelled.append(c == '/' ? "/./" : written);
        case 4 -> spelled.append(c == '/' ? "/x/../" : written);
        case 5 -> spelled.append(c == '/' ? "/%2e%2E/" : written);
        default -> spelled.append(written);
      }
    }
    return (spelled.charAt(0) == '/' ? "" : "/")
        + spelled
        + List.of("", "/", "?", "?x=/api/health", "#/api/health", ";/api/health", "%00", "%20")
            .get(random.nextInt(8));
  }

  /** What two readers could understand in two ways reaches a service in one way, or not at all. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
        "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        "Content-Length: 5, 6\r\n\r\nhello",
        "Content-Length: +5\r\n\r\nhello",
        "Content-Length: -1\r\n\r\n",
        "Content-Length: 0x5\r\n\r\nhello",
        "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: \tchunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n5;x=\"\r\nhello\r\n0\r\n\r\n",
        "X-User-Id: 1\r\n Content-Length: 4\r\n\r\n",
        "X: a\rTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "X: a\u0000b\r\n\r\n"
      })
  void nothingIsSmuggledInBehindAHeader(String rest) throws Exception {
    String cookie = "Host: localhost\r\nCookie: ms_session=" + gateway.session(TRADER) + "\r\n";
    asked.clear();
    try (Wire wire = new Wire()) {
      wire.write("POST /api/trades HTTP/1.1\r\nContent-Type: application/json\r\n" + cookie + rest);
      wire.write("GET /api/internal/smuggled HTTP/1.1\r\n" + cookie + "\r\n");
      assertThat(wire.answer()).as("or none at all").matches("(?s)(HTTP/1.1 .*)?");
    }
    for (int i = 0; i < 4; i++) {
      assertThat(gateway.get("/api/trades/" + i, TRADER).bodyAsString())
          .as("everybody gets the answer to what they asked")
          .isEqualTo("{\"path\":\"/api/trades/" + i + "\"}");
    }
    assertThat(asked)
        .isSubsetOf(
            "/api/trades", "/api/trades/0", "/api/trades/1", "/api/trades/2", "/api/trades/3")
        .hasSizeLessThanOrEqualTo(5);
  }

  @Test
  void bodiesOfTenMegabytesPassAndNoneThatAreLarger() throws Exception {
    String json = "{\"x\":\"" + "x".repeat(MOST - 8) + "\"}";
    assertThat(json).hasSize(MOST);
    assertThat(post("/api/echo", json).statusCode()).isEqualTo(200);
    assertThat(post("/api/trades", json).statusCode()).isEqualTo(200);
    assertThat(received.get()).isEqualTo(MOST);
    assertThat(post("/api/echo", json + " ").statusCode()).isEqualTo(413);
    assertThat(post("/api/trades", json + " ").statusCode()).isEqualTo(413);
    assertThat(gateway.get("/api/secret", TRADER).bodyAsString()).isEqualTo("treasure");
  }

  /** One that does not say how long it is, too, wherever it would go. */
  @ParameterizedTest
  @ValueSource(strings = {"/api/echo", "/api/trades"})
  void aBodyWithoutEndIsCutOff(String target) throws Exception {
    received.set(0);
    try (Wire wire = new Wire()) {
      wire.write(
          "POST "
              + target
              + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
              + "Cookie: ms_session="
              + gateway.session(TRADER)
              + "\r\nTransfer-Encoding: chunked\r\n\r\n");
      byte[] chunk =
          ("10000\r\n" + "x".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
      boolean cut = false;
      for (int sent = 0; sent < 3 * MOST && !cut; sent += 0x10000) {
        cut = !wire.tryWrite(chunk);
      }
      assertThat(cut || wire.answer().contains(" 413 ")).isTrue();
    }
    assertThat(received.get()).isLessThanOrEqualTo(MOST + (1 << 20));
    assertThat(gateway.get("/api/secret", TRADER).bodyAsString()).isEqualTo("treasure");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/echo", "/api/trades"})
  void aBodyWithoutEndIsCutOffOverHttp2(String target) throws Exception {
    received.set(0);
    HttpClient client =
        gateway
            .vertx()
            .createHttpClient(
                new HttpClientOptions()
                    .setProtocolVersion(HttpVersion.HTTP_2)
                    .setHttp2ClearTextUpgrade(false));
    try {
      int status =
          await(
              TestServices.onLoop(
                  gateway.vertx(),
                  () ->
                      client
                          .request(HttpMethod.POST, gateway.port(), "127.0.0.1", target)
                          .compose(
                              request -> {
                                request
                                    .setChunked(true)
                                    .putHeader("Content-Type", "application/json")
                                    .putHeader("Cookie", "ms_session=" + gateway.session(TRADER));
                                pour(request, 3 * MOST);
                                return request.response();
                              })
                          .map(answer -> answer.statusCode())));
      assertThat(status).isEqualTo(413);
    } finally {
      await(client.close());
    }
    assertThat(received.get()).isLessThanOrEqualTo(MOST + (1 << 20));
  }

  private static void pour(HttpClientRequest request, int bytes) {
    int left = bytes;
    while (left > 0 && !request.writeQueueFull()) {
      request.write(Buffer.buffer(new byte[0x10000]));
      left -= 0x10000;
    }
    int rest = left;
    if (rest > 0) {
      request.drainHandler(on -> pour(request, rest));
    }
  }

  private static HttpResponse<Buffer> post(String path, String body) throws Exception {
    return await(
        gateway
            .ask(HttpMethod.POST, path, TRADER)
            .putHeader("Content-Type", "application/json")
            .sendBuffer(Buffer.buffer(body)));
  }

  /** A connection on which one may say anything. */
  private static final class Wire implements AutoCloseable {
    private Socket socket = connect();

    private static Socket connect() throws IOException {
      Socket socket = new Socket("127.0.0.1", gateway.port());
      socket.setSoTimeout(10_000);
      return socket;
    }

    Wire() throws IOException {}

    void write(String text) throws IOException {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    boolean tryWrite(byte[] bytes) {
      try {
        OutputStream out = socket.getOutputStream();
        out.write(bytes);
        return true;
      } catch (IOException closed) {
        return false;
      }
    }

    /** Asks, and answers with the answer; anew when the last one ended the connection. */
    String ask(String request) throws IOException {
      write(request);
      String answer = answer();
      if (answer.toLowerCase(Locale.ROOT).contains("connection: close")) {
        socket.close();
        socket = connect();
      }
      return answer;
    }

    /** The next answer, or what there is of it. */
    String answer() throws IOException {
      StringBuilder answer = new StringBuilder();
      byte[] bytes = new byte[8_192];
      while (!isWhole(answer)) {
        int count = socket.getInputStream().read(bytes);
        if (count < 0) {
          break;
        }
        answer.append(new String(bytes, 0, count, StandardCharsets.ISO_8859_1));
      }
      return answer.toString();
    }

    private static boolean isWhole(StringBuilder answer) {
      int end = answer.indexOf("\r\n\r\n");
      if (end < 0) {
        return false;
      }
      String head = answer.substring(0, end).toLowerCase(Locale.ROOT);
      int at = head.indexOf("content-length: ");
      int length = at < 0 ? 0 : Integer.parseInt(head.substring(at + 16).split("\r\n")[0]);
      return answer.length() >= end + 4 + length;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
