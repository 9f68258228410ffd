package io.marketswarm.sim.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.marketswarm.market.model.MarketCalendar;
import io.marketswarm.sim.core.BarQuery.Lived;
import io.marketswarm.sim.core.BarQuery.Unit;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PriceHistoryTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 1, 27);
  private static final MarketCalendar CALENDAR = MarketCalendar.us();
  private static final Universe UNIVERSE = new Universe(Map.of());
  private static final Opening OPENING =
      Opening.first(UNIVERSE, MarketOptions.DEFAULT, CALENDAR.sessionOf(FIRST));
  private static final PriceHistory HISTORY = new PriceHistory(UNIVERSE, CALENDAR, 42, OPENING);
  private static final Lived NOTHING = new Lived(List.of(), new TreeMap<>());

  private static List<Bar> bars(int instrument, int multiplier, Unit unit, String from, String to) {
    return new BarQuery(
            instrument,
            multiplier,
            unit,
            Days.midnight(LocalDate.parse(from)),
            Days.midnight(LocalDate.parse(to).plusDays(1)) - 1)
        .run(HISTORY, NOTHING);
  }

  @Test
  void leadsUpToTheFirstSession() {
    Bar last = HISTORY.day(Universe.SPX, LocalDate.of(2026, 1, 26));
    assertThat(last.close()).isEqualTo(OPENING.previousCloses().get(Universe.SPX));
    assertThat(HISTORY.firstDate()).isBetween("2024-01-28", "2024-01-30");
  }

  @Test
  void hasBarsOfTradingDaysOnly() {
    List<Bar> days = bars(Universe.SPX, 1, Unit.DAY, "2025-01-01", "2025-12-31");
    List<LocalDate> expected =
        LocalDate.of(2025, 1, 1)
            .datesUntil(LocalDate.of(2026, 1, 1))
            .filter(CALENDAR::isTradingDay)
            .toList();
    assertThat(days)
        .extracting(bar -> MarketCalendar.dateOf(Instant.ofEpochMilli(bar.t())))
        .isEqualTo(expected);
    assertThat(bars(Universe.SPX, 1, Unit.DAY, "2026-01-17", "2026-01-19")).isEmpty();
  }

  @Test
  void minutesCoverTheSessionAndAgreeWithTheDay() {
    List<Bar> minutes = bars(Universe.SPX, 1, Unit.MINUTE, "2026-01-20", "2026-01-20");
    Bar day = HISTORY.day(Universe.SPX, LocalDate.of(2026, 1, 20));
    assertThat(minutes).hasSize(390);
    assertThat(minutes.get(0).t()).isEqualTo(Instant.parse("2026-01-20T14:30:00Z").toEpochMilli());
    assertThat(minutes.get(389).t())
        .isEqualTo(Instant.parse("2026-01-20T20:59:00Z").toEpochMilli());
    assertThat(minutes.get(0).open()).isEqualTo(day.open());
    assertThat(minutes.get(389).close()).isEqualTo(day.close());
    assertThat(minutes.stream().mapToDouble(Bar::high).max()).hasValue(day.high());
    assertThat(minutes.stream().mapToDouble(Bar::low).min()).hasValue(day.low());
    assertThat(bars(Universe.SPX, 1, Unit.MINUTE, "2025-11-28", "2025-11-28"))
        .as("a day that ends at one")
        .hasSize(210);
  }

  @Test
  void everyBarIsSoundForEveryInstrument() {
    for (int i = 0; i < UNIVERSE.size(); i++) {
      boolean traded = UNIVERSE.get(i).sharesPerSecond() > 0;
      for (Bar bar : bars(i, 1, Unit.MINUTE, "2025-06-02", "2025-06-06")) {
        assertThat(bar.low()).isPositive().isLessThanOrEqualTo(Math.min(bar.open(), bar.close()));
        assertThat(bar.high()).isFinite().isGreaterThanOrEqualTo(Math.max(bar.open(), bar.close()));
        assertThat(bar.volume() > 0).isEqualTo(traded);
        if (traded) {
          assertThat(bar.vwap()).isBetween(bar.low() - 1e-4, bar.high() + 1e-4);
        }
      }
    }
  }

  @Test
  void mergesMinutesIntoLongerBars() {
    List<Bar> fives = bars(Universe.SPX, 5, Unit.MINUTE, "2026-01-20", "2026-01-20");
    List<Bar> hours = bars(Universe.SPX, 1, Unit.HOUR, "2026-01-20", "2026-01-20");
    assertThat(fives).hasSize(78);
    assertThat(hours).hasSize(7);
    assertThat(hours.get(0).t()).isEqualTo(Instant.parse("2026-01-20T14:00:00Z").toEpochMilli());
    assertThat(hours.get(0).open()).isEqualTo(fives.get(0).open());
    assertThat(hours.get(6).close()).isEqualTo(fives.get(77).close());
    int spy = UNIVERSE.indexOf("SPY").orElseThrow();
    long volume =
        bars(spy, 1, Unit.HOUR, "2026-01-20", "2026-01-20").stream().mapToLong(Bar::volume).sum();
    assertThat(HISTORY.day(spy, LocalDate.of(2026, 1, 20)).volume()).isEqualTo(volume);
  }

  @Test
  void isTheSameForTheSameSeed() {
    PriceHistory again = new PriceHistory(UNIVERSE, CALENDAR, 42, OPENING);
    PriceHistory other = new PriceHistory(UNIVERSE, CALENDAR, 43, OPENING);
    LocalDate date = LocalDate.of(2025, 3, 3);
    assertThat(again.minutes(Universe.NDX, date)).isEqualTo(HISTORY.minutes(Universe.NDX, date));
    assertThat(other.minutes(Universe.NDX, date)).isNotEqualTo(HISTORY.minutes(Universe.NDX, date));
  }

  @Test
  void twoYearsBehaveLikeAMarket() {
    List<Bar> spx = bars(Universe.SPX, 1, Unit.DAY, "2024-02-01", "2026-01-26");
    List<Bar> vix = bars(Universe.VIX, 1, Unit.DAY, "2024-02-01", "2026-01-26");
    double[] spxReturns = Lives.returns(spx.stream().mapToDouble(Bar::close).toArray());
    double[] vixReturns = Lives.returns(vix.stream().mapToDouble(Bar::close).toArray());
    assertThat(Lives.correlation(spxReturns, vixReturns)).isLessThan(-0.4);
    assertThat(vix).allSatisfy(bar -> assertThat(bar.close()).isBetween(9.0, 60.0));
    double variance = Arrays.stream(spxReturns).map(r -> r * r).average().orElseThrow();
    assertThat(Math.sqrt(variance * 252)).isCloseTo(0.15, within(0.06));
  }
}
