package io.marketswarm.ui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.marketswarm.ui.Floor.Screen.DESK;
import static io.marketswarm.ui.Floor.Screen.PHONE;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A lost connection comes back, and nothing that happened meanwhile is missing. */
class ReconnectingIT {
  @RegisterExtension static final Floor FLOOR = new Floor();

  private static final int POSITIONS = 6;

  /** Keeps the numbers of the user's own events as they come in. */
  private static final String LISTEN =
      """
      async () => {
        const { live } = await import("/app/market.js");
        window.heardOf = [];
        live.on("PositionCreated", (event) => window.heardOf.push(event.seq));
      }
      """;

  /** Whether the tiles on the page are those that the server has, at the same version. */
  private static final String SAME_HEATMAP =
      """
      async () => {
        const { heatmap } = await import("/app/market.js");
        const { data, get } = await import("/app/api.js");
        const model = await data(get("/api/models/heatmap/I:SPX"));
        await new Promise((caughtUp) => {
          const look = (held) => held.version >= model.version && (stop(), caughtUp());
          const stop = heatmap.watch(look);
          look(heatmap.value);
        });
        const held = heatmap.value;
        if (held.version !== model.version) return false; // another came meanwhile
        const sorted = (entries) => JSON.stringify(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
        return sorted([...held.tiles]) === sorted(Object.entries(model.tiles));
      }
      """;

  @Test
  void nothingIsMissingAfterALossOfTheConnection() {
    Trader away = FLOOR.trader("ronny", PHONE, "/positions");
    Page page = away.page();
    away.assertConnection("LIVE");
    page.evaluate(LISTEN);
    create(away);
    assertThat(page.locator("tbody tr")).hasCount(1);
    page.context().setOffline(true);
    away.assertConnection("OFFLINE");
    assertThat(page.locator(".banner")).containsText("This device is offline");

    Trader atDesk = FLOOR.trader("ronny", DESK, "/profile");
    for (int i = 1; i < POSITIONS; i++) {
      create(atDesk);
    }
    page.context().setOffline(false);
    away.assertConnection("LIVE");
    assertThat(page.locator("tbody tr")).hasCount(POSITIONS);
    page.waitForFunction("events => window.heardOf.length >= events", POSITIONS);
    List<?> heard = (List<?>) page.evaluate("window.heardOf");
    long[] numbers = heard.stream().mapToLong(number -> ((Number) number).longValue()).toArray();
    assertThat(numbers)
        .as("the events of the user, each once and in order")
        .containsExactly(LongStream.range(numbers[0], numbers[0] + POSITIONS).toArray());
    page.waitForFunction(SAME_HEATMAP);
  }

  private static void create(Trader trader) {
    Map<String, Object> call =
        Map.of(
            "instrumentType", "option",
            "expiry", "2030-01-18",
            "strike", 6000,
            "right", "call",
            "quantity", 1);
    trader.ask(
        "POST", "/api/positions", Map.of("symbol", "SPX", "status", "open", "legs", List.of(call)));
  }

  @Test
  void aServerThatRefusesIsAskedAgain() {
    Trader trader = FLOOR.trader("resa", DESK);
    Page page = trader.page();
    trader.assertConnection("LIVE");
    page.context().setOffline(true);
    page.route("**/sse/all**", route -> route.abort("connectionrefused"));
    page.context().setOffline(false);
    trader.assertConnection("RECONNECTING");
    assertThat(page.locator(".banner")).containsText("Reconnecting… (attempt");
    page.unroute("**/sse/all**");
    trader.assertConnection("LIVE");
    assertThat(page.locator(".banner")).hasCount(0);
    page.waitForFunction(SAME_HEATMAP);
  }
}
