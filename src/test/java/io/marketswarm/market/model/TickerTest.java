package io.marketswarm.market.model;

import static io.marketswarm.market.model.OptionSide.CALL;
import static io.marketswarm.market.model.OptionSide.PUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TickerTest {
  @ParameterizedTest
  @CsvSource({
    "O:SPXW261120C06900000,   SPXW, I:SPX, 2026-11-20, CALL, 6900",
    "O:SPXW260127P06985000,   SPXW, I:SPX, 2026-01-27, PUT,  6985",
    "O:SPX20261120P06902500,  SPX,  I:SPX, 2026-11-20, PUT,  6902.5",
    "O:SPXM261120C06900000,   SPXM, I:SPX, 2026-11-20, CALL, 6900",
    "O:NDX270115C25000000,    NDX,  I:NDX, 2027-01-15, CALL, 25000",
    "O:NDXP280229P25010000,   NDXP, I:NDX, 2028-02-29, PUT,  25010",
    "O:SPXW261120C00000005,   SPXW, I:SPX, 2026-11-20, CALL, 0.005"
  })
  void readsEveryPart(
      String text, OptionRoot root, String symbol, LocalDate expiry, OptionSide side, double k) {
    long ticker = Ticker.parse(text);
    assertThat(Ticker.root(ticker)).isEqualTo(root);
    assertThat(Ticker.root(ticker).symbol()).isEqualTo(symbol);
    assertThat(Ticker.expiry(ticker)).isEqualTo(expiry);
    assertThat(Ticker.side(ticker)).isEqualTo(side);
    assertThat(Ticker.strike(ticker)).isEqualTo(k);
    assertThat(Ticker.parse(Ticker.format(ticker))).isEqualTo(ticker);
    assertThat(Ticker.of(root, expiry, Math.round(k * 1000), side)).isEqualTo(ticker);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "O:",
        "SPXW261120C06900000",
        "I:SPX",
        "O:AAPL261120C00200000",
        "O:SPXL261120C00100000",
        "O:SPXS261120C00100000",
        "O:SPXW2611200C06900000",
        "O:SPXW26112C06900000",
        "O:SPXW261120X06900000",
        "O:SPXW261120c06900000",
        "O:SPXW261120C",
        "O:SPXW261120",
        "O:SPXW261120C0690000A",
        "O:SPXW261120C06900000 ",
        "O:SPXW261120C00000000",
        "O:SPXW261120C999999999999",
        "O:SPXW261320C06900000",
        "O:SPXW260001C06900000",
        "O:SPXW260230C06900000",
        "O:SPXW260431C06900000",
        "O:SPXW19991120C06900000",
        "O:spxw261120C06900000",
        "O:261120C06900000"
      })
  void rejectsWhatIsNoTickerOfAKnownClass(String text) {
    assertThat(Ticker.parse(text)).isEqualTo(Ticker.UNKNOWN);
  }

  @Test
  void everyDayOfThreeCenturiesCountsAsTheCalendarDoes() {
    LocalDate end = LocalDate.of(2300, 1, 1);
    for (LocalDate day = LocalDate.of(2000, 1, 1); day.isBefore(end); day = day.plusDays(1)) {
      String text = "O:SPX" + day.toString().replace("-", "") + "C06900000";
      assertThat(Ticker.epochDay(Ticker.parse(text))).isEqualTo((int) day.toEpochDay());
    }
  }

  @Test
  void sortsByExpiryStrikeClassAndSide() {
    long[] sorted =
        Stream.of(
                "O:SPXW261120C06900000",
                "O:SPXW261120P06900000",
                "O:SPX261120C06900000",
                "O:SPX261120P06900000",
                "O:SPXW261120C06905000",
                "O:SPXW261123C06800000")
            .mapToLong(Ticker::parse)
            .toArray();
    assertThat(LongStream.of(sorted).sorted().toArray()).isEqualTo(sorted);
    assertThat(Ticker.series(sorted[0])).isEqualTo(Ticker.series(sorted[1]));
    assertThat(Ticker.series(sorted[1])).isNotEqualTo(Ticker.series(sorted[2]));
  }

  @Test
  void refusesAStrikeThatDoesNotFit() {
    LocalDate day = LocalDate.of(2026, 11, 20);
    assertThatThrownBy(() -> Ticker.of(OptionRoot.SPX, day, 0, PUT))
        .hasMessage("strike 0 thousandths is out of range");
    assertThatThrownBy(() -> Ticker.of(OptionRoot.SPX, day, 1L << 28, CALL))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
