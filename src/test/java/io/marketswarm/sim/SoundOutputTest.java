package io.marketswarm.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.sim.core.MarketOptions;
import io.marketswarm.sim.core.Scenario;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SoundOutputTest {

  @ParameterizedTest
  @EnumSource(names = {"NORMAL", "CRASH", "FLAT"})
  void noAnswerEverHoldsANumberThatIsNone(Scenario scenario) {
    MarketOptions market =
        SimServer.MARKET
            .withUnderlyings(MarketOptions.DEFAULT.underlyings())
            .withTradesPerSecond(5)
            .withScenario(scenario);
    try (SimServer server = SimServer.start(market)) {
      for (String time : List.of("09:30", "10:47", "12:59:59", "15:59:59", "16:00")) {
        server.seek(time);
        for (String underlying : List.of("SPX", "NDX")) {
          String next =
              "/v3/snapshot/options/I%3A"
                  + underlying
                  + "?limit=250&expiration_date.lte=2026-01-28";
          while (next != null) {
            JsonObject body = server.get(next);
            sound(body);
            next = body.getString("next_url");
          }
        }
        sound(server.get("/v3/snapshot?limit=250"));
        sound(server.get("/v2/snapshot/locale/us/markets/stocks/tickers/SPY"));
        sound(server.get("/v2/aggs/ticker/I%3AVIX/range/1/minute/2026-01-26/2026-01-28"));
      }
    }
  }

  @Test
  void noEventEverHoldsANumberThatIsNone() {
    try (SimServer server = SimServer.start(SimServer.MARKET.withSpeed(60))) {
      FeedProbe options =
          server.open("/options").authenticated().subscribed("T.*", "Q.O:SPXW260127C06900000");
      FeedProbe stocks = server.open("/stocks").authenticated().subscribed("A.*", "T.*");
      FeedProbe futures = server.open("/futures").authenticated().subscribed("A.*");
      FeedProbe indices = server.open("/indices").authenticated().subscribed("V.*");
      server.pass(3_000);
      Wait.until("bars came", () -> stocks.events("A").size() > 12);
      for (String kind : List.of("T", "Q", "A", "V")) {
        for (FeedProbe probe : List.of(options, stocks, futures, indices)) {
          probe.events(kind).forEach(SoundOutputTest::sound);
        }
      }
      assertThat(options.garbage()).isEmpty();
    }
  }

  private static void sound(Object value) {
    if (value instanceof JsonObject object) {
      object.forEach(entry -> sound(entry.getValue()));
    } else if (value instanceof JsonArray array) {
      array.forEach(SoundOutputTest::sound);
    } else if (value instanceof Double number) {
      assertThat(number).isFinite();
    } else if (value instanceof String text) {
      assertThat(text).doesNotContain("NaN", "Infinity");
    } else {
      assertThat(value).isNotNull();
    }
  }
}
