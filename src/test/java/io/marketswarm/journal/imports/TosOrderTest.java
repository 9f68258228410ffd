package io.marketswarm.journal.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.journal.trades.Structure;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The golden orders, and one of each other kind. */
class TosOrderTest {
  private static final String SPX = " SPX 100 17 JAN 25 ";

  private static String legs(String order) {
    return TosOrder.parse(order)
        .map(
            parsed ->
                parsed.legs().stream()
                    .map(
                        leg ->
                            String.format(
                                Locale.ROOT,
                                "%s%s%+d",
                                leg.strike().toPlainString(),
                                leg.call() ? "C" : "P",
                                leg.quantity()))
                    .collect(Collectors.joining(" ")))
        .orElse("none");
  }

  @Test
  void readsTheGoldenOrders() {
    TosOrder vertical =
        TosOrder.parse("SELL -1 VERTICAL SPX 100 17 JAN 25 5900/5920 PUT @2.50").orElseThrow();
    assertThat(legs("SELL -1 VERTICAL SPX 100 17 JAN 25 5900/5920 PUT @2.50"))
        .isEqualTo("5900P+1 5920P-1");
    assertThat(vertical.expiry()).isEqualTo(LocalDate.of(2025, 1, 17));
    assertThat(vertical.costBasis()).isEqualByComparingTo("2.5");
    assertThat(vertical.credit()).isTrue();
    String strangle = "SELL -2 STRANGLE SPX 100 20 FEB 26 5800/6100 PUT/CALL";
    assertThat(legs(strangle)).isEqualTo("5800P-2 6100C-2");
    assertThat(TosOrder.parse(strangle).orElseThrow().costBasis()).isNull();
    assertThat(TosOrder.parse(strangle).orElseThrow().credit()).isTrue();
    assertThat(TosOrder.parse("hello")).isEmpty();
  }

  @Test
  void readsEveryKind() {
    String[][] cases = {
      {"BUY +3 SINGLE" + SPX + "6000 CALL @6.10", "6000C+3"},
      {"buy 1 vertical spx 100 (weeklys) 17 jan 25 5900/5920 call @.85", "5900C+1 5920C-1"},
      {"BUY +2 BUTTERFLY" + SPX + "5980/6000/6020 CALL @1.5", "5980C+2 6000C-4 6020C+2"},
      {"SELL -1 CONDOR" + SPX + "5/6/7/8 PUT", "5P-1 6P+1 7P+1 8P-1"},
      {
        "BUY 1 IRON CONDOR" + SPX + "5800/5850/6100/6150 CALL/PUT",
        "5800P+1 5850P-1 6100C-1 6150C+1"
      },
      {"BUY 1 STRADDLE" + SPX + "6000 CALL/PUT @40", "6000C+1 6000P+1"},
      {"BUY 1 CALENDAR" + SPX + "6000 CALL @4", "6000C+1"},
      {"BUY 1 BACKRATIO" + SPX + "6000/6050/6100 CALL @4", "6000C+1 6050C-1 6100C-1"},
      {"BUY 1 BUTTERFLY" + SPX + "5980/6000 CALL @1.5", "none"},
      {"BUY 0 SINGLE" + SPX + "6000 CALL", "none"},
      {"BUY 1 SINGLE SPX 100 31 FEB 25 6000 CALL", "none"},
      {"BUY 1 SINGLE SPX 100 17 JAN 25 6.0.0 CALL", "none"},
      {"'; DROP TABLE trades; --", "none"},
    };
    for (String[] one : cases) {
      assertThat(legs(one[0])).as(one[0]).isEqualTo(one[1]);
    }
    assertThat(TosOrder.parse(cases[6][0]).orElseThrow().warnings()).hasSize(1);
    assertThat(TosOrder.parse(cases[2][0]).orElseThrow().warnings()).isEmpty();
    assertThat(
            TosOrder.parse("SELL 1 IRON CONDOR" + SPX + "5/6/7/8 CALL/PUT")
                .orElseThrow()
                .warnings())
        .hasSize(1);
  }

  @Test
  void knowsWhatLooksLikeOrders() {
    assertThat(TosOrder.likeness("SELL -1 VERTICAL SPX 100 17 JAN 25 5900/5920 PUT @2.50"))
        .isEqualTo(1);
    assertThat(TosOrder.isLikely("BUY 1 SINGLE SPX 100 17 JAN 25 6000 CALL")).isTrue();
    assertThat(TosOrder.isLikely("strategy,side,strike,entry_price")).isFalse();
  }

  @Test
  void namesStructuresForTheLog() {
    Structure sold = structure("SELL -2 VERTICAL" + SPX + "5900/5920 PUT @2.50");
    assertThat(sold)
        .isEqualTo(
            new Structure(
                "vertical", "put", new BigDecimal("5920"), 20, -2, new BigDecimal("2.50")));
    Structure bought = structure("BUY +2 BUTTERFLY" + SPX + "5980/6000/6020 CALL @1.5");
    assertThat(bought.strategy()).isEqualTo("butterfly");
    assertThat(bought.quantity()).isEqualTo(2);
    assertThat(bought.strike()).isEqualByComparingTo("6000");
    assertThat(bought.width()).isEqualTo(20);
    assertThat(structure("SELL -1 STRADDLE" + SPX + "6000 CALL/PUT @40").side()).isEqualTo("both");
  }

  private static Structure structure(String order) {
    TosOrder parsed = TosOrder.parse(order).orElseThrow();
    return Structure.of(
        parsed.legs(), parsed.credit() ? parsed.costBasis().negate() : parsed.costBasis());
  }
}
