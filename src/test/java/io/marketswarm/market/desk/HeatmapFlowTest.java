package io.marketswarm.market.desk;

import static io.marketswarm.market.MarketStage.get;
import static io.marketswarm.market.MarketStage.until;
import static io.marketswarm.store.Eventually.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.bus.Addresses;
import io.marketswarm.bus.ModelUpdate;
import io.marketswarm.bus.ModelUpdate.Kind;
import io.marketswarm.log.Log;
import io.marketswarm.market.MarketStage;
import io.marketswarm.market.model.ChainGeometry;
import io.marketswarm.market.model.ChainState;
import io.marketswarm.market.model.ExpiryClock;
import io.marketswarm.market.model.SyntheticChain;
import io.marketswarm.market.model.TileBuilder;
import io.marketswarm.market.model.TilePlan;
import io.marketswarm.market.publish.HeatmapPress;
import io.marketswarm.market.publish.Publisher;
import io.marketswarm.market.publish.ReplayLog;
import io.marketswarm.market.publish.Topics;
import io.marketswarm.service.HandMarketClock;
import io.marketswarm.store.Fence;
import io.marketswarm.store.Lease;
import io.marketswarm.store.Leases;
import io.marketswarm.store.StaleOwner;
import io.marketswarm.truth.Retention;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tiles on their way through the publisher, real Redis and the event bus to clients. */
class HeatmapFlowTest {
  private static final String SYMBOL = "I:SPX";
  private static final Retention RETENTION = MarketStage.config(Map.of()).retention();
  private static final LocalDate TODAY = SyntheticChain.TODAY;

  /** Stands still, so that prices return to what they were: then a lost diff shows. */
  private static final long MARKET_TIME = Instant.parse("2026-11-20T18:00:00Z").toEpochMilli();

  private static final TilePlan PLAN =
      new TilePlan(SYMBOL, List.of(20, 25), Set.of(0, 1, 2), TilePlan.DEFAULT_EPSILON);

  @TempDir Path folder;
  private MarketStage stage;
  private HandMarketClock clock;
  private Fence fence;
  private final List<ModelUpdate> updates = new CopyOnWriteArrayList<>();
  private final List<String> channel = new CopyOnWriteArrayList<>();

  private final SyntheticChain synthetic = SyntheticChain.spx(16, 1);
  private ChainState chain;
  private double spot = 6900;
  private LocalDate day = TODAY;

  /** Where tiles are made and told: made anew when an owner takes over. */
  private Publisher publisher;

  private TileBuilder tiles;
  private HeatmapPress press;

  @BeforeEach
  void open() {
    clock = HandMarketClock.at("2026-11-20T18:00:00Z");
    stage = new MarketStage(folder, clock);
    chain = synthetic.state(clock.nowMillis());
    get(stage.messages().consume(Addresses.MARKET_MODEL, updates::add).ready());
    get(
        stage
            .market()
            .subscribe(
                Set.of(Topics.heatmapDiff(SYMBOL)), (from, text) -> channel.add(text), () -> {})
            .ready());
    takeOver();
  }

  @AfterEach
  void close() {
    stage.close();
  }

  private void takeOver() {
    fence = stage.own("desk");
    publisher = publisher();
    LastState last =
        get(LastState.read(stage.vertx(), stage.market(), SYMBOL, true, PLAN, Log.of("massive")));
    tiles = new TileBuilder(PLAN, ExpiryClock.newYork(), last.tiles());
    ReplayLog replay = new ReplayLog(Topics.heatmapReplay(SYMBOL), Duration.ofHours(1), RETENTION);
    replay.inherit(last.newestDiff(), last.diffBytes());
    press = new HeatmapPress(tiles, replay, Duration.ofHours(72), clock.wallMillis());
    last.retell(publisher);
  }

  private Publisher publisher() {
    return new Publisher(stage.market(), stage.messages(), fence, RETENTION, stage.metrics());
  }

  private void tick() {
    tiles.tick(chain.columns(), spot, 16, MARKET_TIME, day);
    tell(press, publisher, clock.wallMillis());
    get(publisher.send());
  }

  private static void tell(HeatmapPress press, Publisher publisher, long wallMillis) {
    press.diff(true, wallMillis).ifPresent(diff -> press.tell(publisher, diff, wallMillis));
  }

  private void whole() {
    press.tell(publisher, press.whole(clock.wallMillis()), clock.wallMillis());
    get(publisher.send());
  }

  private JsonObject stored() {
    return stage.json(Topics.heatmap(SYMBOL));
  }

  /**
   * A client that follows the rules: empty and old diffs are left out, tiles are replaced whole.
   */
  private static final class Client {
    private JsonObject model;

    void take(String topic, Kind kind, JsonObject message) {
      if (kind == Kind.FULL) {
        model = topic.equals(Topics.heatmap(SYMBOL)) ? message.copy() : model;
      } else if (model == null) {
        model =
            new JsonObject()
                .put("tiles", message.getJsonObject("changed").copy())
                .put("version", message.getLong("version"));
      } else if (!isEmpty(message) && message.getLong("version") > model.getLong("version")) {
        message.getJsonObject("changed").forEach(e -> tiles().put(e.getKey(), e.getValue()));
        message.getJsonArray("removed").forEach(key -> tiles().remove((String) key));
        model.put("version", message.getLong("version"));
      }
    }

    private static boolean isEmpty(JsonObject diff) {
      return diff.getJsonObject("changed").isEmpty() && diff.getJsonArray("removed").isEmpty();
    }

    JsonObject tiles() {
      return model.getJsonObject("tiles");
    }
  }

  private void stir(SplittableRandom random) {
    switch (random.nextInt(7)) {
      case 0 -> spot = Double.isNaN(spot) ? 6900 : Double.NaN;
      case 1, 2 -> spot = 6895 + 5 * random.nextInt(3);
      case 3 -> requote(random, 5);
      case 4 -> requote(random, 60);
      case 5 -> relist(random);
      default -> {}
    }
    if (random.nextInt(20) == 0) {
      day = day.equals(TODAY) ? TODAY.plusDays(1) : TODAY;
    }
    clock.move(random.nextInt(1_500));
  }

  private void requote(SplittableRandom random, int contracts) {
    for (int i = 0; i < contracts; i++) {
      int slot = random.nextInt(chain.columns().geometry().slots());
      if (chain.columns().geometry().lists(slot)) {
        double bid = random.nextInt(400) / 20.0;
        chain.quote(slot, bid, bid + 0.05 * random.nextInt(4), clock.nowMillis());
      }
    }
  }

  /** Another set of contracts, some of them without their call or put. */
  private void relist(SplittableRandom random) {
    long[] tickers =
        IntStream.range(0, synthetic.geometry().slots())
            .filter(slot -> random.nextInt(12) > 0)
            .mapToLong(synthetic.geometry()::ticker)
            .toArray();
    chain.reshape(ChainGeometry.of(SYMBOL, tickers));
    Arrays.stream(tickers).limit(3).forEach(ticker -> chain.trade(chain.slot(ticker), 1, 1));
  }

  @Test
  void clientsThatApplyEveryDiffHoldTheWholeThroughTakeOversAndAll() {
    for (int seed = 1; seed <= 4; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      for (int step = 0; step < 40; step++) {
        stir(random);
        tick();
        if (press.wholeIsDue(clock.wallMillis()) && random.nextBoolean()) {
          whole();
        }
        if (random.nextInt(4) == 0) {
          takeOver();
        }
      }
      tick();
      whole();
      long version = press.version();
      until("the bus has told", () -> newest(updates) == version);
      Client onBus = new Client();
      updates.forEach(
          update -> onBus.take(update.topic(), update.kind(), new JsonObject(update.payload())));
      assertThat(onBus.tiles()).as("client on the bus, seed " + seed).isEqualTo(storedTiles());
      Client onRedis = new Client();
      channel.forEach(
          text -> onRedis.take(Topics.heatmapDiff(SYMBOL), Kind.DIFF, new JsonObject(text)));
      assertThat(onRedis.tiles()).as("client on Redis, seed " + seed).isEqualTo(storedTiles());
    }
    List<Long> versions = new ArrayList<>();
    channel.forEach(text -> versions.add(new JsonObject(text).getLong("version")));
    assertThat(versions).isSorted().doesNotHaveDuplicates();
  }

  private JsonObject storedTiles() {
    return stored().getJsonObject("tiles");
  }

  private static long newest(List<ModelUpdate> updates) {
    return updates.stream()
        .filter(update -> update.topic().equals(Topics.heatmap(SYMBOL)))
        .mapToLong(ModelUpdate::sequence)
        .max()
        .orElse(0);
  }

  @Test
  void tellsTheSameBytesEverywhereAndTheWholeOnceASecond() {
    tick();
    assertThat(press.wholeIsDue(clock.wallMillis())).isTrue();
    whole();
    spot = 6901;
    clock.move(250);
    tick();
    assertThat(press.wholeIsDue(clock.wallMillis())).as("within the second").isFalse();
    clock.move(750);
    assertThat(press.wholeIsDue(clock.wallMillis())).isTrue();
    whole();
    until("the channel has told", () -> channel.size() == 2);
    until("the bus has told", () -> updates.size() == 4);
    assertThat(updates.stream().map(ModelUpdate::kind))
        .containsExactly(Kind.DIFF, Kind.FULL, Kind.DIFF, Kind.FULL);
    assertThat(updates.get(2).payload().toString()).isEqualTo(channel.get(1));
    assertThat(updates.get(3).payload().toString()).isEqualTo(stage.text(Topics.heatmap(SYMBOL)));
    assertThat(updates.get(3).sequence()).isEqualTo(updates.get(2).sequence());
    assertThat(replayed()).containsExactlyElementsOf(channel);
    assertThat(stage.ask(Command.PTTL, Topics.heatmap(SYMBOL)).toLong())
        .isBetween(Duration.ofHours(71).toMillis(), Duration.ofHours(72).toMillis());
    clock.move(1_000);
    assertThat(press.wholeIsDue(clock.wallMillis())).as("nothing has changed").isFalse();
    clock.move(Duration.ofHours(1).toMillis());
    assertThat(press.wholeIsDue(clock.wallMillis())).as("so that it does not expire").isTrue();
    long before = stored().getLong("version");
    whole();
    assertThat(stored().getLong("version")).isGreaterThan(before);
  }

  private List<String> replayed() {
    List<String> texts = new ArrayList<>();
    stage
        .ask(Command.XRANGE, Topics.heatmapReplay(SYMBOL), "-", "+")
        .forEach(entry -> texts.add(entry.get(1).get(1).toString()));
    return texts;
  }

  @Test
  void showsThatTimePassesOnceASecondAndKeepsThatOutOfTheReplay() {
    tick();
    for (int i = 0; i < 12; i++) {
      clock.move(250);
      tiles.tick(chain.columns(), spot, 16, MARKET_TIME, day);
      tell(press, publisher, clock.wallMillis());
    }
    get(publisher.send());
    HeatmapPress.Figures figures = press.takeFigures();
    assertThat(figures.diffs()).as("the first, and one a second").isEqualTo(4);
    assertThat(figures.empty()).isEqualTo(3);
    assertThat(replayed()).hasSize(1);
    assertThat(press.diff(false, clock.wallMillis() + 60_000)).as("at night").isEmpty();
  }

  @Test
  void writesNothingOnceAnotherOwnsTheDesk() {
    tick();
    whole();
    Publisher late = publisher;
    HeatmapPress latePress = press;
    TileBuilder lateTiles = tiles;
    assertThat(fence.holds()).isTrue();
    Fence stale = fence;
    fence = stolen();
    publisher = publisher();
    get(publisher.also(Request.cmd(Command.SET).arg("mark").arg("new owner")).send());

    String before = stage.text(Topics.heatmap(SYMBOL));
    lateTiles.tick(chain.columns(), spot + 5, 16, MARKET_TIME, day);
    tell(latePress, late, clock.wallMillis() + 5);
    latePress.tell(late, latePress.whole(clock.wallMillis() + 5), clock.wallMillis() + 5);
    assertThat(stale.holds()).as("it does not know yet").isTrue();
    assertThat(failure(late.send())).isInstanceOf(StaleOwner.class);
    assertThat(stage.text(Topics.heatmap(SYMBOL))).isEqualTo(before);
    assertThat(channel).hasSize(1);
    assertThat(replayed()).hasSize(1);

    int told = updates.size();
    lateTiles.tick(chain.columns(), spot + 9, 16, MARKET_TIME, day);
    tell(latePress, late, clock.wallMillis() + 10);
    assertThat(failure(late.send())).as("now it does").isInstanceOf(StaleOwner.class);
    assertThat(stale.holds()).isFalse();
    assertThat(updates).as("and does not even speak on the bus").hasSize(told);
  }

  /** The lease in the hands of another, while its owner was away. */
  private Fence stolen() {
    stage.ask(stage.system(), Command.DEL, "lease:desk");
    Leases others =
        new Leases(stage.vertx(), stage.system(), "another node", Duration.ofSeconds(30));
    Promise<Fence> won = Promise.promise();
    others.contend(
        "desk",
        new Lease.Listener() {
          @Override
          public void acquired(Fence taken) {
            won.complete(taken);
          }

          @Override
          public void lost(String reason) {}
        });
    return get(won.future());
  }
}
