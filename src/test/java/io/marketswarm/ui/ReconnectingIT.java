package io.marketswarm.ui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.marketswarm.ui.Floor.Screen.DESK;
import static io.marketswarm.ui.Floor.Screen.PHONE;
import static io.marketswarm.ui.Trader.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A lost connection comes back, and nothing that happened or was done meanwhile is missing. */
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
        const prices = (tile) => Array.isArray(tile) ? tile : ["call", "put"].flatMap((side) => [
          tile[side]?.mid ?? tile[side]?.debit ?? null,
          tile[side]?.market_mid ?? tile[side]?.market_debit ?? null,
        ]);
        const sorted = (entries) => JSON.stringify(
          entries.map(([key, tile]) => [key, prices(tile)]).sort(([a], [b]) => (a < b ? -1 : 1)));
        return sorted([...held.tiles]) === sorted(Object.entries(model.tiles));
      }
      """;

  @Test
  void nothingIsMissingAfterALossOfTheConnection() {
    Trader away = FLOOR.trader("ronny", PHONE, "/positions");
    Page page = away.page();
    away.assertConnection("LIVE");
    page.evaluate(LISTEN);
    away.keepCall();
    assertThat(page.locator("tbody tr")).hasCount(1);
    page.context().setOffline(true);
    away.assertConnection("OFFLINE");
    assertThat(page.locator(".banner")).containsText("This device is offline");

    Trader atDesk = FLOOR.trader("ronny", DESK, "/profile");
    for (int i = 1; i < POSITIONS; i++) {
      atDesk.keepCall();
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

  @Test
  void whatIsDoneOutOfReachIsDoneOnceAndInOrder() {
    Trader trader = FLOOR.trader("olga", DESK, "/profile");
    Page page = trader.page();
    String log = trader.openLog("Afar");
    String kept = trader.enterButterfly(log, 6000, 1);
    String gone = trader.enterButterfly(log, 5900, 1);
    trader.go("/trades");
    trader.go("/trades/" + kept);

    page.route("**/api/trades/*/adjust", ReconnectingIT::loseTheAnswer);
    trader.button("Adjust").click();
    trader.fill("Contracts more or less", "1");
    trader.fill("Price per share, $", "2.20");
    trader.confirm("Adjust");
    Locator waiting = page.locator("header .waiting-count");
    assertThat(waiting).hasText("1 waiting");

    page.context().setOffline(true);
    trader.assertConnection("OFFLINE");
    assertThat(page.locator(".banner")).containsText("Read-only");
    trader.panel("Notes").getByRole(AriaRole.TEXTBOX).fill("By the light of a lamp");
    Trader.button(trader.panel("Notes"), "Save notes").click();
    assertThat(waiting).hasText("2 waiting");
    trader.go("/trades");
    Locator rows = page.locator("tbody tr");
    Trader.button(rows.filter(with("5900")), "Close").click();
    trader.fill("Exit price per share, $", "3.10");
    trader.confirm("Close trade");
    assertThat(rows.filter(with("5900"))).containsText("waiting");
    trader.button("Trade").click();
    trader.fill("Strike", "6100");
    trader.fill("Price per share, $", "1.50");
    trader.confirm("Save trade");
    assertThat(rows.filter(with("6100"))).containsText("waiting");
    assertThat(waiting).hasText("4 waiting");
    FLOOR.trader("olga", DESK, "/profile").ask("DELETE", "/api/trades/" + gone, null);

    page.route("**/api/trades**", ReconnectingIT::cutWhatChanges);
    page.route("**/api/trades/**", ReconnectingIT::cutWhatChanges);
    page.context().setOffline(false);
    trader.assertConnection("LIVE");
    page.reload();
    assertThat(waiting).hasText("4 waiting");
    assertThat(rows.filter(with("6100"))).containsText("waiting");

    page.unrouteAll();
    trader.signIn("otis", "/trades");
    trader.assertConnection("LIVE");
    assertThat(waiting).hasCount(0);
    assertThat(page.locator("main")).containsText("No log yet");

    trader.signIn("olga", "/trades");
    trader.assertSaid("Close of SPX butterfly 5900 was not saved");
    assertThat(waiting).hasCount(0);
    assertThat(rows).hasCount(2);
    assertThat(rows.filter(with("6100"))).containsText("open");
    Map<?, ?> done = trader.data("GET", "/api/trades/" + kept, null);
    assertThat(done.get("quantity")).isEqualTo(2);
    assertThat(done.get("notes")).isEqualTo("By the light of a lamp");
    assertThat(
            ((List<?>) done.get("events"))
                .stream().map(event -> ((Map<?, ?>) event).get("event_type").toString()).toList())
        .containsExactly("open", "adjust");
  }

  /** The server does what it is asked, and nobody hears of it. */
  private static void loseTheAnswer(Route route) {
    route.fetch();
    route.abort("connectionreset");
  }

  private static void cutWhatChanges(Route route) {
    if (route.request().method().equals("GET")) {
      route.resume();
    } else {
      route.abort("connectionrefused");
    }
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
