package io.marketswarm.market.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class MinuteBarsTest {
  private static final long BASE = 1_769_524_200;
  private static final int[] CANDLE_SIZES = {300, 600, 900, 3_600};

  /** The golden points of the contract, seconds from BASE. */
  private static final double[][] GOLDEN = {
    {0, 6900},
    {30, 6903.5},
    {99, 6898.25},
    {100, 6899},
    {299, 6897},
    {300, 6901.25},
    {899, 6904},
    {3_600, 6890.5}
  };

  private static List<TrailPoint> golden() {
    List<TrailPoint> points = new ArrayList<>();
    for (double[] point : GOLDEN) {
      points.add(new TrailPoint(BASE + point[0], BASE + point[0] + 0.25, point[1]));
    }
    return points;
  }

  /** Points of two hours, some of the same second, some received late. */
  @Provide
  Arbitrary<List<TrailPoint>> trails() {
    Arbitrary<TrailPoint> point =
        Combinators.combine(
                Arbitraries.integers().between(0, 7_200),
                Arbitraries.integers().between(0, 400),
                Arbitraries.integers().between(680_000, 700_000))
            .as((at, late, cents) -> new TrailPoint(BASE + at, BASE + at + late, cents / 100.0));
    return point.list().ofMinSize(1).ofMaxSize(200).map(MinuteBarsTest::withDistinctArrivals);
  }

  /** No two rows of a trail come at the same instant. */
  private static List<TrailPoint> withDistinctArrivals(List<TrailPoint> points) {
    List<TrailPoint> distinct = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      TrailPoint point = points.get(i);
      distinct.add(new TrailPoint(point.seconds(), point.score() + i / 1_000.0, point.value()));
    }
    return distinct;
  }

  private static List<Candle> candles(List<TrailPoint> points, int size) {
    CandleSeries series = new CandleSeries(size);
    points.forEach(point -> series.add(point.time(), point.score(), point.value()));
    return series.since(0);
  }

  /** What a reader makes of bars: each stands for its four prices in their order. */
  private static List<Candle> candlesOfBars(List<MinuteBar> bars, int size) {
    CandleSeries series = new CandleSeries(size);
    for (MinuteBar bar : bars) {
      series.add(bar.time(), 0, bar.open());
      series.add(bar.time(), 1, bar.high());
      series.add(bar.time(), 2, bar.low());
      series.add(bar.time(), 3, bar.close());
    }
    return series.since(0);
  }

  @Test
  void theGoldenPointsGiveTheGoldenCandles() {
    List<MinuteBar> bars = MinuteBars.of(golden()).bars();
    assertThat(bars.get(0)).isEqualTo(new MinuteBar(BASE, 6900, 6903.5, 6900, 6903.5, 2));
    assertThat(candlesOfBars(bars, 300))
        .containsExactly(
            new Candle(1769524200, 6900, 6903.5, 6897, 6897),
            flat(1769524500, 6901.25),
            flat(1769524800, 6904),
            flat(1769527800, 6890.5));
    assertThat(candlesOfBars(bars, 600))
        .containsExactly(
            new Candle(1769524200, 6900, 6903.5, 6897, 6901.25),
            flat(1769524800, 6904),
            flat(1769527800, 6890.5));
    assertThat(candlesOfBars(bars, 900))
        .containsExactly(new Candle(1769524200, 6900, 6904, 6897, 6904), flat(1769527800, 6890.5));
    assertThat(candlesOfBars(bars, 3_600))
        .containsExactly(new Candle(1769522400, 6900, 6904, 6897, 6904), flat(1769526000, 6890.5));
  }

  private static Candle flat(long time, double value) {
    return new Candle(time, value, value, value, value);
  }

  @Property
  void barsFoldedOneByOneAreThoseOfTheWholeTrail(
      @ForAll("trails") List<TrailPoint> points, @ForAll Random chance) {
    List<TrailPoint> shuffled = new ArrayList<>(points);
    Collections.shuffle(shuffled, chance);
    List<MinuteBar> bars = MinuteBars.of(shuffled).bars();
    assertThat(bars.stream().map(MinuteBarsTest::candle).toList()).isEqualTo(candles(points, 60));
    assertThat(bars.stream().mapToInt(MinuteBar::points).sum()).isEqualTo(points.size());
  }

  private static Candle candle(MinuteBar bar) {
    return new Candle(bar.time(), bar.open(), bar.high(), bar.low(), bar.close());
  }

  @Property
  void candlesOfBarsAreThoseOfTheTrail(@ForAll("trails") List<TrailPoint> points) {
    List<MinuteBar> bars = MinuteBars.of(points).bars();
    for (int size : CANDLE_SIZES) {
      assertThat(candlesOfBars(bars, size)).isEqualTo(candles(points, size));
    }
  }

  @Property
  void thinningChangesNoCandleAndLeavesFourPointsAMinute(
      @ForAll("trails") List<TrailPoint> points) {
    List<Integer> superfluous = Thinning.superfluous(points);
    List<TrailPoint> kept = new ArrayList<>(points);
    superfluous.stream().sorted(Collections.reverseOrder()).forEach(i -> kept.remove((int) i));
    assertThat(candles(kept, 60)).isEqualTo(candles(points, 60));
    for (int size : CANDLE_SIZES) {
      assertThat(candles(kept, size)).isEqualTo(candles(points, size));
    }
    assertThat(MinuteBars.of(kept).bars()).allMatch(bar -> bar.points() <= 4);
    assertThat(Thinning.superfluous(kept)).isEmpty();
  }

  @Test
  void aForgottenMinuteDoesNotChange() {
    MinuteBars bars = new MinuteBars(BASE);
    assertThat(bars.add(new TrailPoint(BASE - 1, BASE, 5))).isEmpty();
    assertThat(bars.add(new TrailPoint(BASE, BASE, 5))).isPresent();
    bars.forgetBefore(BASE + 60);
    assertThat(bars.add(new TrailPoint(BASE, BASE + 70, 6))).isEmpty();
    assertThat(bars.bars()).isEmpty();
  }

  @Property
  void aBarsPathGivesTheBarAgain(@ForAll("trails") List<TrailPoint> points) {
    MinuteBar whole = MinuteBars.of(points).bars().get(0);
    List<TrailPoint> path =
        BarPath.of(whole.time(), whole.open(), whole.high(), whole.low(), whole.close());
    assertThat(candle(MinuteBars.of(path).bars().get(0))).isEqualTo(candle(whole));
    assertThat(path).extracting(TrailPoint::seconds).allMatch(at -> at < whole.time() + 60);
  }
}
