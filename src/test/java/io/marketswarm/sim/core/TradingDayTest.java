package io.marketswarm.sim.core;

import static io.marketswarm.sim.core.Lives.correlation;
import static io.marketswarm.sim.core.Lives.minutes;
import static io.marketswarm.sim.core.Lives.returns;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.within;

import io.marketswarm.market.model.Greeks;
import io.marketswarm.sim.core.TradingDay.Shock;
import io.marketswarm.sim.core.TradingDay.Turn;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TradingDayTest {
  private static final int CLOSE = 23_400;

  /** No options: paths alone are quick to live. */
  private static final MarketOptions PATHS = MarketOptions.DEFAULT.withUnderlyings(List.of());

  private TradingDay normal;

  @BeforeAll
  void live() {
    normal = Lives.day(MarketOptions.DEFAULT.withTradesPerSecond(10), CLOSE);
  }

  @Test
  void opensWhereItShould() {
    assertThat(normal.tape().open(Universe.SPX)).isEqualTo(6_900);
    assertThat(normal.tape().open(Universe.NDX)).isEqualTo(25_100);
    assertThat(normal.tape().open(Universe.VIX)).isEqualTo(16);
    assertThat(normal.tape().open(Universe.RUT)).isEqualTo(2_600);
    assertThat(open(normal, "I:XSP")).isEqualTo(690);
    assertThat(open(normal, "SPY")).isEqualTo(690.41);
    assertThat(open(normal, "QQQ")).isEqualTo(610.71);
  }

  private static double open(TradingDay day, String symbol) {
    return day.tape().open(new Universe(Map.of()).indexOf(symbol).orElseThrow());
  }

  @Test
  void movesAboutAsMuchAsTheVolatilityIndexSays() {
    double[] seconds = path(normal, Universe.SPX);
    double realised = Math.sqrt(Arrays.stream(returns(seconds)).map(r -> r * r).sum() * 252) * 100;
    assertThat(realised).isCloseTo(0.85 * 16, within(0.35 * 0.85 * 16));
  }

  private static double[] path(TradingDay day, int instrument) {
    return IntStream.rangeClosed(0, day.tape().step())
        .mapToDouble(step -> day.tape().value(instrument, step))
        .toArray();
  }

  @Test
  void indicesMoveTogetherAndTheVolatilityIndexAgainstThem() {
    double[] spx = returns(minutes(normal, Universe.SPX));
    assertThat(correlation(spx, returns(minutes(normal, Universe.NDX)))).isBetween(0.85, 0.97);
    assertThat(correlation(spx, returns(minutes(normal, Universe.VIX)))).isLessThan(-0.5);
    assertThat(correlation(spx, returns(minutes(normal, Universe.RUT)))).isBetween(0.75, 0.95);
  }

  @Test
  void theSameSeedLivesTheSameDay() {
    TradingDay again = Lives.day(PATHS, CLOSE);
    for (int i = 0; i < new Universe(Map.of()).size(); i++) {
      assertThat(path(again, i)).containsExactly(path(normal, i));
    }
    assertThat(Lives.day(PATHS.withSeed(43), 100).tape().last(Universe.SPX))
        .isNotEqualTo(normal.tape().value(Universe.SPX, 100));
  }

  @Test
  void oneChainLessChangesNothingForTheOther() {
    TradingDay alone = Lives.day(MarketOptions.DEFAULT.withUnderlyings(List.of("I:SPX")), 600);
    TradingDay both = Lives.day(MarketOptions.DEFAULT, 600);
    assertThat(alone.listing().size()).isLessThan(both.listing().size());
    for (int contract = 0; contract < alone.listing().size(); contract++) {
      int same = both.listing().find(alone.listing().ticker(contract)).orElseThrow();
      OptionSnapshot one = new OptionDesk(alone).snapshot(contract);
      OptionSnapshot other = new OptionDesk(both).snapshot(same);
      assertThat(one.bidMills()).isEqualTo(other.bidMills());
      assertThat(one.openInterest()).isEqualTo(other.openInterest());
      assertThat(one.day()).isEqualTo(other.day());
    }
  }

  @Test
  void aReplayWithItsInterventionsIsTheDayItself() {
    MarketOptions options = PATHS;
    TradingDay once =
        Lives.day(
            options,
            2_000,
            new Turn(100, Scenario.VOLATILE),
            new Shock(500, Universe.SPX, -0.01, 60),
            new Turn(900, Scenario.HALT));
    TradingDay again =
        Lives.day(
            options, 2_000, once.interventionsUntil(2_000).toArray(TradingDay.Intervention[]::new));
    assertThat(once.interventionsUntil(600)).hasSize(2);
    assertThat(path(again, Universe.SPX)).containsExactly(path(once, Universe.SPX));
  }

  @Test
  void quotesAreTheSameWhetherSomebodyLookedAllTheTimeOrJustNow() {
    TradingDay watched = Lives.day(MarketOptions.DEFAULT, 0);
    List<Integer> sample = new ArrayList<>();
    for (int contract = 0; contract < watched.listing().size(); contract += 7) {
      sample.add(contract);
    }
    for (int step = 0; step < 150; step++) {
      int now = step;
      sample.forEach(contract -> watched.quotes().lookAt(contract, now));
      watched.advance(Lives.TIMES, TradingDay.Trades.UNHEARD);
    }
    TradingDay glimpsed = Lives.day(MarketOptions.DEFAULT, 150);
    for (int contract : sample) {
      watched.quotes().lookAt(contract, 150);
      glimpsed.quotes().lookAt(contract, 150);
      assertThat(glimpsed.quotes().quotedAt(contract))
          .as(watched.listing().ticker(contract))
          .isEqualTo(watched.quotes().quotedAt(contract));
      assertThat(glimpsed.quotes().bid(contract)).isEqualTo(watched.quotes().bid(contract));
    }
  }

  @Test
  void tradesComeAtTheConfiguredRateAndInOrder() {
    TradingDay day = Lives.day(MarketOptions.DEFAULT, 0);
    List<OptionPrint> prints = new ArrayList<>();
    List<StockPrint> stocks = new ArrayList<>();
    TradingDay.Trades trades =
        new TradingDay.Trades() {
          @Override
          public void traded(OptionPrint print) {
            prints.add(print);
          }

          @Override
          public void traded(StockPrint print) {
            stocks.add(print);
          }
        };
    int seconds = 600;
    for (int step = 0; step < seconds; step++) {
      day.advance(Lives.TIMES, trades);
    }
    double activity = Intraday.squared(0.013);
    double burst = 1 + 0.05 * 4.5;
    double spxToday = prints.stream().filter(p -> isToday(day, p, "I:SPX")).count();
    double ndxToday = prints.stream().filter(p -> isToday(day, p, "I:NDX")).count();
    assertThat(spxToday / seconds).isCloseTo(60 * activity * burst, within(4.0));
    assertThat(ndxToday / seconds).isCloseTo(8 * activity * burst, within(1.5));
    assertThat(prints.size() / (spxToday + ndxToday)).isCloseTo(1.2, within(0.03));
    assertThat((double) stocks.size() / seconds).isCloseTo(40 * activity, within(3.0));
    assertThat(prints).isSortedAccordingTo((a, b) -> Long.compare(a.wallMillis(), b.wallMillis()));
    assertThat(prints)
        .allSatisfy(
            print -> {
              assertThat(print.priceMills()).isPositive();
              assertThat(print.size()).isPositive();
              assertThat(print.exchange()).isBetween(300, 325);
              assertThat(print.condition()).isIn(209, 227, 233);
            });
    assertThat(stocks).allSatisfy(print -> assertThat(print.size()).isBetween(1, 2_000));
    int busy = prints.get(0).contract();
    assertThat(prints.stream().filter(p -> p.contract() == busy).map(OptionPrint::sequence))
        .isSorted()
        .doesNotHaveDuplicates()
        .startsWith(1);
  }

  private static boolean isToday(TradingDay day, OptionPrint print, String underlying) {
    OptionSeries series = day.listing().seriesOf(print.contract());
    return series.dte() == 0 && series.underlying().equals(underlying);
  }

  @Test
  void dayBarsAddUpTheTrades() {
    OptionListing listing = normal.listing();
    int atm = listing.find("O:SPXW260127C06905000").orElseThrow();
    OptionSnapshot option = new OptionDesk(normal).snapshot(atm);
    OptionSnapshot.DayBar bar = option.day().orElseThrow();
    assertThat(bar.volume()).isGreaterThan(300);
    assertThat(bar.vwap()).isBetween(bar.lowMills() / 1_000.0, bar.highMills() / 1_000.0);
    assertThat(bar.closeMills()).isEqualTo(option.lastTrade().orElseThrow().priceMills());
  }

  @Test
  void gammaAtTheMoneyRisesThroughTheDay() {
    double before = 0;
    for (int step : new int[] {0, 5_400, 10_800, 16_200, 21_600, 23_000}) {
      double spot = normal.tape().value(Universe.SPX, step);
      OptionSeries series =
          normal.listing().seriesOf(normal.listing().find("O:SPXW260127C06900000").orElseThrow());
      int call = series.callNear(spot);
      double gamma =
          normal
              .quotes()
              .terms(call, step)
              .value(series.strike(call), series.logStrike(call), true)
              .greeks()
              .gamma();
      assertThat(gamma).as("gamma at %s", step).isGreaterThan(before);
      before = gamma;
    }
  }

  @ParameterizedTest
  @CsvSource({"CALM, 12", "VOLATILE, 28", "CRASH, 42", "NORMAL, 16", "FLAT, 16"})
  void scenariosOpenWithTheirVolatility(Scenario scenario, double vix) {
    TradingDay day = Lives.day(PATHS.withScenario(scenario), 0);
    assertThat(day.tape().open(Universe.VIX)).isEqualTo(vix);
  }

  @Test
  void aCrashFallsFourPercentInNinetyMinutes() {
    TradingDay day = Lives.day(PATHS.withScenario(Scenario.CRASH), 5_400);
    assertThat(day.tape().last(Universe.SPX)).isCloseTo(6_900 * 0.96, within(30.0));
    assertThat(day.tape().last(Universe.VIX)).isGreaterThan(40);
    TradingDay later = Lives.day(PATHS, 10_800, new Turn(5_400, Scenario.CRASH));
    double before = later.tape().value(Universe.SPX, 5_400);
    assertThat(later.tape().last(Universe.SPX)).isCloseTo(before * 0.96, within(30.0));
    assertThat(later.tape().last(Universe.VIX)).isGreaterThan(40);
  }

  @Test
  void nothingMovesOnAFlatDay() {
    TradingDay day = Lives.day(PATHS.withScenario(Scenario.FLAT), 1_000);
    assertThat(day.tape().high(Universe.SPX)).isEqualTo(day.tape().low(Universe.SPX));
    assertThat(day.tape().high(Universe.VIX)).isEqualTo(day.tape().low(Universe.VIX));
  }

  @Test
  void aHaltFreezesFiveMinutes() {
    TradingDay day = Lives.day(PATHS, 1_000, new Turn(400, Scenario.HALT));
    double frozen = day.tape().value(Universe.SPX, 400);
    for (int step = 400; step <= 700; step++) {
      assertThat(day.tape().value(Universe.SPX, step)).isEqualTo(frozen);
    }
    assertThat(day.tape().value(Universe.SPX, 720)).isNotEqualTo(frozen);
    assertThat(day.scenario()).isEqualTo(Scenario.NORMAL);
    TradingDay halted = Lives.day(PATHS, 500, new Turn(400, Scenario.HALT));
    assertThat(halted.scenario()).isEqualTo(Scenario.HALT);
  }

  @Test
  void trendsAndGapsGoTheirWay() {
    double up = move(Scenario.TREND_UP);
    double normalMove = move(Scenario.NORMAL);
    double down = move(Scenario.TREND_DOWN);
    double deviation = Paths.dailyDeviation(16);
    assertThat(up - normalMove).isCloseTo(1.5 * deviation, within(0.2 * deviation));
    assertThat(normalMove - down).isCloseTo(1.5 * deviation, within(0.2 * deviation));
    TradingDay gap = Lives.day(PATHS.withScenario(Scenario.GAP_DOWN), 0);
    assertThat(gap.tape().open(Universe.SPX) / gap.previousClose(Universe.SPX) - 1)
        .isLessThan(-0.01);
    TradingDay intraday = Lives.day(PATHS, 601, new Turn(600, Scenario.GAP_DOWN));
    assertThat(
            intraday.tape().value(Universe.SPX, 601) / intraday.tape().value(Universe.SPX, 600) - 1)
        .isCloseTo(-0.02, within(0.002));
  }

  private static double move(Scenario scenario) {
    DayTape tape = Lives.day(PATHS.withScenario(scenario), CLOSE).tape();
    return Math.log(tape.last(Universe.SPX) / tape.open(Universe.SPX));
  }

  @Test
  void aShockMovesTheMarketAndWhatFollowsIt() {
    TradingDay calm = Lives.day(PATHS, 700);
    TradingDay hit = Lives.day(PATHS, 700, new Shock(600, Universe.SPX, -0.02, 0));
    double spx = hit.tape().value(Universe.SPX, 601) / calm.tape().value(Universe.SPX, 601) - 1;
    assertThat(spx).isCloseTo(-0.02, within(1e-4));
    double vix = hit.tape().value(Universe.VIX, 601) / calm.tape().value(Universe.VIX, 601);
    assertThat(vix).isCloseTo(17.8804 / 16, within(0.003));
    double ndx = hit.tape().value(Universe.NDX, 601) / calm.tape().value(Universe.NDX, 601) - 1;
    assertThat(ndx).isCloseTo(-0.02 * 1.15, within(0.001));
    TradingDay vixHit = Lives.day(PATHS, 700, new Shock(600, Universe.VIX, 0.5, 30));
    assertThat(vixHit.tape().value(Universe.VIX, 640)).isGreaterThan(22);
    assertThat(vixHit.tape().value(Universe.SPX, 600))
        .isEqualTo(calm.tape().value(Universe.SPX, 600));
  }

  @Test
  void aPinnedDayStaysNearerToItsStrike() {
    double free =
        distance(
            Lives.day(
                MarketOptions.DEFAULT
                    .withUnderlyings(List.of("I:SPX"))
                    .withTradesPerSecond(0)
                    .withSeed(7),
                CLOSE));
    double pinned =
        distance(
            Lives.day(
                MarketOptions.DEFAULT
                    .withUnderlyings(List.of("I:SPX"))
                    .withTradesPerSecond(0)
                    .withSeed(7)
                    .withScenario(Scenario.PIN),
                CLOSE));
    assertThat(pinned).isLessThan(free);
  }

  /** Mean distance to the nearest round hundred, where open interest is largest. */
  private static double distance(TradingDay day) {
    double sum = 0;
    for (int step = 0; step <= CLOSE; step++) {
      double spot = day.tape().value(Universe.SPX, step);
      sum += Math.abs(spot - Math.rint(spot / 100) * 100);
    }
    return sum / CLOSE;
  }

  @Test
  void aShortDayEndsAtOne() {
    TradingDay day =
        Lives.day(MarketOptions.DEFAULT.withTradesPerSecond(0), LocalDate.of(2026, 11, 27), 12_600);
    assertThat(day.length()).isEqualTo(12_600);
    assertThat(day.over()).isTrue();
    int atm = day.listing().find("O:SPXW261127C06900000").orElseThrow();
    assertThat(day.quotes().terms(atm, 12_600).years * 31_536_000).isCloseTo(60, within(1e-9));
  }

  @Test
  void nothingIsEverNotANumber() {
    MarketOptions options = MarketOptions.DEFAULT.withTradesPerSecond(0);
    TradingDay day = Lives.day(options.withScenario(Scenario.CRASH), CLOSE);
    OptionDesk desk = new OptionDesk(day);
    for (int step : new int[] {0, 7_000, CLOSE}) {
      for (int contract = 0; contract < day.listing().size(); contract++) {
        OptionSnapshot option = desk.snapshot(contract, step);
        if (!isSound(option)) {
          fail("at %s: %s", step, option);
        }
      }
    }
  }

  private static boolean isSound(OptionSnapshot option) {
    boolean quote = option.bidMills() >= 0 && option.bidMills() < option.askMills();
    boolean volatility = option.iv() >= 0.04 && option.iv() <= 3;
    boolean greeks =
        option.valuation().map(v -> Double.isFinite(v.price() + sum(v.greeks()))).orElse(true);
    return quote && volatility && greeks && Double.isFinite(option.breakEven());
  }

  private static double sum(Greeks greeks) {
    return greeks.delta() + greeks.gamma() + greeks.theta() + greeks.vega();
  }
}
