package io.marketswarm.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SameSeedTest {
  private static final String CALL = "O:SPXW260127C06900000";

  /** Everything two clients of an exchange hear and read in a minute of its life. */
  private record Heard(List<JsonObject> events, List<String> bodies) {}

  private static Heard live() {
    try (SimServer server = SimServer.start(SimServer.MARKET)) {
      FeedProbe options = server.open("/options").authenticated().subscribed("T.*", "Q." + CALL);
      FeedProbe stocks = server.open("/stocks").authenticated().subscribed("A.*", "T.SPY");
      FeedProbe indices = server.open("/indices").authenticated().subscribed("V.*");
      List<String> bodies = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        server.pass(1_500);
        for (String path :
            List.of(
                "/v3/snapshot?limit=250",
                "/v3/snapshot/options/I%3ASPX?limit=250&strike_price.gte=6800",
                "/v2/snapshot/locale/us/markets/stocks/tickers/SPY",
                "/v3/reference/options/contracts?limit=1000",
                "/v2/aggs/ticker/I%3ANDX/range/1/minute/2026-01-26/2026-01-26?limit=50000",
                "/v2/aggs/ticker/SPY/range/1/day/2026-01-05/2026-01-27")) {
          bodies.add(server.raw(path).bodyAsString().replace(":" + server.port(), ""));
        }
      }
      long step = server.state().getInteger("step");
      long last = server.clock().millis() - server.clock().millis() % 1_000 - 1_000;
      indices.expect("last value", e -> e.getLong("t", 0L) == SimServer.START + step * 50);
      stocks.expect("last bar", e -> e.getLong("s", 0L) == last);
      options.expect("last trades", e -> e.getLong("t", 0L) > last + 1_000);
      List<JsonObject> events = new ArrayList<>(indices.events("V"));
      events.addAll(stocks.events("A"));
      until(options.events("T"), last, events);
      until(options.events("Q"), last, events);
      until(stocks.events("T"), last, events);
      return new Heard(events, bodies);
    }
  }

  private static void until(List<JsonObject> heard, long last, List<JsonObject> into) {
    heard.stream().filter(e -> e.getLong("t") <= last).forEach(into::add);
  }

  @Test
  void makesTheSameBytes() {
    Heard once = live();
    Heard again = live();
    assertThat(again.bodies).isEqualTo(once.bodies);
    assertThat(again.events.size()).isEqualTo(once.events.size()).isGreaterThan(5_000);
    for (int i = 0; i < once.events.size(); i++) {
      assertThat(again.events.get(i)).isEqualTo(once.events.get(i));
    }
  }
}
