package io.marketswarm.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.sim.core.MarketOptions;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.net.URI;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A simulated exchange on a free port, a clock to move it by and clients to talk to it. */
public final class SimServer implements AutoCloseable {
  /** A Saturday evening; the session is that of Tuesday, January 27 2026. */
  public static final long START = 1_768_086_000_000L;

  public static final LocalDate DATE = LocalDate.of(2026, 1, 27);
  public static final MarketOptions MARKET =
      MarketOptions.DEFAULT.withDate(DATE).withSpeed(20).withUnderlyings(List.of("I:SPX"));

  /** Small, so that a client that does not read is soon noticed. */
  private static final int RECEIVE_BUFFER_BYTES = 64 * 1024;

  private static final int CLOSING_TIMEOUT_SECONDS = 1;
  private static final int MOST_FRAME_BYTES = 1024 * 1024;

  private final Vertx vertx = Vertx.vertx();
  private final List<FeedProbe> probes = new ArrayList<>();
  private final HandClock clock = new HandClock(START);
  private final SimulatedExchange exchange;
  private final WebClient http = WebClient.create(vertx);
  private final WebSocketClient webSockets =
      vertx.createWebSocketClient(
          new WebSocketClientOptions()
              .setReceiveBufferSize(RECEIVE_BUFFER_BYTES)
              .setClosingTimeout(CLOSING_TIMEOUT_SECONDS)
              .setMaxFrameSize(MOST_FRAME_BYTES)
              .setMaxMessageSize(MOST_FRAME_BYTES));

  private SimServer(SimOptions options) {
    this.exchange = new SimulatedExchange(options, clock);
    Wait.get(vertx.deployVerticle(exchange));
  }

  public static SimServer start(MarketOptions market) {
    return start(options -> options.withMarket(market));
  }

  public static SimServer start(UnaryOperator<SimOptions> change) {
    return new SimServer(change.apply(SimOptions.DEFAULT.withMarket(MARKET)).withPort(0));
  }

  Vertx vertx() {
    return vertx;
  }

  public HandClock clock() {
    return clock;
  }

  public int port() {
    return exchange.port();
  }

  public String url() {
    return exchange.url();
  }

  HttpResponse<Buffer> raw(String pathOrUrl) {
    return Wait.get(
        http.getAbs(absolute(pathOrUrl)).putHeader("Authorization", "Bearer sim").send());
  }

  HttpResponse<Buffer> withoutKey(String pathOrUrl) {
    return Wait.get(http.getAbs(absolute(pathOrUrl)).send());
  }

  HttpResponse<Buffer> withKey(String pathOrUrl, String key) {
    return Wait.get(
        http.getAbs(absolute(pathOrUrl)).putHeader("Authorization", "Bearer " + key).send());
  }

  private String absolute(String pathOrUrl) {
    return URI.create(pathOrUrl).isAbsolute() ? pathOrUrl : url() + pathOrUrl;
  }

  public JsonObject get(String pathOrUrl) {
    HttpResponse<Buffer> response = raw(pathOrUrl);
    assertThat(response.statusCode()).as(pathOrUrl + " " + response.bodyAsString()).isEqualTo(200);
    return response.bodyAsJsonObject();
  }

  /** All items of all pages. */
  public List<JsonObject> pages(String path) {
    List<JsonObject> items = new ArrayList<>();
    String next = path;
    while (next != null) {
      JsonObject page = get(next);
      page.getJsonArray("results").forEach(item -> items.add((JsonObject) item));
      next = page.getString("next_url");
    }
    return items;
  }

  HttpResponse<Buffer> command(String path, JsonObject body) {
    return Wait.get(http.postAbs(url() + path).sendJsonObject(body));
  }

  public JsonObject steer(String path, JsonObject body) {
    HttpResponse<Buffer> response = command(path, body);
    assertThat(response.statusCode()).as(response.bodyAsString()).isEqualTo(200);
    return response.bodyAsJsonObject();
  }

  public void clearFaults() {
    Wait.get(http.deleteAbs(url() + "/sim/fault").send());
  }

  public JsonObject state() {
    return get("/sim/state");
  }

  /** Moves the wall clock and waits until the market has lived up to it. */
  public void pass(long millis) {
    long step = state().getInteger("step");
    long speed = state().getJsonObject("clock").getDouble("speed").longValue();
    clock.move(millis);
    long target = Math.min(state().getInteger("steps"), step + millis * speed / 1_000);
    Wait.until("step " + target, () -> state().getInteger("step") >= target);
  }

  public void seek(String newYorkTime) {
    steer("/sim/clock", new JsonObject().put("action", "seek").put("at", newYorkTime));
  }

  /** A new client, its handlers in place before the first frame can come. */
  FeedProbe open(String path) {
    FeedProbe probe = Wait.get(webSockets.connect(port(), "127.0.0.1", path).map(FeedProbe::new));
    probes.add(probe);
    return probe;
  }

  void closeClients() {
    probes.forEach(probe -> probe.socket().close());
    probes.clear();
    Wait.until("all clients are gone", () -> state().getInteger("clients") == 0);
  }

  @Override
  public void close() {
    Wait.get(vertx.close());
  }
}
