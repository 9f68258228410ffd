package io.marketswarm.market.volume;

import static io.marketswarm.market.MarketStage.get;
import static io.marketswarm.market.MarketStage.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.market.MarketStage;
import io.marketswarm.service.HandMarketClock;
import io.marketswarm.store.BusName;
import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.redis.client.Command;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Counting over a line to Redis that breaks at the worst moments. */
class VolumeCountTest {
  private static final String HASH = "massive:volume_profile:spx";

  /** What happens to the next flush that passes the line. */
  private enum Fate {
    PASS,
    /** It is stored, but nobody hears of it. */
    LOSE_ANSWER,
    /** It never arrives. */
    LOSE_REQUEST
  }

  @TempDir static Path folder;
  private static MarketStage stage;
  private static NetServer line;
  private static RedisBus bus;

  private static final AtomicReference<Fate> FATE = new AtomicReference<>(Fate.PASS);

  @BeforeAll
  static void open() {
    stage = new MarketStage(folder, HandMarketClock.at("2026-01-27T15:30:00Z"));
    line =
        get(
            stage
                .vertx()
                .createNetServer()
                .connectHandler(VolumeCountTest::relay)
                .listen(0, "127.0.0.1"));
    String url =
        stage
            .redis()
            .url()
            .replace(":" + stage.redis().port() + "/0", ":" + line.actualPort() + "/1");
    bus = RedisBus.open(stage.vertx(), BusName.MARKET, url);
    until("the line stands", bus::up);
  }

  @AfterAll
  static void close() {
    get(bus.close());
    get(line.close());
    stage.close();
  }

  private static void relay(NetSocket client) {
    client.pause();
    stage
        .vertx()
        .createNetClient()
        .connect(stage.redis().port(), "127.0.0.1")
        .onSuccess(
            server -> {
              client.handler(bytes -> pass(bytes, client, server)).resume();
              server.handler(client::write);
              client.closeHandler(v -> server.close());
              server.closeHandler(v -> client.close());
            });
  }

  private static void pass(Buffer bytes, NetSocket client, NetSocket server) {
    boolean flush = bytes.toString().contains("HINCRBY") || bytes.toString().contains("hincrby");
    Fate fate = flush ? FATE.getAndSet(Fate.PASS) : Fate.PASS;
    switch (fate) {
      case PASS -> server.write(bytes);
      case LOSE_REQUEST -> client.close();
      case LOSE_ANSWER -> {
        server.handler(answer -> client.close());
        server.write(bytes);
      }
    }
  }

  @Test
  void everyTradeIsStoredExactlyOnceWhateverIsLost() {
    VolumeCount count = new VolumeCount(stage.context("stocks", Map.of()), bus);
    Random chance = new Random(11);
    long sent = 0;
    int lost = 0;
    for (int round = 0; round < 30; round++) {
      for (int trade = chance.nextInt(1, 20); trade > 0; trade--) {
        long shares = chance.nextInt(1, 500);
        count.trade(690 + chance.nextInt(100) / 100.0, shares);
        sent += shares;
      }
      Fate fate = round % 3 == 0 ? Fate.values()[chance.nextInt(3)] : Fate.PASS;
      FATE.set(fate);
      boolean stored = get(count.flush().map(true).otherwise(false));
      lost += stored ? 0 : 1;
      assertThat(stored).isEqualTo(fate == Fate.PASS);
      until("the line stands again", bus::up);
    }
    get(count.flushAll());
    assertThat(lost).isPositive();
    assertThat(count.pending()).isZero();
    assertThat(sum(HASH)).isEqualTo(sent);
    assertThat(sum(HASH + ":2026-01-27")).isEqualTo(sent);
    assertThat(stage.count(HASH + ":meta", "total_volume")).isEqualTo(sent);
    assertThat(stage.count("massive:volume_profile:analytics", "volume_added")).isEqualTo(sent);
  }

  private static long sum(String hash) {
    return stage.ask(Command.HVALS, hash).stream().mapToLong(v -> v.toLong()).sum();
  }

  @Test
  void whatSomebodyElseStoredIsSummedUp() {
    stage.ask(Command.FLUSHDB);
    stage.ask(Command.HSET, HASH, 680_000, 100, 700_000, 50, "note", "none");
    VolumeCount count = new VolumeCount(stage.context("stocks", Map.of()), bus);
    count.trade(690, 7);
    Future<Void> flushed = count.flush();
    get(flushed);
    assertThat(stage.count(HASH + ":meta", "total_volume")).isEqualTo(157);
    assertThat(stage.count(HASH + ":meta", "min_price")).isEqualTo(6_800);
    assertThat(stage.count(HASH + ":meta", "max_price")).isEqualTo(7_000);
  }
}
