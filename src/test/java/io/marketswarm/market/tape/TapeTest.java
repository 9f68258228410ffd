package io.marketswarm.market.tape;

import static io.marketswarm.market.MarketStage.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.marketswarm.market.MarketStage;
import io.marketswarm.market.model.ChainColumns;
import io.marketswarm.market.model.ChainGeometry;
import io.marketswarm.market.model.ChainState;
import io.marketswarm.market.model.ContractValues;
import io.marketswarm.market.model.Ticker;
import io.marketswarm.market.options.FrameStream;
import io.marketswarm.market.publish.Publisher;
import io.marketswarm.service.HandMarketClock;
import io.vertx.core.Context;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stream over real Redis, from frames to what is reported of them. */
class TapeTest {
  private static final String CALL = "O:SPXW260127C06985000";
  private static final String PUT = "O:SPXW260127P06985000";
  private static final long OPEN = 1_769_527_800_000L;

  /** Golden case: two trades alike, a third, a quote, a status and a stock. */
  private static final String GOLDEN =
      """
      [{"ev":"T","sym":"%1$s","p":7.7,"s":3,"c":[227],"t":1769527800100},
       {"ev":"T","sym":"%1$s","p":7.7,"s":3,"c":[227],"t":1769527800100},
       {"ev":"T","sym":"%1$s","p":7.9,"s":3,"c":[227],"t":1769527800200},
       {"ev":"Q","sym":"%2$s","bp":8.1,"ap":8.3,"t":1769527800300},
       {"ev":"status","status":"success","message":"subscribed to: T.%1$s"},
       {"ev":"T","sym":"AAPL","p":210.5,"s":100,"t":1769527800400}]
      """
          .formatted(CALL, PUT);

  @TempDir Path folder;
  private MarketStage stage;
  private Context context;
  private ChainState chain;
  private Hydrator hydrator;
  private Tape tape;
  private Tape.Seat seat;
  private Publisher publisher;
  private HydrationReport report;

  @BeforeEach
  void open() {
    stage = new MarketStage(folder, new HandMarketClock(System.currentTimeMillis()));
    // The server stamps entries with the real time, while the market plays a day of its own.
    stage.clock().play("2026-01-27T16:00:00Z", 1);
    context = stage.vertx().getOrCreateContext();
    chain = new ChainState("I:SPX");
    chain.reshape(ChainGeometry.of("I:SPX", Ticker.parse(CALL), Ticker.parse(PUT)));
    quote(CALL, 7.5, 7.9);
    quote(PUT, 7.0, 7.2);
    hydrator = new Hydrator(chain, false);
    publisher =
        new Publisher(
            stage.market(),
            stage.messages(),
            stage.own("desk"),
            MarketStage.config(Map.of()).retention(),
            stage.metrics());
  }

  @AfterEach
  void close() {
    stage.close();
  }

  private void quote(String ticker, double bid, double ask) {
    ContractValues values = new ContractValues().bid(bid).ask(ask).quotedAt(OPEN - 1_000);
    chain.replace(chain.slot(Ticker.parse(ticker)), values);
  }

  private void sit() {
    tape = Tape.of(stage.vertx(), stage.market(), stage.clock(), 1_000);
    seat = on(() -> tape.sit("I:SPX", hydrator, () -> {}));
    until("the past is read", () -> !seat.isBehind());
    report = new HydrationReport("I:SPX", hydrator, seat, publisher);
  }

  /** Runs something where the desk lives. */
  private <T> T on(Supplier<io.vertx.core.Future<T>> work) {
    CompletableFuture<T> done = new CompletableFuture<>();
    context.runOnContext(now -> work.get().onComplete(done::complete, done::completeExceptionally));
    return done.join();
  }

  private void write(String frame) {
    stage.ask(Command.XADD, FrameStream.KEY, "*", "ts", "1769527800.5", "payload", frame);
  }

  private long frames() {
    return tape.progress().frames();
  }

  private double column(String ticker, java.util.function.IntToDoubleFunction column) {
    return column.applyAsDouble(chain.slot(Ticker.parse(ticker)));
  }

  @Test
  void hydratesTheGoldenFrame() {
    sit();
    TapeReport ofAll = new TapeReport(tape, publisher, 250, stage.clock().wallMillis());
    write(GOLDEN);
    until("the frame is read", () -> frames() == 1);
    until("the desk has it", () -> hydrator.dirty() == 2);
    on(
        () -> {
          report.emit(2, OPEN + 500);
          ofAll.tell(report.counters(OPEN + 500), OPEN + 500);
          return publisher.send();
        });

    assertThat(stage.text("massive:ws:hydrate:seen")).isEqualTo("6");
    assertThat(stage.text("massive:ws:hydrate:hydrated")).isEqualTo("4");
    assertThat(stage.text("massive:ws:hydrate:parse_fail")).isEqualTo("1");
    assertThat(stage.count("massive:ws:hydrate:analytics", "new_tickers_I:SPX")).isEqualTo(2);
    assertThat(stage.count("massive:snapshot:analytics", "dirty_flips_I:SPX")).isEqualTo(2);
    assertThat(stage.count("massive:snapshot:analytics", "dirty_count_I:SPX")).isEqualTo(2);
    assertThat(stage.count("massive:snapshot:analytics", "state_size_I:SPX")).isEqualTo(2);
    assertThat(stage.count("massive:snapshot:analytics", "dirty_count_total")).isEqualTo(2);
    assertThat(stage.text(Tape.POSITION)).isEqualTo(tape.progress().position());
    JsonObject strike =
        new JsonObject().put("ticks", 3).put("bids", 1).put("asks", 1).put("calls", 2);
    strike.put("puts", 1);
    Response strikes = stage.ask(Command.XRANGE, "massive:ws:strike:stream:I:SPX", "-", "+");
    assertThat(strikes).hasSize(1);
    assertThat(new JsonObject(strikes.get(0).get(1).get(3).toString()))
        .isEqualTo(new JsonObject().put("6985", strike));
    Response hot = stage.ask(Command.HGET, "massive:ws:strike:hot:I:SPX", "6985");
    assertThat(new JsonObject(hot.toString()))
        .isEqualTo(strike.copy().put("pressure", 0).put("ts", 1_769_527_800.5));
  }

  @Test
  void laysTheStreamOverTheChainAndSaysSoOnce() {
    sit();
    write(GOLDEN);
    until("the desk has it", () -> hydrator.dirty() == 2);
    ChainColumns columns = chain.columns();
    assertThat(column(CALL, columns::bid)).isEqualTo(7.5);
    assertThat(column(CALL, columns::ask)).isEqualTo(7.9);
    assertThat(column(CALL, columns::mid)).isEqualTo(7.7, within(1e-9));
    assertThat(column(CALL, columns::last)).isEqualTo(7.9);
    assertThat(column(PUT, columns::bid)).isEqualTo(8.1);
    assertThat(column(PUT, columns::ask)).isEqualTo(8.3);
    assertThat(column(PUT, columns::mid)).isEqualTo(8.2, within(1e-9));
    on(
        () -> {
          report.emit(2, OPEN + 500);
          report.emit(2, OPEN + 750);
          return publisher.send();
        });
    Response emits = stage.ask(Command.XRANGE, "massive:ws:emit:stream", "-", "+");
    assertThat(fields(emits.get(0)))
        .isEqualTo("ts 1769527800.500 diffs 2 contracts 2 symbol I:SPX");
    assertThat(fields(emits.get(1)))
        .isEqualTo("ts 1769527800.750 diffs 0 contracts 2 symbol I:SPX");
    assertThat(stage.ask(Command.XLEN, "massive:ws:strike:stream:I:SPX").toInteger()).isOne();
  }

  private static String fields(Response entry) {
    StringBuilder text = new StringBuilder();
    entry.get(1).forEach(word -> text.append(text.isEmpty() ? "" : " ").append(word));
    return text.toString();
  }

  @Test
  void givesLatecomersThePastWithoutCountingItTwice() {
    write(GOLDEN);
    String last =
        stage.ask(Command.XREVRANGE, FrameStream.KEY, "+", "-", "COUNT", "1").get(0).get(0) + "";
    stage.ask(Command.SET, Tape.POSITION, last);
    write(frame("{\"ev\":\"T\",\"sym\":\"%s\",\"p\":8.4,\"s\":1,\"t\":1769527801000}", CALL));
    sit();
    until("both frames have come", () -> column(CALL, chain.columns()::last) == 8.4);
    assertThat(column(PUT, chain.columns()::bid)).as("read again").isEqualTo(8.1);
    assertThat(hydrator.known()).isEqualTo(2);
    assertThat(hydrator.dirty()).as("only what is new").isOne();
    assertThat(tape.progress().seen()).isOne();

    ChainState other = new ChainState("I:SPX");
    other.reshape(chain.columns().geometry());
    Hydrator second = new Hydrator(other, false);
    on(() -> tape.sit("I:SPX", second, () -> {}));
    int slot = other.slot(Ticker.parse(CALL));
    until("a second desk has it too", () -> other.columns().last(slot) == 8.4);
    assertThat(second.dirty()).as("all of it was counted before").isZero();
    assertThat(hydrator.dirty()).as("and the first desk did not get it again").isOne();
  }

  private static String frame(String event, String ticker) {
    return "[" + event.formatted(ticker) + "]";
  }

  @Test
  void livesThroughGarbageAndALostServer() {
    sit();
    write("[{\"ev\":\"T\",\"sym\"");
    write("no json at all");
    stage.ask(Command.XADD, FrameStream.KEY, "*", "other", "field");
    write(GOLDEN);
    until("the good frame has come", () -> hydrator.dirty() == 2);
    assertThat(tape.progress().unparsable()).isEqualTo(3);

    stage.redis().kill();
    stage.redis().start();
    until("the bus is up", stage.market()::up);
    write(frame("{\"ev\":\"T\",\"sym\":\"%s\",\"p\":8.6,\"s\":1,\"t\":1769527802000}", CALL));
    until("it reads on", () -> column(CALL, chain.columns()::last) == 8.6);
  }
}
