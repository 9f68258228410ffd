package io.marketswarm.market.desk;

import static io.marketswarm.market.MarketStage.get;
import static io.marketswarm.market.MarketStage.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.market.model.SyntheticChain;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ideas from their birth in the ranking to the journal. */
class IdeasTest extends DeskTests {
  private static final String OUTBOX = IdeaOutbox.key("I:SPX");
  private static final SyntheticChain CHAIN = SyntheticChain.spx(16, 0);

  private final List<JsonObject> posted = new CopyOnWriteArrayList<>();
  private final List<String> trust = new CopyOnWriteArrayList<>();
  private volatile int answer = 200;

  @BeforeEach
  void openJournal() {
    HttpServer journal =
        get(stage.vertx().createHttpServer().requestHandler(this::journal).listen(0, "127.0.0.1"));
    variables.put("JOURNAL_API_URL", "http://127.0.0.1:" + journal.actualPort() + "/");
    clock.set("2026-11-20T20:59:00Z");
  }

  private void journal(HttpServerRequest request) {
    trust.add(request.path() + " " + request.getHeader("X-Gateway-Auth"));
    if (request.method() == HttpMethod.GET) {
      JsonObject data = new JsonObject().put("version", 4);
      request.response().end(new JsonObject().put("data", data).encode());
    } else {
      int status = answer;
      request
          .body()
          .onSuccess(
              body -> {
                if (status == 200) {
                  posted.add(new JsonObject(body));
                }
                request.response().setStatusCode(status).end("{\"error\":\"not now\"}");
              });
    }
  }

  private void begin() {
    value("I:VIX", 16);
    value("I:SPX", 6900);
    chain(CHAIN);
    pass(Duration.ofSeconds(2), 6900);
    until("ideas are followed", () -> active() >= 10);
  }

  private int active() {
    return stage.ask(Command.HLEN, IdeaKeeper.ACTIVE).toInteger();
  }

  private List<JsonObject> activeIdeas() {
    Response ideas = stage.ask(Command.HGETALL, IdeaKeeper.ACTIVE);
    return ideas.getKeys().stream().map(id -> new JsonObject(ideas.get(id).toString())).toList();
  }

  private List<JsonObject> history() {
    Response ideas = stage.ask(Command.LRANGE, IdeaKeeper.HISTORY, "0", "-1");
    return StreamSupport.stream(ideas.spliterator(), false)
        .map(idea -> new JsonObject(idea.toString()))
        .toList();
  }

  private long expiring() {
    return activeIdeas().stream().filter(idea -> idea.getInteger("dte") == 0).count();
  }

  @Test
  void settlesAtTheCloseAndHandsOverToTheJournal() {
    answer = 503;
    desk("I:SPX");
    begin();
    assertThat(expiring()).isPositive();
    JsonObject idea = activeIdeas().get(0);
    assertThat(idea.getString("trade_id"))
        .startsWith("I:SPX:butterfly:")
        .contains(idea.getString("tile_key"));
    assertThat(idea.getString("entry_regime")).isEqualTo("zombieland");
    assertThat(idea.getDouble("entry_hour")).isEqualTo(15.98);

    clock.set("2026-11-20T21:00:01Z");
    value("I:SPX", 6903.25);
    untilInTime("they are settled", () -> expiring() == 0);
    int expired = history().size();
    assertThat(expired).isGreaterThanOrEqualTo(10);
    JsonObject settled = history().get(0);
    assertThat(settled.getDouble("settlement_spot")).isEqualTo(6903.25);
    assertThat(settled.getString("status")).isEqualTo("settled");
    double profit =
        Math.max(0, settled.getInteger("width") - Math.abs(6903.25 - settled.getInteger("strike")))
            - settled.getDouble("debit");
    assertThat(settled.getDouble("final_pnl")).isEqualTo(profit);
    int rank = settled.getInteger("entry_rank");
    assertThat(stage.count(IdeaKeeper.STATS, "rank" + rank + ":count")).isPositive();
    assertThat(stage.ask(Command.LLEN, OUTBOX).toLong()).as("they wait").isEqualTo(expired);
    assertThat(posted).isEmpty();

    answer = 200;
    value("I:SPX", 6903.25);
    clock.move(60_000);
    until("all have come", () -> posted.size() == expired);
    until("none waits", () -> stage.ask(Command.LLEN, OUTBOX).toLong() == 0);
    JsonObject told = posted.get(0);
    assertThat(told.getInteger("params_version")).isEqualTo(4);
    assertThat(told.getLong("entry_ts")).isPositive();
    assertThat(posted.stream().map(each -> each.getString("id")).distinct()).hasSize(expired);
    assertThat(trust)
        .contains(
            "/api/internal/selector-params/active token for /api/internal/selector-params/active",
            "/api/internal/tracked-ideas token for /api/internal/tracked-ideas");
    until("totals follow", () -> stage.count(IdeaTotals.KEY, "active_count") == active());
  }

  @Test
  void dropsWhatTheJournalWillNeverTake() {
    answer = 400;
    desk("I:SPX");
    begin();
    assertThat(expiring()).isPositive();
    clock.set("2026-11-20T21:00:01Z");
    value("I:SPX", 6900);
    untilInTime("they are settled", () -> expiring() == 0);
    until("none waits", () -> stage.ask(Command.LLEN, OUTBOX).toLong() == 0);
    assertThat(stage.metrics().counter("marketswarm.market.ideas.refused").count())
        .isEqualTo(history().size());
  }

  @Test
  void entersNothingTwiceAfterARestartAndSettlesWhatExpiredMeanwhile() {
    String first = desk("I:SPX");
    begin();
    int followed = active();
    long expiring = expiring();
    stage.undeploy(first);
    desk("I:SPX");
    chain(CHAIN);
    pass(Duration.ofSeconds(2), 6900);
    assertThat(activeIdeas().stream().map(idea -> idea.getString("tile_key")).distinct())
        .as("no contract twice")
        .hasSize(active());
    assertThat(active()).isGreaterThanOrEqualTo(followed);

    stage.undeploy(stage.vertx().deploymentIDs().iterator().next());
    clock.set("2026-11-20T23:00:00Z");
    double close = java.time.Instant.parse("2026-11-20T21:00:00Z").getEpochSecond();
    stage.ask(
        Command.ZADD,
        "massive:model:spot:I:SPX:trail",
        close - 1,
        "{\"value\":1,\"ts\":\"2026-11-20T20:59:59+00:00\"}",
        close + 3,
        "{\"value\":6911.5,\"ts\":\"2026-11-20T21:00:03+00:00\"}",
        close + 8,
        "{\"value\":2,\"ts\":\"2026-11-20T21:00:08+00:00\"}");
    desk("I:SPX");
    chain(CHAIN);
    value("I:SPX", 6920);
    untilInTime("what expired is settled", () -> expiring() == 0);
    assertThat(history()).hasSizeGreaterThanOrEqualTo((int) expiring);
    assertThat(history())
        .allSatisfy(idea -> assertThat(idea.getDouble("settlement_spot")).isEqualTo(6911.5));
  }
}
