package io.marketswarm.gateway.site;

import static io.marketswarm.web.TestServices.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.gateway.RouteGroup;
import io.marketswarm.gateway.RunningGateway;
import io.marketswarm.gateway.proxy.Proxies;
import io.marketswarm.service.ServiceContext;
import io.marketswarm.service.ServiceSpec;
import io.marketswarm.web.TestServices;
import io.marketswarm.web.identity.Identity;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The web UI, from the edge's port and from its own. */
class SiteTest {
  private static final String INDEX =
      "<!doctype html><html><head><!-- importmap --><!-- modules: /app/first.js echarts -->"
          + "<script type=\"module\" src=\"/app/main.js\">"
          + "</script></head><body></body></html>";
  private static final String FOR_EVER = "public, max-age=31536000, immutable";
  private static final Identity TRADER = RunningGateway.somebody("navigator");

  @TempDir private static Path folder;
  @TempDir private static Path elsewhere;

  private static RunningGateway gateway;
  private static StaticVerticle front;
  private static WebClient client;

  @BeforeAll
  static void open() throws Exception {
    Files.writeString(folder.resolve("index.html"), INDEX);
    Files.writeString(folder.resolve("changelog.json"), "[]");
    Files.writeString(folder.resolve(".secret.json"), "hidden");
    Files.createDirectories(folder.resolve("app"));
    Files.writeString(folder.resolve("app/main.js"), "// " + "x".repeat(5_000));
    Files.writeString(folder.resolve("app/main.js.map"), "{}");
    Files.writeString(
        folder.resolve("app/first.js"),
        """
        import { html } from "lit";
        import "lit/directives/live.js";
        import {
          part,
        } from './parts/part.js';
        export const later = () => import("./main.js");
        """);
    Files.createDirectories(folder.resolve("app/parts"));
    Files.writeString(
        folder.resolve("app/parts/part.js"),
        "import * as first from \"../first.js\"; export * from \"./gone.js\";");
    Files.createDirectories(folder.resolve("assets"));
    Files.writeString(folder.resolve("assets/a-1a2b.css"), "a{}");
    Files.write(folder.resolve("assets/a-1a2b.css.br"), new byte[] {1, 2, 3});
    Files.writeString(elsewhere.resolve("outside.json"), "outside");
    Files.createSymbolicLink(folder.resolve("link.json"), elsewhere.resolve("outside.json"));
    gateway =
        RunningGateway.plan()
            .with("UI_DIST", folder.toString())
            .behind(
                edge ->
                    new RouteGroup() {
                      @Override
                      public void mountStreamed(Router router) {
                        router
                            .get("/sse/all")
                            .handler(
                                request ->
                                    request
                                        .response()
                                        .setChunked(true)
                                        .putHeader("Content-Type", "text/event-stream")
                                        .write("data: first\n\n"));
                        router
                            .get("/ws/mel")
                            .handler(
                                request ->
                                    request
                                        .request()
                                        .toWebSocket()
                                        .onSuccess(s -> s.textMessageHandler(s::writeTextMessage)));
                      }
                    })
            .without(Proxies.class)
            .start();
    client = WebClient.create(gateway.vertx());
    front = front(gateway.port());
  }

  private static StaticVerticle front(int gatewayPort) throws Exception {
    ServiceContext context =
        TestServices.context(
            ServiceSpec.service("static", "The UI under test")
                .buses()
                .port(0, "TEST_PORT", "/health")
                .runs(),
            new SimpleMeterRegistry());
    StaticVerticle verticle =
        new StaticVerticle(
            context,
            Map.of("UI_DIST", folder.toString()),
            Map.of("sse", URI.create("http://127.0.0.1:" + gatewayPort)));
    await(gateway.vertx().deployVerticle(verticle));
    return verticle;
  }

  @AfterAll
  static void close() throws Exception {
    gateway.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/index.html", "/risk", "/symbol/BRK.B", "/a/b/c?d=e"})
  void answersEveryAddressWithThePage(String path) throws Exception {
    HttpResponse<Buffer> page = gateway.get(path);

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.getHeader("Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(page.getHeader("Cache-Control")).isEqualTo("no-cache, no-store, must-revalidate");
    assertThat(page.getHeader("Pragma")).isEqualTo("no-cache");
    assertThat(page.getHeader("Expires")).isEqualTo("0");
    assertThat(page.getHeader("X-Frame-Options")).isEqualTo("SAMEORIGIN");
    assertThat(page.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(page.getHeader("Content-Security-Policy"))
        .contains("default-src 'none'", "frame-ancestors 'self'", "style-src 'self';")
        .doesNotContain("unsafe");
  }

  @Test
  void letsTheImportMapOfItsLibrariesStandInThePage() throws Exception {
    HttpResponse<Buffer> page = gateway.get("/");
    Matcher map =
        Pattern.compile("<script type=\"importmap\">(.*?)</script>").matcher(page.bodyAsString());
    assertThat(map.find()).isTrue();
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(map.group(1).getBytes(StandardCharsets.UTF_8));
    assertThat(page.getHeader("Content-Security-Policy"))
        .contains("script-src 'self' 'sha256-" + Base64.getEncoder().encodeToString(digest) + "'");

    JsonObject imports = new JsonObject(map.group(1)).getJsonObject("imports");
    assertThat(imports.fieldNames())
        .contains("lit", "lit/", "lit-html", "lit-html/", "lit-element/", "echarts")
        .contains("@lit/reactive-element", "@lit/reactive-element/");
    for (String module : List.of("lit", "lit-html", "@lit/reactive-element", "echarts")) {
      HttpResponse<Buffer> library = gateway.get(imports.getString(module));
      assertThat(library.statusCode()).as(module).isEqualTo(200);
      assertThat(library.getHeader("Content-Type")).startsWith("text/javascript");
      assertThat(library.getHeader("Cache-Control")).isEqualTo(FOR_EVER);
    }
    assertThat(gateway.get(imports.getString("lit/") + "decorators.js").statusCode())
        .isEqualTo(200);
    assertThat(gateway.get("/_static/tslib/tslib.es6.js").getHeader("Cache-Control"))
        .as("no version in its path")
        .isEqualTo("no-cache");
    assertThat(gateway.get("/_static/nothing/1.0.0/x.js").bodyAsString())
        .isEqualTo("{\"error\":\"Asset not found\"}");
  }

  @Test
  void namesAllModulesThatThePageBeginsWith() throws Exception {
    String page = gateway.get("/").bodyAsString();
    List<String> modules =
        Pattern.compile("<link rel=\"modulepreload\" href=\"([^\"]+)\" />")
            .matcher(page)
            .results()
            .map(link -> link.group(1))
            .toList();
    assertThat(modules)
        .startsWith("/app/first.js")
        .contains("/app/parts/part.js")
        .doesNotContain("/app/main.js", "/app/parts/gone.js")
        .doesNotHaveDuplicates();
    for (String library :
        List.of("/lit/", "/lit-html/", "/lit-element/", "/reactive-element/", "/echarts/")) {
      assertThat(modules).as(library).anyMatch(module -> module.startsWith("/_static" + library));
    }
    assertThat(modules).anyMatch(module -> module.endsWith("/directives/live.js"));
    for (String module : modules) {
      assertThat(gateway.get(module).statusCode()).as(module).isEqualTo(200);
    }
    assertThat(page).doesNotContain("<!-- modules");
  }

  @Test
  void sendsFilesInTheSmallestFormAndOnlyWhenTheyChanged() throws Exception {
    HttpResponse<Buffer> plain = gateway.get("/app/main.js");
    assertThat(plain.bodyAsString()).hasSize(5_003);
    assertThat(plain.getHeader("Cache-Control")).isEqualTo("no-cache");
    assertThat(plain.getHeader("Vary")).containsIgnoringCase("accept-encoding");
    assertThat(plain.getHeader("Content-Encoding")).isNull();

    HttpResponse<Buffer> packed = encoded("/app/main.js", "br, gzip");
    assertThat(packed.getHeader("Content-Encoding")).isEqualTo("gzip");
    assertThat(packed.body().length()).isLessThan(200);
    byte[] unpacked =
        new GZIPInputStream(new ByteArrayInputStream(packed.body().getBytes())).readAllBytes();
    assertThat(new String(unpacked, StandardCharsets.UTF_8)).isEqualTo(plain.bodyAsString());
    assertThat(encoded("/app/main.js", "gzip;q=0").getHeader("Content-Encoding")).isNull();
    assertThat(encoded("/changelog.json", "gzip").getHeader("Content-Encoding"))
        .as("too small")
        .isNull();
    HttpResponse<Buffer> brotli = encoded("/assets/a-1a2b.css", "gzip, br");
    assertThat(brotli.getHeader("Content-Encoding")).isEqualTo("br");
    assertThat(brotli.getHeader("Content-Type")).startsWith("text/css");
    assertThat(brotli.getHeader("Cache-Control")).isEqualTo(FOR_EVER);

    HttpResponse<Buffer> same =
        await(
            gateway
                .ask(HttpMethod.GET, "/app/main.js")
                .putHeader("If-None-Match", plain.getHeader("ETag"))
                .send());
    assertThat(same.statusCode()).isEqualTo(304);
    Files.writeString(folder.resolve("app/main.js"), "// new");
    HttpResponse<Buffer> changed =
        await(
            gateway
                .ask(HttpMethod.GET, "/app/main.js")
                .putHeader("If-None-Match", plain.getHeader("ETag"))
                .send());
    assertThat(changed.bodyAsString()).isEqualTo("// new");
    Files.writeString(folder.resolve("app/main.js"), "// " + "x".repeat(5_000));

    HttpResponse<Buffer> head = await(gateway.ask(HttpMethod.HEAD, "/changelog.json").send());
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.getHeader("Content-Length")).isEqualTo("2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/assets/missing.js",
        "/app/missing.js",
        "/missing.png",
        "/.secret.json",
        "/link.json",
        "/..%2f..%2fetc%2fpasswd.json",
        "/%2e%2e/outside.json",
        "/app/..%5c..%5coutside.json",
        "/_static/../io/marketswarm/Marketswarm.js",
        "/_static/..%2f..%2fbuild.properties",
        "//etc/passwd.json"
      })
  void servesNothingElse(String path) throws Exception {
    HttpResponse<Buffer> answer = gateway.get(path);

    assertThat(answer.statusCode()).isIn(400, 404);
    assertThat(answer.bodyAsString()).doesNotContain("hidden", "outside", "root:", "doctype");
  }

  @Test
  void takesOnlyReaders() throws Exception {
    HttpResponse<Buffer> posted = await(gateway.ask(HttpMethod.POST, "/changelog.json").send());
    assertThat(posted.statusCode()).isEqualTo(405);
    assertThat(posted.getHeader("Allow")).isEqualTo("GET, HEAD");
    assertThat(gateway.get("/app/main.js.map").statusCode()).as("in development").isEqualTo(200);
  }

  @Test
  void standsOnAPortOfItsOwn() throws Exception {
    HttpResponse<Buffer> page = own("/risk");
    assertThat(page.bodyAsString()).contains("importmap");
    assertThat(page.getHeader("Cache-Control")).isEqualTo("no-cache, must-revalidate");
    assertThat(own("/changelog.json").getHeader("Cache-Control")).isEqualTo("no-cache");
    assertThat(own("/assets/a-1a2b.css").getHeader("Cache-Control")).isEqualTo(FOR_EVER);
    HttpResponse<Buffer> posted =
        await(client.post(front.port(), "127.0.0.1", "/changelog.json").send());
    assertThat(posted.statusCode()).isEqualTo(405);
    assertThat(own("/health").bodyAsJsonObject().getString("service")).isEqualTo("static");
  }

  @Test
  void leadsToTheEdgeBehindTheSameAddress() throws Exception {
    assertThat(own("/api/auth/me").statusCode()).isEqualTo(401);
    HttpResponse<Buffer> config =
        await(
            client
                .get(front.port(), "127.0.0.1", "/api/tier-gates/config")
                .putHeader("Cookie", "ms_session=" + gateway.session(TRADER))
                .putHeader("Origin", "http://127.0.0.1:" + front.port())
                .send());
    assertThat(config.bodyAsJsonObject().getString("user_tier")).isEqualTo("navigator");
    assertThat(config.getHeader("Access-Control-Allow-Origin")).as("its own page").isNotNull();
    assertThat(config.headers().getAll("X-Content-Type-Options")).hasSize(1);
    assertThat(config.headers().getAll("X-Request-Id")).hasSize(1);
    assertThat(own("/api/auth/verify").statusCode()).isEqualTo(404);
    assertThat(own("/api/internal/x").statusCode()).isEqualTo(404);
    assertThat(own("/API/auth/me").statusCode()).isEqualTo(404);

    Queue<String> heard = new ConcurrentLinkedQueue<>();
    var stream =
        await(
            TestServices.onLoop(
                gateway.vertx(),
                () ->
                    gateway
                        .vertx()
                        .createHttpClient()
                        .request(HttpMethod.GET, front.port(), "127.0.0.1", "/sse/all")
                        .compose(
                            request ->
                                request
                                    .putHeader("Cookie", "ms_session=" + gateway.session(TRADER))
                                    .send())
                        .onSuccess(
                            answer -> answer.handler(chunk -> heard.add(chunk.toString())))));
    TestServices.eventually(() -> heard.contains("data: first\n\n"));
    stream.request().reset();

    var socket =
        await(
            gateway
                .vertx()
                .createWebSocketClient()
                .connect(
                    new WebSocketConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(front.port())
                        .setURI("/ws/mel")
                        .addHeader("Cookie", "ms_session=" + gateway.session(TRADER)))
                .onSuccess(opened -> opened.textMessageHandler(heard::add)));
    await(socket.writeTextMessage("hello"));
    TestServices.eventually(() -> heard.contains("hello"));
    await(socket.close());
  }

  @Test
  void saysWhenTheEdgeIsAway() throws Exception {
    StaticVerticle lonely = front(1);
    HttpResponse<Buffer> answer =
        await(client.get(lonely.port(), "127.0.0.1", "/api/auth/me").send());
    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.bodyAsString()).isEqualTo("{\"error\":\"Backend unavailable: 127.0.0.1:1\"}");
  }

  private static HttpResponse<Buffer> own(String path) throws Exception {
    return await(client.get(front.port(), "127.0.0.1", path).send());
  }

  private static HttpResponse<Buffer> encoded(String path, String accepted) throws Exception {
    return await(gateway.ask(HttpMethod.GET, path).putHeader("Accept-Encoding", accepted).send());
  }
}
