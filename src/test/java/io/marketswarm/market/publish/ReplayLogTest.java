package io.marketswarm.market.publish;

import static io.marketswarm.market.MarketStage.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.market.MarketStage;
import io.marketswarm.service.HandMarketClock;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayLogTest {
  private static final String KEY = "massive:heatmap:replay:I:SPX";
  private static final Duration LIFE = Duration.ofMinutes(1);

  @TempDir Path folder;
  private MarketStage stage;
  private long now = 1_795_197_600_000L;

  @BeforeEach
  void open() {
    stage = new MarketStage(folder, new HandMarketClock(now));
  }

  @AfterEach
  void close() {
    stage.close();
  }

  private void add(ReplayLog log, int bytes) {
    get(stage.market().batch(log.add(now, new byte[bytes], now)));
  }

  private List<Long> versions() {
    List<Long> versions = new ArrayList<>();
    for (Response entry : stage.ask(Command.XRANGE, KEY, "-", "+")) {
      versions.add(Long.valueOf(entry.get(0).toString().replace("-0", "")));
    }
    return versions;
  }

  @Test
  void staysWithinItsBytesItsEntriesAndItsTime() {
    long first = now;
    ReplayLog log = new ReplayLog(KEY, LIFE, 1_000, 5);
    add(log, 400);
    now++;
    add(log, 400);
    assertThat(versions()).containsExactly(first, first + 1);
    now++;
    add(log, 400);
    assertThat(versions()).as("bytes").containsExactly(first + 1, first + 2);
    assertThat(log.bytes()).isEqualTo(800);
    for (int i = 0; i < 6; i++) {
      now++;
      add(log, 1);
    }
    assertThat(versions()).as("entries").hasSize(5).doesNotContain(first + 2);
    now += LIFE.toMillis();
    add(log, 1);
    assertThat(versions()).as("time").hasSizeLessThanOrEqualTo(2).contains(now);
    now++;
    add(log, 5_000);
    assertThat(versions()).as("the newest is kept, however large").containsExactly(now);
    assertThat(stage.ask(Command.PTTL, KEY).toLong()).isBetween(50_000L, LIFE.toMillis());
  }

  @Test
  void letsWhatAnotherOwnerWroteGoAtOnce() {
    ReplayLog before = new ReplayLog(KEY, LIFE, 20_000, 50);
    for (int i = 0; i < 4; i++) {
      add(before, 100);
      now++;
    }
    ReplayLog log = new ReplayLog(KEY, LIFE, 20_000, 50);
    log.inherit(now - 1, stage.ask(Command.MEMORY, "USAGE", KEY).toLong());
    add(log, 100);
    assertThat(versions()).hasSize(5);
    long mine = now;
    now++;
    add(log, 19_000);
    assertThat(versions()).containsExactly(mine, now);
  }
}
