package io.marketswarm.sim.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketswarm.market.model.MarketCalendar;
import io.marketswarm.sim.core.OptionListing.Order;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class OptionListingTest {
  private static final LocalDate DATE = LocalDate.of(2026, 1, 27);
  private static final OptionListing LISTING = listing(DATE);

  static OptionListing listing(LocalDate date) {
    MarketCalendar calendar = MarketCalendar.us();
    Universe universe = new Universe(Map.of());
    Opening opening = Opening.first(universe, MarketOptions.DEFAULT, calendar.sessionOf(date));
    return new OptionListing(calendar, MarketOptions.DEFAULT, opening);
  }

  private static List<String> expirations(OptionListing listing, String root) {
    return listing.series().stream()
        .filter(series -> series.ticker(series.first()).startsWith("O:" + root + "2"))
        .map(series -> series.expiration().toString())
        .toList();
  }

  @Test
  void listsDaysThenFridaysThenMonths() {
    assertThat(expirations(LISTING, "SPXW"))
        .isEqualTo(expirations(LISTING, "NDXP"))
        .containsExactly(
            "2026-01-27",
            "2026-01-28",
            "2026-01-29",
            "2026-01-30",
            "2026-02-02",
            "2026-02-03",
            "2026-02-04",
            "2026-02-05",
            "2026-02-06",
            "2026-02-09",
            "2026-02-13",
            "2026-02-20",
            "2026-02-27",
            "2026-03-06",
            "2026-03-13",
            "2026-03-20",
            "2026-04-17",
            "2026-05-15",
            "2026-06-18",
            "2026-07-17");
    assertThat(expirations(LISTING, "SPX"))
        .isEqualTo(expirations(LISTING, "NDX"))
        .containsExactly(
            "2026-02-20", "2026-03-20", "2026-04-17", "2026-05-15", "2026-06-18", "2026-07-17");
  }

  @Test
  void contractsSettledAtTheOpeningNoLongerTradeOnTheirLastDay() {
    LocalDate monthly = LocalDate.of(2026, 2, 20);
    assertThat(expirations(listing(monthly), "SPX")).doesNotContain(monthly.toString());
    assertThat(expirations(listing(monthly), "SPXW")).startsWith(monthly.toString());
  }

  @Test
  void skipsHolidays() {
    assertThat(expirations(listing(LocalDate.of(2026, 3, 27)), "SPXW"))
        .startsWith("2026-03-27", "2026-03-30", "2026-03-31", "2026-04-01", "2026-04-02")
        .doesNotContain("2026-04-03");
  }

  @Test
  void spacesStrikesByTheirDistanceFromTheOpen() {
    List<Double> strikes = strikes("O:SPXW260127C");
    assertThat(strikes)
        .contains(6_900.0, 6_905.0, 7_240.0, 7_250.0, 7_275.0, 7_725.0, 7_800.0, 8_600.0)
        .doesNotContain(7_255.0, 7_750.0, 6_902.5, 8_700.0);
    assertThat(strikes.stream().filter(k -> k >= 6_744 && k <= 7_056)).hasSize(63);
    List<Double> ndx = strikes("O:NDXP260127C");
    assertThat(ndx).contains(25_100.0, 25_110.0, 25_105.0, 26_400.0, 28_250.0);
    assertThat(ndx.stream().filter(k -> k >= 24_215 && k <= 25_985 && k % 10 == 0)).hasSize(177);
    assertThat(ndx.stream().filter(k -> k % 10 != 0)).hasSize(11);
  }

  private static List<Double> strikes(String prefix) {
    return IntStream.range(0, LISTING.size())
        .filter(contract -> LISTING.ticker(contract).startsWith(prefix))
        .mapToObj(LISTING::strike)
        .toList();
  }

  @Test
  void namesContractsAsTheProviderDoes() {
    int contract = LISTING.find("O:SPXW260127P06985000").orElseThrow();
    assertThat(LISTING.strike(contract)).isEqualTo(6_985);
    assertThat(LISTING.isCall(contract)).isFalse();
    assertThat(LISTING.expiration(contract)).isEqualTo(DATE);
    assertThat(LISTING.seriesOf(contract).underlying()).isEqualTo("I:SPX");
    assertThat(LISTING.find("O:SPXW260127P06985001")).isEmpty();
  }

  @Test
  void openInterestIsNoisyButFixedForTheDay() {
    OptionListing again = listing(DATE);
    for (int contract = 0; contract < LISTING.size(); contract++) {
      OptionSeries series = LISTING.seriesOf(contract);
      double open = series.underlying().equals("I:SPX") ? 6_900 : 25_100;
      boolean call = series.isCall(contract);
      double smooth =
          Math.round(OpenInterest.smooth(series.strike(contract), call, open, series.dte()));
      assertThat((double) LISTING.openInterest(contract))
          .isBetween(Math.floor(smooth * 0.85), Math.ceil(smooth * 1.15))
          .isEqualTo(again.openInterest(contract));
    }
  }

  @Property(tries = 60)
  void pagesContainEveryMatchExactlyOnce(
      @ForAll Order order,
      @ForAll boolean ascending,
      @ForAll @IntRange(min = 1, max = 250) int limit,
      @ForAll Optional<Boolean> call,
      @ForAll @IntRange(min = 6_700, max = 6_900) int lowest,
      @ForAll @IntRange(min = 0, max = 80) int width) {
    OptionQuery query =
        new OptionQuery(
            Optional.of("I:SPX"),
            call,
            DATE,
            DATE.plusDays(3),
            lowest,
            lowest + width,
            order,
            ascending,
            limit,
            Optional.empty());
    List<String> paged = page(query);
    List<String> expected =
        IntStream.range(0, LISTING.size())
            .filter(c -> LISTING.seriesOf(c).underlying().equals("I:SPX"))
            .filter(c -> LISTING.strike(c) >= lowest && LISTING.strike(c) <= lowest + width)
            .filter(c -> !LISTING.expiration(c).isAfter(DATE.plusDays(3)))
            .filter(c -> call.isEmpty() || call.get() == LISTING.isCall(c))
            .boxed()
            .sorted(ascending ? comparator(order) : comparator(order).reversed())
            .map(LISTING::ticker)
            .toList();
    assertThat(paged).isEqualTo(expected);
  }

  private static Comparator<Integer> comparator(Order order) {
    Comparator<Integer> byTicker = Comparator.comparing(LISTING::ticker);
    return switch (order) {
      case TICKER -> byTicker;
      case STRIKE_PRICE ->
          Comparator.<Integer>comparingDouble(LISTING::strike).thenComparing(byTicker);
      case EXPIRATION_DATE ->
          Comparator.<Integer, LocalDate>comparing(LISTING::expiration).thenComparing(byTicker);
    };
  }

  private static List<String> page(OptionQuery first) {
    List<String> tickers = new ArrayList<>();
    OptionQuery query = first;
    OptionQuery.Page page = query.run(LISTING);
    while (true) {
      IntStream.of(page.contracts()).mapToObj(LISTING::ticker).forEach(tickers::add);
      if (!page.more()) {
        return tickers;
      }
      query = after(first, tickers.get(tickers.size() - 1));
      page = query.run(LISTING);
    }
  }

  private static OptionQuery after(OptionQuery q, String ticker) {
    return new OptionQuery(
        q.underlying(),
        q.call(),
        q.firstExpiration(),
        q.lastExpiration(),
        q.lowestStrike(),
        q.highestStrike(),
        q.order(),
        q.ascending(),
        q.limit(),
        Optional.of(ticker));
  }

  @Test
  void pagingGoesOnBehindAContractThatIsGone() {
    OptionQuery query = after(all(Order.TICKER), "O:SPXW260127C06901000");
    assertThat(LISTING.ticker(query.run(LISTING).contracts()[0]))
        .isEqualTo("O:SPXW260127C06905000");
    OptionQuery byStrike = after(all(Order.STRIKE_PRICE), "O:SPXW251231P06900000");
    assertThat(LISTING.strike(byStrike.run(LISTING).contracts()[0])).isEqualTo(6_900);
  }

  @Test
  void refusesAPositionThatIsNoTicker() {
    Stream.of("nonsense", "O:SPXWxxxxxxC06900000", "")
        .forEach(
            position ->
                assertThatThrownBy(() -> after(all(Order.TICKER), position).run(LISTING))
                    .isInstanceOf(IllegalArgumentException.class));
  }

  private static OptionQuery all(Order order) {
    return new OptionQuery(
        Optional.empty(),
        Optional.empty(),
        DATE,
        DATE.plusYears(1),
        0,
        1e9,
        order,
        true,
        1,
        Optional.empty());
  }
}
