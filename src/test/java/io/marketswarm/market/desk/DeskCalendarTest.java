package io.marketswarm.market.desk;

import static io.marketswarm.market.model.OptionSide.CALL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.marketswarm.market.TestChains.Contract;
import io.marketswarm.market.model.BlackScholes;
import io.marketswarm.market.model.VolatilityRegime;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How far away an expiry is for those who look at the models, whatever the calendar does. */
class DeskCalendarTest extends DeskTests {
  private static final DateTimeFormatter IN_TICKERS = DateTimeFormatter.ofPattern("yyMMdd");
  private static final double SPOT = 6902.5;
  private static final double STRIKE = 6900;
  private static final double VIX = 16;
  private static final double VOLATILITY = 0.15;
  private static final double HOURS_PER_YEAR = 365 * 24;

  private static Contract call(LocalDate expiry) {
    return option("O:SPXW" + expiry.format(IN_TICKERS) + "C06900000", 13.5, VOLATILITY);
  }

  private static Contract put(LocalDate expiry) {
    return option("O:SPXW" + expiry.format(IN_TICKERS) + "P06900000", 11.2, VOLATILITY);
  }

  @ParameterizedTest(name = "{0}: {1} in {2} days, {3} hours")
  @CsvSource({
    // an ordinary day and an ordinary weekend
    "2026-11-20T18:00:00Z, 2026-11-20, 0,  3",
    "2026-11-20T21:00:00Z, 2026-11-23, 3, 72",
    // summer time begins: an hour of the weekend is missing, and the bell rings earlier in UTC
    "2026-03-06T21:00:00Z, 2026-03-09, 3, 71",
    "2026-03-09T17:00:00Z, 2026-03-09, 0,  3",
    "2026-03-10T03:59:00Z, 2026-03-10, 1, 16.0166667",
    "2026-03-10T04:00:00Z, 2026-03-10, 0, 16",
    // and ends: there is an hour more, and the bell rings later
    "2026-10-30T20:00:00Z, 2026-11-02, 3, 73",
    "2026-11-02T18:00:00Z, 2026-11-02, 0,  3",
    "2026-11-03T04:59:00Z, 2026-11-03, 1, 16.0166667",
    "2026-11-03T05:00:00Z, 2026-11-03, 0, 16",
    // half days close at 13:00, and are no half days to those who hold what expires later
    "2026-11-27T15:00:00Z, 2026-11-27, 0,  3",
    "2026-11-27T15:00:00Z, 2026-11-30, 3, 78",
    "2026-12-24T13:00:00Z, 2026-12-24, 0,  5",
    "2026-11-25T18:00:00Z, 2026-11-27, 2, 48",
    // months and years end
    "2026-02-27T21:00:00Z, 2026-03-02, 3, 72",
    "2026-11-30T18:00:00Z, 2026-12-01, 1, 27",
    "2026-12-31T21:00:00Z, 2027-01-04, 4, 96"
  })
  void anExpiryIsAsFarAwayAsTheCalendarSays(String now, LocalDate expiry, int days, double hours) {
    clock.set(now);
    desk("I:SPX");
    value("I:VIX", VIX);
    value("I:SPX", SPOT);
    chain("I:SPX", SPOT, call(expiry), put(expiry));

    JsonObject model = json(HEATMAP);
    assertThat(model.getJsonArray("dtes_available")).containsExactly(days);
    double priced =
        model
            .getJsonObject("tiles")
            .getJsonObject("single:" + days + ":0:6900")
            .getJsonObject("call")
            .getDouble("mid");
    double volatility = VolatilityRegime.at(VIX).volatility(VOLATILITY, STRIKE, SPOT);
    double years = hours / HOURS_PER_YEAR;
    assertThat(priced)
        .isCloseTo(
            BlackScholes.price(CALL, SPOT, STRIKE, years, volatility, BlackScholes.RATE),
            within(1e-4));
  }
}
