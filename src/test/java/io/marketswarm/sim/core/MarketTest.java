package io.marketswarm.sim.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketswarm.market.model.MarketCalendar;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class MarketTest {
  private static final MarketOptions QUIET =
      MarketOptions.DEFAULT.withUnderlyings(List.of()).withTradesPerSecond(0);
  private static final Market.Listener DEAF =
      new Market.Listener() {
        @Override
        public void stepped(TradingDay day) {}

        @Override
        public void traded(OptionPrint print) {}

        @Override
        public void traded(StockPrint print) {}
      };

  private static long at(String newYorkTime) {
    String[] parts = newYorkTime.split(" ");
    return MarketCalendar.at(LocalDate.parse(parts[0]), LocalTime.parse(parts[1])).toEpochMilli();
  }

  private static Market open(MarketOptions options, long wall) {
    return Market.open(options, MarketCalendar.us(), wall);
  }

  /** Lets time pass, with new sessions as they fall due. */
  private static void pass(Market market, long from, long until) {
    for (long wall = from; wall <= until; wall += 1_000) {
      catchUp(market, wall);
      market.due(wall).ifPresent(plan -> market.begin(plan.build(market.history())));
    }
    catchUp(market, until);
  }

  private static void catchUp(Market market, long wall) {
    while (market.advance(wall, DEAF) < wall) {
      assertThat(market.isOpen()).isTrue();
    }
  }

  @Test
  void followsTheWallDuringRegularHours() {
    long wall = at("2026-01-27 11:15:30");
    Market market = open(QUIET, wall);
    assertThat(market.followsTheWall()).isTrue();
    assertThat(market.clock().simAt(wall + 5_000)).isEqualTo(wall + 5_000);
    assertThat(market.session().date()).isEqualTo("2026-01-27");
    assertThat(market.day().tape().step()).isEqualTo(6_330);
    assertThat(market.day().tape().wall(6_330)).isEqualTo(wall);
    assertThat(market.day().tape().wall(0)).isEqualTo(at("2026-01-27 09:30"));
  }

  @Test
  void opensOnWeekendsAndNights() {
    long saturday = at("2026-01-24 20:00");
    Market market = open(QUIET, saturday);
    assertThat(market.session().date()).isEqualTo("2026-01-26");
    assertThat(market.followsTheWall()).isFalse();
    assertThat(market.clock().simAt(saturday)).isEqualTo(at("2026-01-26 09:30"));
    pass(market, saturday, saturday + 90_000);
    assertThat(market.day().tape().step()).isEqualTo(90);
    assertThat(market.day().tape().wall(90)).isEqualTo(saturday + 90_000);
    Market evening = open(QUIET, at("2026-01-27 16:00"));
    assertThat(evening.session().date()).isEqualTo("2026-01-28");
    Market morning = open(QUIET, at("2026-01-27 07:00"));
    assertThat(morning.session().date()).isEqualTo("2026-01-27");
  }

  @Test
  void turnsToRealTimeAtTheOpeningBell() {
    long early = at("2026-01-27 09:20");
    long bell = at("2026-01-27 09:30");
    Market market = open(QUIET, early);
    pass(market, early, bell - 1_000);
    assertThat(market.followsTheWall()).isFalse();
    market.advance(bell, DEAF);
    double last = market.day().tape().last(Universe.SPX);
    pass(market, bell, bell + 2_000);
    assertThat(market.followsTheWall()).isTrue();
    assertThat(market.session().date()).isEqualTo("2026-01-27");
    assertThat(market.day().tape().step()).isEqualTo(2);
    assertThat(market.day().previousClose(Universe.SPX)).isEqualTo(last);
  }

  @Test
  void whoeverTouchedTheClockKeepsIt() {
    long early = at("2026-01-27 09:20");
    Market market = open(QUIET, early);
    market.pause(early + 1_000);
    market.resume(early + 61_000);
    long sim = market.clock().simAt(early + 61_000);
    assertThat(sim).isEqualTo(at("2026-01-27 09:30") + 1_000);
    pass(market, early + 61_000, at("2026-01-27 09:35"));
    assertThat(market.followsTheWall()).isFalse();
  }

  @Test
  void restsAMinuteAfterTheCloseAndThenOpensTheNextDay() {
    MarketOptions options = QUIET.withDate(LocalDate.of(2026, 1, 16)).withSpeed(60);
    long start = at("2026-01-10 12:00");
    long close = start + 390_000;
    Market market = open(options, start);
    pass(market, start, close + 59_000);
    assertThat(market.isOpen()).isFalse();
    assertThat(market.session().date()).isEqualTo("2026-01-16");
    double last = market.day().tape().last(Universe.SPX);
    Levels closes = market.day().tape().closes();
    pass(market, close + 60_000, close + 61_000);
    assertThat(market.session().date()).as("over Martin Luther King day").isEqualTo("2026-01-20");
    assertThat(market.isOpen()).isTrue();
    assertThat(market.day().previousClose(Universe.SPX)).isEqualTo(last);
    double gap = market.day().tape().open(Universe.SPX) / closes.get(Universe.SPX) - 1;
    assertThat(gap).isNotZero().isBetween(-0.02, 0.02);
  }

  @Test
  void keepsExchangeHoursWhenAsked() {
    MarketOptions options = QUIET.withAlwaysOpen(false);
    Market sunday = open(options, at("2026-01-25 12:00"));
    assertThat(sunday.session().date()).isEqualTo("2026-01-23");
    assertThat(sunday.isOpen()).isFalse();
    double close = sunday.day().tape().last(Universe.SPX);
    pass(sunday, at("2026-01-26 09:29:50"), at("2026-01-26 09:29:59"));
    assertThat(sunday.day().tape().last(Universe.SPX)).as("static").isEqualTo(close);
    pass(sunday, at("2026-01-26 09:30"), at("2026-01-26 09:30:10"));
    assertThat(sunday.session().date()).isEqualTo("2026-01-26");
    assertThat(sunday.isOpen()).isTrue();
    assertThat(sunday.day().previousClose(Universe.SPX)).isEqualTo(close);
  }

  @Test
  void keepsExchangeHoursThroughDaylightSavingAndShortDays() {
    MarketOptions options = QUIET.withAlwaysOpen(false);
    assertThat(open(options, at("2026-03-09 09:30:05")).day().tape().step()).isEqualTo(5);
    assertThat(open(options, Instant.parse("2026-03-09T13:30:05Z").toEpochMilli()).isOpen())
        .isTrue();
    assertThat(open(options, Instant.parse("2026-03-06T13:30:05Z").toEpochMilli()).isOpen())
        .isFalse();
    assertThat(open(options, at("2026-11-27 12:59:59")).isOpen()).isTrue();
    Market after = open(options, at("2026-11-27 13:00:00"));
    assertThat(after.isOpen()).isFalse();
    assertThat(after.session().date()).isEqualTo("2026-11-27");
  }

  @Test
  void speedDoesNotChangeTheSeries() {
    MarketOptions options = QUIET.withDate(LocalDate.of(2026, 1, 27));
    long start = at("2026-01-10 12:00");
    Market slow = open(options, start);
    Market fast = open(options.withSpeed(20), start);
    pass(slow, start, start + 600_000);
    pass(fast, start, start + 30_000);
    assertThat(fast.day().tape().step()).isEqualTo(600);
    for (int step = 0; step <= 600; step++) {
      assertThat(fast.day().tape().value(Universe.SPX, step))
          .isEqualTo(slow.day().tape().value(Universe.SPX, step));
    }
  }

  @Test
  void seekingForthAndBackFindsTheSameDay() {
    MarketOptions options =
        MarketOptions.DEFAULT
            .withUnderlyings(List.of("I:SPX"))
            .withDate(LocalDate.of(2026, 1, 27))
            .withSpeed(30);
    long start = at("2026-01-10 12:00");
    Market market = open(options, start);
    pass(market, start, start + 20_000);
    market.turn(Scenario.VOLATILE);
    pass(market, start + 20_000, start + 40_000);
    int atm = market.day().listing().find("O:SPXW260127C06900000").orElseThrow();
    OptionSnapshot before = market.desk().snapshot(atm);
    double spot = market.day().tape().last(Universe.SPX);
    seek(market, start + 40_000, at("2026-01-27 09:45"));
    assertThat(market.day().tape().step()).isEqualTo(900);
    seek(market, start + 40_000, at("2026-01-27 09:50"));
    assertThat(market.day().scenario()).as("the future was forgotten").isEqualTo(Scenario.VOLATILE);
    assertThat(market.day().tape().last(Universe.SPX)).isEqualTo(spot);
    OptionSnapshot after = market.desk().snapshot(atm);
    assertThat(after.bidMills()).isEqualTo(before.bidMills());
    assertThat(after.day().orElseThrow().volume())
        .isCloseTo(before.day().orElseThrow().volume(), Offset.offset(60L));
    assertThatThrownBy(() -> market.seek(start, at("2026-01-28 09:45")))
        .hasMessageContaining("2026-01-27");
  }

  private static void seek(Market market, long wall, long sim) {
    market.begin(market.seek(wall, sim).build(market.history()));
  }

  @Test
  void aResetStartsOver() {
    MarketOptions options = QUIET.withDate(LocalDate.of(2026, 1, 27)).withSpeed(10);
    long start = at("2026-01-10 12:00");
    Market market = open(options, start);
    pass(market, start, start + 5_000);
    market.begin(
        market
            .reset(start + 5_000, 7, Optional.of(LocalDate.of(2026, 3, 3)))
            .build(market.history()));
    assertThat(market.session().date()).isEqualTo("2026-03-03");
    assertThat(market.day().tape().step()).isZero();
    assertThat(market.clock().speed()).isEqualTo(10);
    assertThat(market.options().seed()).isEqualTo(7);
    assertThat(market.history().firstDate()).isBetween("2024-03-03", "2024-03-06");
  }

  @Test
  void whoeverIsLateCatchesUpSecondBySecond() {
    long start = at("2026-01-10 12:00");
    Market market = open(QUIET.withDate(LocalDate.of(2026, 1, 27)), start);
    long later = start + 100_000;
    assertThat(market.advance(later, DEAF)).isEqualTo(start + 1_000);
    assertThat(market.advance(later, DEAF)).isEqualTo(start + 2_000);
    catchUp(market, later);
    assertThat(market.day().tape().step()).isEqualTo(100);
  }

  @Test
  void memoryStaysBoundedOverManySessions() {
    MarketOptions options = QUIET.withDate(LocalDate.of(2026, 1, 5)).withSpeed(60);
    long wall = at("2026-01-05 20:00");
    Market market = open(options, wall);
    for (int session = 0; session < 14; session++) {
      long end = wall + 390_000;
      catchUp(market, end);
      wall = end + 60_000;
      market.begin(market.due(wall).orElseThrow().build(market.history()));
    }
    assertThat(market.lived(Universe.SPX).days()).hasSize(15);
    assertThat(market.lived(Universe.SPX).minutes()).as("of ten sessions").hasSizeBetween(65, 85);
    OptionalDouble highest =
        market.lived(Universe.SPX).days().values().stream().mapToDouble(Bar::high).max();
    assertThat(highest).isPresent();
  }
}
