package io.marketswarm.journal.orders;

import static io.marketswarm.store.Eventually.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.bus.UserEvents;
import io.marketswarm.journal.JournalServer;
import io.marketswarm.journal.Trader;
import io.marketswarm.journal.events.Outbox;
import io.marketswarm.journal.market.MarketQuotes;
import io.marketswarm.journal.market.MarketTime;
import io.marketswarm.journal.positions.PositionRoutes;
import io.marketswarm.log.Log;
import io.marketswarm.market.model.MarketCalendar;
import io.marketswarm.market.model.MarketCalendar.DayKind;
import io.marketswarm.service.HandMarketClock;
import io.marketswarm.store.RedisBus;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Orders deal with the live market model, at its prices and in its time. */
class OrderDeskTest {
  /** A Thursday, an hour after the opening bell. */
  private static final Instant OPEN = Instant.parse("2026-01-15T15:30:00Z");

  private static JournalServer journal;
  private static RedisBus market;
  private static HandMarketClock clock;
  private static MarketTime time;
  private static OrderDesk desk;

  @BeforeAll
  static void open() {
    journal = JournalServer.start();
    market = journal.stores.market();
    clock = HandMarketClock.at(OPEN.toString());
    time = new MarketTime(clock);
    Log log = Log.of("journal");
    Outbox outbox =
        new Outbox(journal.stores.database(), new UserEvents(market, journal.messages), log);
    desk =
        new OrderDesk(
            journal.stores.database(),
            outbox,
            new PositionRoutes(journal.stores.database(), outbox, time, false),
            new MarketQuotes(market),
            time,
            log);
  }

  @AfterAll
  static void close() {
    journal.close();
  }

  /** The model quotes one butterfly, today's or in some days. */
  private static void quote(String symbol, int dte, double price, double ageSeconds) {
    JsonObject model =
        new JsonObject()
            .put("ts", System.currentTimeMillis() / 1_000.0 - ageSeconds)
            .put("atm_iv", new JsonObject().put("0", 0.2))
            .put(
                "tiles",
                new JsonObject()
                    .put(
                        "single:0:0:5000",
                        new JsonObject().put("call", new JsonObject().put("mid", 1)))
                    .put(
                        "butterfly:" + dte + ":20:6000",
                        new JsonObject()
                            .put("put", new JsonObject().put("debit", 99).put("market_debit", 99))
                            .put(
                                "call",
                                new JsonObject().put("debit", 0.01).put("market_debit", price))));
    get(
        market.send(
            Request.cmd(Command.SET)
                .arg("massive:heatmap:model:I:" + symbol + ":latest")
                .arg(model.encode())));
  }

  private static JsonObject order(String symbol, double limit) {
    return new JsonObject()
        .put("order_type", "exit")
        .put("symbol", symbol)
        .put("direction", "short")
        .put("limit_price", limit);
  }

  private static String status(Trader trader, JsonObject order) {
    return Trader.list(trader.get("/api/orders")).stream()
        .filter(one -> one.getInteger("id").equals(order.getInteger("id")))
        .findFirst()
        .orElseThrow()
        .getString("status");
  }

  @Test
  void tradesOnTheDaysThatTheClockCountsAsTradingDays() {
    assertThat(desk.isOpen()).isTrue();
    LocalDate today = LocalDate.of(2026, 1, 15);
    clock.calendar(MarketCalendar.us().withOverrides(Map.of(today, DayKind.CLOSED)));
    assertThat(desk.isOpen()).as("a day of mourning").isFalse();
    clock.calendar(MarketCalendar.us());
    clock.set("2026-01-17T15:30:00Z");
    assertThat(desk.isOpen()).as("a Saturday").isFalse();
    LocalDate saturday = LocalDate.of(2026, 1, 17);
    clock.calendar(MarketCalendar.us().withOverrides(Map.of(saturday, DayKind.FULL)));
    assertThat(desk.isOpen()).as("a Saturday on which a session is played").isTrue();
    clock.calendar(MarketCalendar.us());
    clock.set(OPEN.toString());
  }

  @Test
  void exitsAreFilledWhereTheMarketReachesThem() {
    Trader ada = journal.trader();
    String log = ada.newLog();
    JsonObject held =
        new JsonObject()
            .put("symbol", "AAA")
            .put("dte", 3)
            .put("entry_time", "2026-01-15T15:00:00Z");
    JsonObject one = ada.newTrade(log, held);
    JsonObject other = ada.newTrade(log, held);
    JsonObject limit =
        Trader.data(ada.post("/api/orders", order("AAA", 4).put("trade_id", one.getString("id"))));
    JsonObject stop =
        Trader.data(
            ada.post(
                "/api/orders",
                order("AAA", 9).put("stop_loss", 1.0).put("trade_id", other.getString("id"))));

    quote("AAA", 3, 3.99, 0);
    get(desk.fillReached());
    assertThat(status(ada, limit)).isEqualTo("pending");
    quote("AAA", 3, 4.255, 60);
    get(desk.fillReached());
    assertThat(status(ada, limit)).as("the model is stale").isEqualTo("pending");
    quote("AAA", 3, 4.255, 0);
    get(desk.fillReached());
    assertThat(status(ada, limit)).isEqualTo("filled");
    assertThat(status(ada, stop)).isEqualTo("pending");
    JsonObject closed = Trader.data(ada.get("/api/trades/" + one.getString("id")));
    assertThat(closed.getInteger("exit_price")).isEqualTo(426);
    assertThat(closed.getInteger("pnl")).isEqualTo(27_600);
    quote("AAA", 3, 0.9, 0);
    get(desk.fillReached());
    assertThat(status(ada, stop)).isEqualTo("filled");
  }

  @Test
  void entriesThatNameAStructureAreFilledAtTheirLimit() {
    Trader ada = journal.trader();
    JsonObject entry = order("BBB", 2).put("order_type", "entry").put("direction", "long");
    JsonObject named =
        Trader.data(
            ada.post("/api/orders", entry.copy().put("strategy", "butterfly:9:20:6000:call")));
    JsonObject vague =
        Trader.data(ada.post("/api/orders", entry.copy().put("strategy", "butterfly")));
    // Its days count from when it was made, which is by the wall clock.
    long dte =
        java.time.temporal.ChronoUnit.DAYS.between(
            time.today(),
            MarketTime.dateOf(java.time.LocalDateTime.now(ZoneOffset.UTC)).plusDays(9));
    quote("BBB", (int) dte, 2.01, 0);
    get(desk.fillReached());
    assertThat(status(ada, named)).isEqualTo("pending");
    quote("BBB", (int) dte, 1.8, 0);
    get(desk.fillReached());
    assertThat(status(ada, named)).isEqualTo("filled");
    assertThat(status(ada, vague)).as("only the trader knows what is meant").isEqualTo("pending");
    assertThat(Trader.list(ada.get("/api/positions?status=open"))).hasSize(1);
  }

  @Test
  void whatWaitsTooLongExpiresAndExitsOfClosedTradesAreCancelled() {
    Trader ada = journal.trader();
    JsonObject trade = ada.newTrade(ada.newLog(), new JsonObject());
    JsonObject late =
        Trader.data(
            ada.post(
                "/api/orders",
                order("CCC", 1)
                    .put("order_type", "entry")
                    .put("expires_at", "2026-01-15T15:29:00Z")));
    JsonObject soon =
        Trader.data(
            ada.post(
                "/api/orders",
                order("CCC", 1)
                    .put("order_type", "entry")
                    .put("expires_at", "2026-01-15T23:00:00Z")));
    JsonObject exit =
        Trader.data(
            ada.post("/api/orders", order("CCC", 1).put("trade_id", trade.getString("id"))));
    Trader.data(
        ada.post(
            "/api/trades/" + trade.getString("id") + "/close",
            new JsonObject().put("exit_price", 1)));
    get(desk.tidy());
    assertThat(status(ada, late)).isEqualTo("expired");
    assertThat(status(ada, soon)).isEqualTo("pending");
    assertThat(status(ada, exit)).isEqualTo("cancelled");
  }
}
