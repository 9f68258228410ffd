package io.marketswarm.market.model;

import static io.marketswarm.market.model.VolumeProfile.Mode.RAW;
import static io.marketswarm.market.model.VolumeProfile.Mode.TV;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VolumeProfileTest {
  private static final Instant NOW = Instant.parse("2026-11-20T15:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "697.50, 697500",
    "690.25, 690250",
    "600.004, 600000",
    "689.123, 689120",
    "690.005, 690000",
    "701.999, 702000",
    "655.555, 655560",
    "697.505, 697500",
    "0.125, 120"
  })
  void fundTradesFallIntoIndexCents(double price, int bucket) {
    assertThat(VolumeBuckets.of(price)).isEqualTo(bucket);
  }

  @ParameterizedTest
  @CsvSource({"697500, 6975", "697440, 6974", "697450, 6974", "697550, 6976", "697560, 6976"})
  void bucketsBelongToTheNearestPoint(int bucket, int point) {
    assertThat(VolumeBuckets.point(bucket)).isEqualTo(point);
  }

  @Test
  void theTallyCountsTradesAndStartsAgainAfterAFlush() {
    VolumeTally tally = new VolumeTally();
    assertThat(tally.trade(697.50, 100)).isTrue();
    assertThat(tally.trade(697.50, 50)).isTrue();
    assertThat(tally.trade(697.51, 7)).isTrue();
    assertThat(tally.trade(697.51, 0)).isFalse();
    assertThat(tally.trade(697.51, -5)).isFalse();
    assertThat(tally.trade(Double.NaN, 5)).isFalse();
    assertThat(tally.trade(0, 5)).isFalse();
    assertThat(tally.trade(1e12, 5)).isFalse();
    assertThat(tally.size()).isEqualTo(2);
    assertThat(tally.total()).isEqualTo(157);

    assertThat(drained(tally)).containsOnly(entry(697500, 150L), entry(697510, 7L));
    assertThat(tally.size()).isZero();
    assertThat(drained(tally)).isEmpty();
  }

  @Property(tries = 200)
  void theTallyLosesNothing(@ForAll long seed) {
    Random random = new Random(seed);
    VolumeTally tally = new VolumeTally();
    Map<Integer, Long> expected = new HashMap<>();
    for (int flush = 0; flush < 3; flush++) {
      int trades = random.nextInt(4000);
      for (int i = 0; i < trades; i++) {
        double price = 500 + random.nextInt(30_000) / 100.0;
        long shares = 1 + random.nextInt(1000);
        tally.trade(price, shares);
        expected.merge(VolumeBuckets.of(price), shares, Long::sum);
      }
      assertThat(tally.total()).isEqualTo(expected.values().stream().mapToLong(v -> v).sum());
      assertThat(drained(tally)).isEqualTo(expected);
      expected.clear();
    }
  }

  private static Map<Integer, Long> drained(VolumeTally tally) {
    Map<Integer, Long> buckets = new HashMap<>();
    tally.drain((bucket, volume) -> assertThat(buckets.put(bucket, volume)).isNull());
    return buckets;
  }

  @Test
  void minuteBarsBecomeRawAndSpreadVolume() {
    VolumeProfile profile = example();

    assertThat(volumes(profile, RAW)).containsOnly(entry(6902, 3600.0), entry(6908, 9000.0));
    Map<Integer, Double> tv = volumes(profile, TV);
    double[] expected = {400, 800, 1300, 2600, 1500, 1200, 900, 1200, 1200, 1200, 300};
    assertThat(tv).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat(tv.get(6899 + i)).isEqualTo(expected[i], within(1e-6));
    }
  }

  @Test
  void theRangeReachesBeyondTheDataToWholeHundreds() {
    VolumeProfile profile = example();
    assertThat(profile.minPrice()).isEqualTo(6500);
    assertThat(profile.maxPrice()).isEqualTo(7300);
    assertThat(profile.bins()).isEqualTo(801);
  }

  static VolumeProfile example() {
    ProfileBuilder builder = new ProfileBuilder("SPY", "SPX", 10);
    assertThat(builder.bar(689.9, 690.3, 690.2, 3000)).isTrue();
    assertThat(builder.bar(690.2, 690.2, 690.2, 600)).isTrue();
    assertThat(builder.bar(690.1, 690.9, 690.8, 9000)).isTrue();
    return builder.build(NOW);
  }

  @Test
  void barsThatMakeNoSenseAreLeftOut() {
    ProfileBuilder builder = new ProfileBuilder("SPY", "SPX", 10);
    assertThat(builder.bar(690, 689, 690, 100)).isFalse();
    assertThat(builder.bar(690, 691, Double.NaN, 100)).isFalse();
    assertThat(builder.bar(690, Double.POSITIVE_INFINITY, 690, 100)).isFalse();
    assertThat(builder.bar(690, 691, 690, 0)).isFalse();
    assertThat(builder.bar(690, 691, 690, Double.NaN)).isFalse();
    assertThat(builder.bar(0, 691, 690, 10)).isFalse();
    assertThat(builder.bar(690, 1e9, 690, 10)).isFalse();
    assertThat(builder.build(NOW).isEmpty()).isTrue();
    assertThatThrownBy(() -> new ProfileBuilder("SPY", "SPX", 0)).hasMessageContaining("0.0");
  }

  @Test
  void instrumentsWithAnotherRatioJoinTheSameIndex() {
    VolumeProfile profile = new ProfileBuilder("QQQ", "NDX", 41).merge(example()).build(NOW);
    assertThat(volumes(profile, RAW)).isEqualTo(volumes(example(), RAW));

    ProfileBuilder futures = new ProfileBuilder("SPY", "SPX", 10);
    assertThat(futures.bar(6901, 6901, 6901, 50, 1)).isTrue();
    assertThat(volumes(futures.build(NOW), RAW)).containsOnly(entry(6901, 50.0));
  }

  @Test
  void liveVolumeIsFoldedIntoBothModes() {
    VolumeProfile base = example();
    VolumeProfile served =
        new ProfileBuilder("SPY", "SPX", 10)
            .merge(base)
            .live(690800, 100)
            .live(750010, 5)
            .build(NOW);

    assertThat(volumes(served, RAW))
        .containsOnly(entry(6902, 3600.0), entry(6908, 9100.0), entry(7500, 5.0));
    assertThat(volumes(served, TV).get(6908)).isEqualTo(1300, within(1e-6));
    assertThat(served.maxPrice()).isEqualTo(7900);
    assertThat(volumes(base, RAW).get(6908)).as("the base stays").isEqualTo(9000);
  }

  @Property(tries = 100)
  void noVolumeIsLost(@ForAll long seed) {
    Random random = new Random(seed);
    ProfileBuilder builder = new ProfileBuilder("SPY", "SPX", 10);
    double total = 0;
    for (int i = 0; i < 200; i++) {
      double low = 400 + random.nextInt(40_000) / 100.0;
      double high = low + random.nextInt(300) / 100.0;
      double volume = random.nextInt(100_000);
      if (builder.bar(low, high, low + (high - low) / 2, volume)) {
        total += volume;
      }
    }
    VolumeProfile profile = builder.build(NOW);
    for (VolumeProfile.Mode mode : VolumeProfile.Mode.values()) {
      assertThat(volumes(profile, mode).values().stream().mapToDouble(v -> v).sum())
          .isEqualTo(total, within(1e-3));
    }
    int lowest = volumes(profile, TV).keySet().iterator().next();
    assertThat(profile.minPrice() % 100).isZero();
    assertThat(profile.maxPrice() % 100).isZero();
    assertThat((double) profile.minPrice()).isLessThanOrEqualTo(lowest * 0.95);
  }

  static Map<Integer, Double> volumes(VolumeProfile profile, VolumeProfile.Mode mode) {
    Map<Integer, Double> volumes = new TreeMap<>();
    for (int bin = 0; bin < profile.bins(); bin++) {
      if (profile.volume(mode, bin) > 0) {
        volumes.put(profile.price(bin), profile.volume(mode, bin));
      }
    }
    return volumes;
  }

  @Test
  void aSessionsLiveVolumeHasLevelsOfItsOwn() {
    VolumeTally session = new VolumeTally();
    session.trade(690.20, 300);
    session.trade(690.21, 400);
    session.trade(690.30, 100);
    session.trade(690.90, 50);
    ProfileBuilder builder = new ProfileBuilder("SPY", "SPX", 10);
    session.drain(builder::live);

    VolumeLevels levels = VolumeLevels.of(builder.build(NOW));
    assertThat(levels.poc()).isEqualTo(6902);
    assertThat(levels.vah()).isEqualTo(6902);
    assertThat(levels.hvns()).containsExactly(6902.0);
    assertThat(levels.lvns()).containsExactly(6903.0, 6909.0);
  }

  @Test
  void aChartGetsLevelsWithVolumeFromTheTop() {
    ProfileView all = ProfileView.of(example(), RAW, Double.NaN, Double.NaN);
    assertThat(all.prices()).containsExactly(6908, 6902);
    assertThat(all.volumes()).containsExactly(9000, 3600);
    assertThat(all.maxVolume()).isEqualTo(9000);

    ProfileView part = ProfileView.of(example(), TV, 6900, 6902);
    assertThat(part.prices()).containsExactly(6902, 6901, 6900);
    assertThat(part.maxVolume()).isEqualTo(2600, within(1e-6));
    assertThat(ProfileView.of(example(), RAW, 7000, 8000).count()).isZero();
    assertThat(ProfileView.of(example(), RAW, 7000, 8000).maxVolume()).isZero();
  }

  @Test
  void anEmptyModeFallsBackToTheOther() {
    VolumeProfile onlyRaw = new ProfileBuilder("SPY", "SPX", 10).point(RAW, 6900, 5).build(NOW);
    assertThat(ProfileView.of(onlyRaw, TV, Double.NaN, Double.NaN).prices()).containsExactly(6900);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      value = {"tv, TV", "raw, RAW", "TV, RAW", "null, RAW"})
  void everyModeButTvIsRaw(String query, VolumeProfile.Mode mode) {
    assertThat(VolumeProfile.Mode.of(query)).isEqualTo(mode);
  }
}
