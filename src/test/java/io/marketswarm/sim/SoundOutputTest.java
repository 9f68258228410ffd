package io.marketswarm.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.marketswarm.sim.core.MarketOptions;
import io.marketswarm.sim.core.Scenario;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SoundOutputTest {

  @ParameterizedTest
  @EnumSource(names = {"NORMAL", "CRASH"})
  void noAnswerEverHoldsANumberThatIsNone(Scenario scenario) {
    MarketOptions market = SimServer.MARKET.withTradesPerSecond(5).withScenario(scenario);
    try (SimServer server = SimServer.start(market)) {
      for (String time : List.of("09:30", "11:00", "15:59:59", "16:00")) {
        server.seek(time);
        String next = "/v3/snapshot/options/I%3ASPX?limit=250&expiration_date.lte=2026-01-28";
        while (next != null) {
          next = sound(server.raw(next)).bodyAsJsonObject().getString("next_url");
        }
        sound(server.raw("/v3/snapshot?limit=250"));
        sound(server.raw("/v2/snapshot/locale/us/markets/stocks/tickers/SPY"));
        sound(server.raw("/v2/aggs/ticker/I%3AVIX/range/1/minute/2026-01-26/2026-01-28"));
      }
    }
  }

  /** JSON has no other numbers than finite ones, unless written as text. */
  private static HttpResponse<Buffer> sound(HttpResponse<Buffer> response) {
    assertThat(response.statusCode()).isEqualTo(200);
    sound(response.bodyAsString());
    return response;
  }

  private static void sound(String json) {
    if (json.contains("NaN") || json.contains("Infinity") || json.contains("null")) {
      fail(json);
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
          probe.events(kind).forEach(event -> sound(event.encode()));
        }
      }
      assertThat(options.garbage()).isEmpty();
    }
  }
}
