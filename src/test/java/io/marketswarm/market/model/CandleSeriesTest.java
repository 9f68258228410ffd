package io.marketswarm.market.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CandleSeriesTest {
  private static final long BASE = 1795185000;
  private static final double[][] POINTS = {
    {0, 6900},
    {60, 6903.5},
    {299, 6898.25},
    {300, 6899},
    {610, 6905},
    {901, 6904},
    {1799, 6910.5},
    {1800, 6911}
  };

  @Test
  void fiveMinutes() {
    assertThat(candles(300))
        .containsExactly(
            new Candle(BASE, 6900, 6903.5, 6898.25, 6898.25),
            flat(BASE + 300, 6899),
            flat(BASE + 600, 6905),
            flat(BASE + 900, 6904),
            flat(BASE + 1500, 6910.5),
            flat(BASE + 1800, 6911));
  }

  @Test
  void quartersOfAnHour() {
    assertThat(candles(900))
        .containsExactly(
            new Candle(BASE, 6900, 6905, 6898.25, 6905),
            new Candle(BASE + 900, 6904, 6910.5, 6904, 6910.5),
            flat(BASE + 1800, 6911));
  }

  @Test
  void hoursAreAlignedToTheEpoch() {
    assertThat(candles(3600))
        .containsExactly(
            new Candle(1795183200, 6900, 6910.5, 6898.25, 6910.5), flat(1795186800, 6911));
  }

  private static List<Candle> candles(int size) {
    CandleSeries series = new CandleSeries(size);
    for (double[] point : POINTS) {
      series.add(BASE + (long) point[0], BASE + point[0], point[1]);
    }
    return series.since(0);
  }

  private static Candle flat(long time, double value) {
    return new Candle(time, value, value, value, value);
  }

  @Test
  void whatIsNoNumberIsSkipped() {
    CandleSeries series = new CandleSeries(300);
    series.add(BASE, BASE, Double.NaN);
    series.add(BASE, BASE, Double.POSITIVE_INFINITY);
    assertThat(series.count()).isZero();
    assertThatThrownBy(() -> new CandleSeries(0)).hasMessageContaining("not 0");
  }

  @Test
  void aLatePointJoinsTheCandleOfItsTime() {
    CandleSeries series = new CandleSeries(300);
    series.add(BASE + 10, 1, 100);
    series.add(BASE + 20, 2, 110);
    series.add(BASE + 300, 3, 120);
    series.add(BASE + 15, 4, 130);
    assertThat(series.since(0).get(0)).isEqualTo(new Candle(BASE, 100, 130, 100, 110));
    series.add(BASE + 5, 5, 90);
    assertThat(series.since(0).get(0)).isEqualTo(new Candle(BASE, 90, 130, 90, 110));
    series.add(BASE - 700, 6, 80);
    assertThat(series.since(0)).hasSize(3);
    assertThat(series.since(0).get(0)).isEqualTo(flat(BASE - 900, 80));
  }

  private record Point(long time, double score, double value) {}

  @Property(tries = 300)
  void agreesWithSortingAndGrouping(@ForAll long seed) {
    Random random = new Random(seed);
    int size = List.of(300, 600, 900, 3600).get(random.nextInt(4));
    List<Point> points = new ArrayList<>();
    CandleSeries series = new CandleSeries(size);
    for (int i = 0; i < 300; i++) {
      long time = BASE - 7200 + random.nextInt(14_400);
      Point point = new Point(time, i, 6900 + random.nextInt(1000) / 4.0);
      points.add(point);
      series.add(point.time, point.score, point.value);
    }
    List<Candle> expected =
        points.stream()
            .sorted(Comparator.comparingLong(Point::time).thenComparingDouble(Point::score))
            .collect(
                Collectors.groupingBy(
                    point -> Math.floorDiv(point.time, size) * size,
                    TreeMap::new,
                    Collectors.toList()))
            .entrySet()
            .stream()
            .map(
                bucket -> {
                  List<Double> values = bucket.getValue().stream().map(Point::value).toList();
                  return new Candle(
                      bucket.getKey(),
                      values.get(0),
                      values.stream().max(Double::compare).orElseThrow(),
                      values.stream().min(Double::compare).orElseThrow(),
                      values.get(values.size() - 1));
                })
            .toList();
    assertThat(series.since(Long.MIN_VALUE / 2)).isEqualTo(expected);

    long cut = BASE - 7200 + random.nextInt(14_400);
    series.forgetBefore(cut);
    assertThat(series.since(0))
        .isEqualTo(expected.stream().filter(candle -> candle.time() + size > cut).toList());
  }

  @Test
  void theBookKeepsAllSizesAndTheLastSpot() {
    CandleBook book = new CandleBook("I:SPX");
    assertThat(book.isEmpty()).isTrue();
    assertThatThrownBy(() -> book.snapshot(Instant.ofEpochSecond(BASE), 1))
        .hasMessageContaining("I:SPX");
    for (double[] point : POINTS) {
      book.add(BASE + point[0] + 0.25, BASE + point[0] + 0.25, point[1]);
    }
    book.add(Double.NaN, 0, 1);
    book.add(BASE, 0, Double.NaN);

    CandleModel model = book.snapshot(Instant.ofEpochSecond(BASE + 1800), 20);
    assertThat(model.days()).isEqualTo(7);
    assertThat(model.spot()).isEqualTo(6911);
    assertThat(model.ts()).isEqualTo(Instant.ofEpochMilli((BASE + 1800) * 1000 + 250));
    assertThat(model.fiveMinutes()).isEqualTo(candles(300));
    assertThat(model.tenMinutes()).isEqualTo(candles(600));
    assertThat(model.quarters()).isEqualTo(candles(900));
    assertThat(model.hours()).isEqualTo(candles(3600));
  }

  @Test
  void aSnapshotCoversOnlyTheDaysAskedFor() {
    CandleBook book = new CandleBook("I:SPX");
    for (int day = 0; day < 9; day++) {
      book.add(BASE + day * 86_400, day, 6900 + day);
    }
    Instant now = Instant.ofEpochSecond(BASE + 8 * 86_400);
    assertThat(book.snapshot(now, 1).hours()).hasSize(2);
    assertThat(book.snapshot(now, 0).days()).isEqualTo(1);
    assertThat(book.snapshot(now, 7).hours()).hasSize(8);
    book.trim(now);
    assertThat(book.snapshot(now.minusSeconds(7 * 86_400), 7).hours()).hasSize(8);
  }
}
