package io.marketswarm.market.model;

import static io.marketswarm.market.model.OptionSide.CALL;
import static io.marketswarm.market.model.OptionSide.PUT;
import static io.marketswarm.market.model.TileStrategy.BUTTERFLY;
import static io.marketswarm.market.model.TileStrategy.SINGLE;
import static io.marketswarm.market.model.TileStrategy.VERTICAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TileBuilderTest {
  private static final LocalDate TODAY = SyntheticChain.TODAY;
  private static final double SPOT = 6902.5;
  private static final double VIX = 16;

  /** Three hours before the close. */
  private static final long NOW =
      TODAY.atTime(13, 0).atZone(ZoneId.of("America/New_York")).toInstant().toEpochMilli();

  private final ChainState state = new ChainState("I:SPX");
  private final TilePlan plan = plan(20);
  private TileBuilder builder = new TileBuilder(plan, ExpiryClock.newYork());

  @BeforeEach
  void threeStrikes() {
    state.reshape(
        geometry(
            "O:SPXW261120C06880000", "O:SPXW261120P06880000",
            "O:SPXW261120C06900000", "O:SPXW261120P06900000",
            "O:SPXW261120C06920000", "O:SPXW261120P06920000"));
    set("O:SPXW261120C06880000", 27.4, 0.14);
    set("O:SPXW261120C06900000", 13.5, 0.15);
    set("O:SPXW261120C06920000", 4.6, 0.13);
    set("O:SPXW261120P06880000", 5.1, 0.16);
    set("O:SPXW261120P06900000", 11.2, 0.15);
    set("O:SPXW261120P06920000", 22.3, 0.17);
  }

  private static TilePlan plan(Integer... widths) {
    Set<Integer> dtes = IntStream.rangeClosed(0, 10).boxed().collect(Collectors.toSet());
    return new TilePlan("I:SPX", List.of(widths), dtes, TilePlan.DEFAULT_EPSILON);
  }

  private static ChainGeometry geometry(String... tickers) {
    return ChainGeometry.of("I:SPX", List.of(tickers).stream().mapToLong(Ticker::parse).toArray());
  }

  private void set(String ticker, double mid, double volatility) {
    state.replace(
        state.slot(Ticker.parse(ticker)),
        new ContractValues().mid(mid).quotedAt(1).volatility(volatility));
  }

  private boolean tick() {
    return builder.tick(state.columns(), SPOT, VIX, NOW, TODAY);
  }

  private List<String> changed() {
    return builder.surface().blocks().stream()
        .flatMap(
            block ->
                IntStream.range(0, block.changedCount())
                    .mapToObj(i -> TileKey.format(block.key(block.changed(i)))))
        .toList();
  }

  private List<String> removed() {
    TileSurface surface = builder.surface();
    return IntStream.range(0, surface.removedCount())
        .mapToObj(i -> TileKey.format(surface.removed(i)))
        .toList();
  }

  /** Call theory, call market, put theory, put market; NaN where absent. */
  private double[] prices(TileStrategy strategy, int strike) {
    for (TileBlock block : builder.surface().blocks()) {
      for (int row = 0; row < block.rows(); row++) {
        if (block.strike(row) == strike) {
          int tile = block.tile(strategy, row, 0);
          return new double[] {
            TileSurface.points(block.callTheory(tile)),
            TileSurface.points(block.callMarket(tile)),
            TileSurface.points(block.putTheory(tile)),
            TileSurface.points(block.putMarket(tile))
          };
        }
      }
    }
    throw new AssertionError("no strike " + strike);
  }

  @Test
  void pricesEverySpreadOfThreeStrikes() {
    assertThat(tick()).isTrue();
    assertThat(changed())
        .containsExactly(
            "single:0:0:6880",
            "vertical:0:20:6880",
            "single:0:0:6900",
            "vertical:0:20:6900",
            "butterfly:0:20:6900",
            "single:0:0:6920",
            "vertical:0:20:6920");
    assertThat(builder.surface().tiles()).isEqualTo(7);
    assertThat(builder.surface().block(0).atmVolatility()).isCloseTo(0.15, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({
    "SINGLE,    6880, 23.7490, 27.4, 1.1312,  5.1",
    "SINGLE,    6900, 9.0269,  13.5, 6.4088,  11.2",
    "SINGLE,    6920, 1.9094,  4.6,  19.2910, 22.3",
    "VERTICAL,  6880, 14.7220, 13.9, NaN,     NaN",
    "VERTICAL,  6900, 7.1175,  8.9,  5.2776,  6.1",
    "VERTICAL,  6920, NaN,     NaN,  12.8822, 11.1",
    "BUTTERFLY, 6900, 7.6046,  5.0,  7.6046,  5.0"
  })
  void tilesHaveTheirTheoreticalAndMarketPrices(
      TileStrategy strategy,
      int strike,
      double callTheory,
      double callMarket,
      double putTheory,
      double putMarket) {
    tick();
    assertThat(prices(strategy, strike))
        .containsExactly(callTheory, callMarket, putTheory, putMarket);
  }

  @Test
  void aTickWithoutNewsChangesNothing() {
    tick();
    assertThat(tick()).isFalse();
    assertThat(changed()).isEmpty();
  }

  @Test
  void aQuoteThatMovesChangesTheTilesOfItsStrike() {
    tick();
    set("O:SPXW261120C06900000", 13.6, 0.15);
    assertThat(tick()).isTrue();
    assertThat(changed())
        .containsExactly(
            "vertical:0:20:6880", "single:0:0:6900", "vertical:0:20:6900", "butterfly:0:20:6900");
    assertThat(prices(SINGLE, 6900)).containsExactly(9.0269, 13.6, 6.4088, 11.2);
  }

  @Test
  void aPriceThatMovesByEpsilonIsNotWorthTelling() {
    tick();
    set("O:SPXW261120C06900000", 13.5025, 0.15);
    assertThat(tick()).isFalse();
    set("O:SPXW261120C06900000", 13.505, 0.15);
    assertThat(tick()).isTrue();
    assertThat(changed()).as("two of three legs moved").containsExactly("butterfly:0:20:6900");
    set("O:SPXW261120C06900000", 13.5051, 0.15);
    tick();
    assertThat(changed())
        .containsExactly("vertical:0:20:6880", "single:0:0:6900", "vertical:0:20:6900");
    assertThat(prices(SINGLE, 6900)[1]).isEqualTo(13.5051);
  }

  @Test
  void smallMovesAddUpAgainstWhatWasTold() {
    builder = new TileBuilder(plan(50), ExpiryClock.newYork());
    tick();
    set("O:SPXW261120C06900000", 13.503, 0.15);
    assertThat(tick()).isFalse();
    set("O:SPXW261120C06900000", 13.506, 0.15);
    assertThat(tick()).isTrue();
    assertThat(changed()).containsExactly("single:0:0:6900");
  }

  @Test
  void aStrikeThatIsNoLongerListedTakesItsTilesWithIt() {
    tick();
    state.reshape(
        geometry(
            "O:SPXW261120P06880000",
            "O:SPXW261120C06900000",
            "O:SPXW261120P06900000",
            "O:SPXW261120C06920000",
            "O:SPXW261120P06920000"));
    assertThat(tick()).isTrue();
    assertThat(removed()).containsExactly("vertical:0:20:6880", "butterfly:0:20:6900");
    assertThat(changed()).contains("single:0:0:6880");
    assertThat(prices(SINGLE, 6880)[0]).isNaN();
    assertThat(prices(SINGLE, 6880)[3]).isEqualTo(5.1);

    state.reshape(geometry("O:SPXW261120C06900000", "O:SPXW261120P06900000"));
    tick();
    assertThat(removed())
        .containsExactly(
            "single:0:0:6880", "single:0:0:6920", "vertical:0:20:6920", "vertical:0:20:6900");
    assertThat(builder.surface().block(0).count()).isEqualTo(1);
  }

  @Test
  void aNewStrikeBringsItsTiles() {
    tick();
    state.reshape(
        geometry(
            "O:SPXW261120C06880000", "O:SPXW261120P06880000",
            "O:SPXW261120C06900000", "O:SPXW261120P06900000",
            "O:SPXW261120C06920000", "O:SPXW261120P06920000",
            "O:SPXW261120C06940000", "O:SPXW261120P06940000"));
    tick();
    assertThat(changed())
        .containsExactly(
            "vertical:0:20:6920", "butterfly:0:20:6920", "single:0:0:6940", "vertical:0:20:6940");
    assertThat(removed()).isEmpty();
    assertThat(prices(BUTTERFLY, 6920)[1]).isNaN();
  }

  @Test
  void withoutSpotOnlyMarketPricesAreShown() {
    builder.tick(state.columns(), Double.NaN, VIX, NOW, TODAY);
    assertThat(prices(VERTICAL, 6900)).containsExactly(Double.NaN, 8.9, Double.NaN, 6.1);
    assertThat(builder.surface().block(0).atmVolatility()).isNaN();
    assertThat(tick()).isTrue();
    assertThat(prices(VERTICAL, 6900)).containsExactly(7.1175, 8.9, 5.2776, 6.1);
    assertThat(builder.tick(state.columns(), 0, VIX, NOW, TODAY)).isTrue();
    assertThat(prices(SINGLE, 6900)).containsExactly(Double.NaN, 13.5, Double.NaN, 11.2);
  }

  @Test
  void withoutSpotAndMarketThereIsNoTile() {
    state.replace(
        state.slot(Ticker.parse("O:SPXW261120C06880000")), new ContractValues().quotedAt(2));
    state.replace(
        state.slot(Ticker.parse("O:SPXW261120P06880000")), new ContractValues().quotedAt(2));
    builder.tick(state.columns(), Double.NaN, VIX, NOW, TODAY);
    assertThat(changed())
        .containsExactly(
            "single:0:0:6900", "vertical:0:20:6900", "single:0:0:6920", "vertical:0:20:6920");
    assertThat(prices(VERTICAL, 6900)[3]).isNaN();
  }

  @Test
  void aSpotThatMovesByACentIsNoNews() {
    tick();
    assertThat(builder.tick(state.columns(), SPOT + 0.01, VIX, NOW, TODAY)).isFalse();
    assertThat(builder.tick(state.columns(), SPOT + 0.25, VIX, NOW, TODAY)).isTrue();
  }

  @Test
  void timeDecaysPricesOncePerSecond() {
    tick();
    assertThat(builder.tick(state.columns(), SPOT, VIX, NOW + 999, TODAY)).isFalse();
    assertThat(builder.tick(state.columns(), SPOT, VIX, NOW + 60_000, TODAY)).isTrue();
  }

  @Test
  void vixDecidesTheSkew() {
    tick();
    assertThat(builder.tick(state.columns(), SPOT, 35, NOW, TODAY)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"16, 0.16", "3, 0.05", "NaN, 0.2", "0, 0.2"})
  void withoutVolatilitiesNearTheMoneyVixStandsIn(double vix, double base) {
    state.reshape(geometry("O:SPXW261120C06960000"));
    set("O:SPXW261120C06960000", 1, 0.3);
    builder.tick(state.columns(), SPOT, vix, NOW, TODAY);
    double volatility = VolatilityRegime.at(vix).volatility(base, 6960, SPOT);
    double price = BlackScholes.price(CALL, SPOT, 6960, 3.0 / 8760, volatility, 0.05);
    assertThat(prices(SINGLE, 6960)[0]).isCloseTo(price, within(5.1e-5));
    assertThat(builder.surface().block(0).atmVolatility()).isNaN();
  }

  @Test
  void theWindowAroundTheMoneyGrowsWithTheIndex() {
    ChainState nasdaq = new ChainState("I:NDX");
    nasdaq.reshape(
        ChainGeometry.of(
            "I:NDX",
            Ticker.parse("O:NDXP261120C25100000"),
            Ticker.parse("O:NDXP261120C25110000"),
            Ticker.parse("O:NDXP261120P24890000")));
    nasdaq.replace(
        nasdaq.slot(Ticker.parse("O:NDXP261120C25100000")), new ContractValues().volatility(0.2));
    nasdaq.replace(
        nasdaq.slot(Ticker.parse("O:NDXP261120C25110000")), new ContractValues().volatility(0.9));
    nasdaq.replace(
        nasdaq.slot(Ticker.parse("O:NDXP261120P24890000")), new ContractValues().volatility(0.9));
    TilePlan plan = new TilePlan("I:NDX", List.of(50), Set.of(0), 0);
    builder = new TileBuilder(plan, ExpiryClock.newYork());
    builder.tick(nasdaq.columns(), 25000, VIX, NOW, TODAY);
    assertThat(builder.surface().block(0).atmVolatility()).isEqualTo(0.2);
  }

  @Test
  void theAfternoonSettledClassIsPreferredAndTheOtherStandsInAlone() {
    state.reshape(
        geometry("O:SPX261120C06900000", "O:SPXW261120C06900000", "O:SPX261120C06920000"));
    set("O:SPX261120C06900000", 99, 0.15);
    set("O:SPXW261120C06900000", 13.5, 0.15);
    set("O:SPX261120C06920000", 4.6, 0.15);
    tick();
    assertThat(prices(SINGLE, 6900)[1]).isEqualTo(13.5);
    assertThat(prices(VERTICAL, 6900)[1]).isEqualTo(8.9);
  }

  @Test
  void strikesBetweenWholePointsHaveNoTiles() {
    state.reshape(geometry("O:SPXW261120C06900000", "O:SPXW261120C06902500"));
    tick();
    assertThat(changed()).containsExactly("single:0:0:6900");
  }

  @Test
  void onlyWantedDaysHaveTiles() {
    state.reshape(
        geometry("O:SPXW261120C06900000", "O:SPXW261123C06900000", "O:SPXW261201C06900000"));
    tick();
    assertThat(changed()).containsExactly("single:0:0:6900", "single:3:0:6900");
  }

  @Test
  void atMidnightEveryExpiryMovesUp() {
    state.reshape(geometry("O:SPXW261120C06900000", "O:SPXW261121C06910000"));
    tick();
    assertThat(changed()).containsExactly("single:0:0:6900", "single:1:0:6910");
    builder.tick(state.columns(), SPOT, VIX, NOW, TODAY.plusDays(1));
    assertThat(changed()).containsExactly("single:0:0:6910");
    assertThat(removed()).containsExactly("single:0:0:6900", "single:1:0:6910");
  }

  @Test
  void anExpiredChainStaysOnShowUntilTheNextDayHasItsOwn() {
    state.reshape(geometry("O:SPXW261120C06900000"));
    builder.tick(state.columns(), SPOT, VIX, NOW, TODAY.plusDays(1));
    assertThat(changed()).containsExactly("single:0:0:6900");
  }

  @Test
  void aTickAllocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    SyntheticChain chain = SyntheticChain.spx(16, 3);
    ChainState quoted = chain.state(NOW);
    builder = new TileBuilder(plan(20, 25, 30, 35, 40, 45, 50), ExpiryClock.newYork());
    long thread = Thread.currentThread().getId();
    long allocated = 0;
    long changes = 0;
    for (int i = 0; i < 220; i++) {
      if (i == 20) {
        allocated = threads.getThreadAllocatedBytes(thread);
      }
      quoted.quote(i, 5 + i, 6 + i, NOW + i);
      builder.tick(quoted.columns(), SPOT + i % 7, VIX, NOW, TODAY);
      changes += builder.surface().changedCount();
    }
    allocated = threads.getThreadAllocatedBytes(thread) - allocated;
    assertThat(changes).isGreaterThan(400_000);
    assertThat(allocated).as("bytes in 200 ticks").isLessThan(2_000);
  }

  @Test
  void versionsAlwaysGrow() {
    assertThat(builder.nextVersion(1000)).isEqualTo(1000);
    assertThat(builder.nextVersion(1000)).isEqualTo(1001);
    assertThat(builder.nextVersion(500)).isEqualTo(1002);
    assertThat(builder.nextVersion(2000)).isEqualTo(2000);
  }

  @Test
  void aRestartContinuesFromWhatClientsHold() {
    TileSeed seed = new TileSeed(plan);
    seed.version(77);
    seed.add(TileKey.of(SINGLE, 0, 0, 6900), 9.0269, 13.5, 6.4088, 11.2);
    seed.add(TileKey.of(VERTICAL, 0, 20, 6900), 7.1175, 8.9, 5.2776, 6.1);
    seed.add(TileKey.of(BUTTERFLY, 0, 20, 6900), 7.5, 5.0, 7.5, 5.0);
    seed.add(TileKey.of(VERTICAL, 0, 25, 6900), 7, 7, 7, 7);
    seed.add(TileKey.of(SINGLE, 4, 0, 6900), 7, 7, 7, 7);
    builder = new TileBuilder(plan, ExpiryClock.newYork(), seed);
    tick();
    assertThat(changed())
        .containsExactly(
            "single:0:0:6880",
            "vertical:0:20:6880",
            "butterfly:0:20:6900",
            "single:0:0:6920",
            "vertical:0:20:6920");
    assertThat(removed()).containsExactlyInAnyOrder("vertical:0:25:6900", "single:4:0:6900");
    assertThat(builder.nextVersion(5)).isEqualTo(78);
  }

  @ParameterizedTest
  @CsvSource({
    "SPX, 16, 3,  648,   4468",
    "SPX, 30, 3,  1208,  8668",
    "SPX, 16, 10, 2942,  20987",
    "NDX, 16, 3,  1816,  13132",
    "NDX, 30, 10, 15522, 115073"
  })
  void surfacesAreAsLargeAsTheChainRuleSays(
      String index, double vix, int lastDte, int contracts, int tiles) {
    boolean spx = index.equals("SPX");
    SyntheticChain chain =
        spx ? SyntheticChain.spx(vix, lastDte) : SyntheticChain.ndx(vix, lastDte);
    List<Integer> widths =
        spx ? List.of(20, 25, 30, 35, 40, 45, 50) : List.of(50, 60, 70, 80, 100, 120, 130);
    TilePlan plan = new TilePlan("I:" + index, widths, plan().dtes(), 0.005);
    builder = new TileBuilder(plan, ExpiryClock.newYork());
    builder.tick(chain.state(NOW).columns(), chain.spot(), vix, NOW, TODAY);
    assertThat(chain.geometry().contracts()).isEqualTo(contracts);
    assertThat(builder.surface().tiles()).isEqualTo(tiles);
  }

  @Test
  void butterfliesEqualTheirSixLegs() {
    SyntheticChain chain = SyntheticChain.spx(25, 3);
    List<Integer> widths = new ArrayList<>(List.of(20, 25, 30, 35, 40, 45, 50));
    TilePlan plan = new TilePlan("I:SPX", widths, plan().dtes(), 0);
    builder = new TileBuilder(plan, ExpiryClock.newYork());
    builder.tick(chain.state(NOW).columns(), SPOT, 25, NOW, TODAY);
    int butterflies = 0;
    for (TileBlock block : builder.surface().blocks()) {
      for (int tile = 0; tile < block.rows() * block.tilesPerStrike(); tile++) {
        long key = block.key(tile);
        if (TileKey.strategy(key) == BUTTERFLY && block.exists(tile)) {
          equalsItsLegs(key, CALL, block.callTheory(tile));
          equalsItsLegs(key, PUT, block.putTheory(tile));
          butterflies++;
        }
      }
    }
    assertThat(butterflies).isGreaterThan(3000);
  }

  private static void equalsItsLegs(long key, OptionSide side, int price) {
    int dte = TileKey.dte(key);
    int strike = TileKey.strike(key);
    int width = TileKey.width(key);
    assertThat(TileSurface.points(price))
        .as("%s %s", TileKey.format(key), side)
        .isCloseTo(
            leg(side, strike - width, dte)
                - 2 * leg(side, strike, dte)
                + leg(side, strike + width, dte),
            within(5.002e-5));
  }

  private static double leg(OptionSide side, double strike, int dte) {
    double volatility =
        VolatilityRegime.ELEVATED.volatility(SyntheticChain.VOLATILITY, strike, SPOT);
    double years = ExpiryClock.newYork().years(TODAY.plusDays(dte), NOW);
    return BlackScholes.price(side, SPOT, strike, years, volatility, 0.05);
  }

  @Test
  void saysWhatIsWrongWithAPlan() {
    assertThatThrownBy(() -> plan(20, 0)).hasMessage("width 0 is not positive");
    assertThatThrownBy(() -> new TilePlan("I:SPX", List.of(20), Set.of(0), -1))
        .hasMessage("epsilon -1.0 is not between 0 and 1000.0");
  }
}
