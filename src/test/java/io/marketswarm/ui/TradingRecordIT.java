package io.marketswarm.ui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.marketswarm.ui.Floor.Screen.DESK;
import static io.marketswarm.ui.Floor.Screen.PHONE;
import static io.marketswarm.ui.Trader.with;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import io.marketswarm.ui.Floor.Screen;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a trader keeps: logs, trades, positions, orders and files, by the hand of a browser. */
class TradingRecordIT {
  @RegisterExtension static final Floor FLOOR = new Floor();

  private static final String FILE =
      """
      Symbol,Strategy,Side,Strike,Width,DTE,Entry Price,Quantity,Entry Time
      SPX,butterfly,call,6000,20,0,2.50,1,2026-11-02T15:00:00Z
      SPX,vertical,put,5950,10,1,1.20,2,2026-11-03T15:00:00Z
      SPX,butterfly,call,none,20,0,2.50,1,2026-11-04T15:00:00Z
      """;

  @ParameterizedTest
  @EnumSource
  void aTradeIsEnteredAdjustedAndClosed(Screen screen) {
    Trader trader = FLOOR.trader("terry-" + screen.ordinal(), screen, "/trades");
    Page page = trader.page();
    trader.button("Create a log").click();
    trader.fill("Name", "Mine");
    trader.confirm("Create");
    trader.assertSaid("“Mine” created");

    trader.button("Trade").click();
    Trader.button(trader.dialog(), "Save trade").click();
    assertThat(trader.dialog()).containsText("A strike above 0");
    trader.fill("Strike", "6000");
    trader.fill("Price per share, $", "2.50");
    trader.fill("Contracts", "2");
    trader.fill("Planned risk, $", "1000");
    trader.confirm("Save trade");
    Locator row = page.locator("tbody tr");
    assertThat(row).containsText("open");

    Trader.button(row, "Adjust").click();
    trader.fill("Contracts more or less", "1");
    trader.fill("Price per share, $", "2.20");
    trader.confirm("Adjust");
    assertThat(row.locator("td").nth(4)).hasText("3");

    Trader.button(row, "Close").click();
    trader.fill("Exit price per share, $", "3.10");
    assertThat(trader.dialog().getByRole(AriaRole.STATUS)).hasText("Result: +$210.00");
    trader.confirm("Close trade");
    assertThat(row).containsText("closed");
    assertThat(row).containsText("+$210.00");

    row.getByRole(AriaRole.LINK).click();
    trader.assertHeading("SPX butterfly 6000 / 20 call");
    assertThat(trader.panel("Trade")).containsText("$1,000.00");
    Locator history = trader.panel("History").locator("tbody tr");
    Map.of("Opened", "+2", "Adjusted", "+1", "Closed", "−3")
        .forEach(
            (event, contracts) ->
                assertThat(history.filter(with(event)).locator("td").nth(3)).hasText(contracts));
    trader.panel("Notes").getByRole(AriaRole.TEXTBOX).fill("Took the money");
    Trader.button(trader.panel("Notes"), "Save notes").click();
    trader.assertSaid("Saved");
    page.reload();
    assertThat(trader.panel("Notes").getByRole(AriaRole.TEXTBOX)).hasValue("Took the money");
  }

  @Test
  void aFileIsBroughtInAndTakenBack() {
    Trader trader = FLOOR.trader("imogen", DESK, "/profile");
    Page page = trader.page();
    trader.openLog("Abroad");
    trader.go("/imports");
    page.locator("input[type=file]")
        .setInputFiles(
            new FilePayload("broker.csv", "text/csv", FILE.getBytes(StandardCharsets.UTF_8)));
    Locator wizard = trader.panel("Bring trades in");
    assertThat(wizard).containsText("2 of 3 rows can be brought in");
    assertThat(wizard.getByRole(AriaRole.ROW).filter(with("Strike: none"))).hasCount(1);
    Trader.button(wizard, "Bring in 2 trades").click();
    assertThat(wizard).containsText("2 trades brought in. 1 row was left out.");
    assertThat(wizard.getByRole(AriaRole.ROW).filter(with("Strike: none"))).containsText("4");
    Locator batch = trader.panel("Brought in").getByRole(AriaRole.ROW).filter(with("broker.csv"));
    assertThat(batch).hasCount(1);
    trader.go("/trades");
    assertThat(page.locator("tbody tr")).hasCount(2);

    trader.go("/imports");
    Trader.button(batch, "Take back").click();
    trader.confirm("Delete them");
    trader.assertSaid("2 trades taken back");
    assertThat(batch).hasCount(0);
    trader.go("/trades");
    assertThat(page.locator("main")).containsText("No trades yet");
  }

  @Test
  void whatIsDoneOnOneDeviceIsSeenOnAnother() {
    Trader desk = FLOOR.trader("dora", DESK, "/profile");
    String log = desk.openLog("Both");
    desk.go("/orders");
    Trader pocket = FLOOR.trader("dora", PHONE, "/orders");
    desk.button("Order").click();
    desk.fill("Limit price, $", "1.25");
    desk.confirm("Place order");
    assertThat(pocket.panel("Waiting to enter")).containsText("1.25");

    pocket.go("/trades");
    assertThat(pocket.page().locator("main")).containsText("No trades yet");
    desk.enterButterfly(log, 6000, 1);
    pocket.page().evaluate("document.dispatchEvent(new Event('visibilitychange'))");
    assertThat(pocket.page().locator("tbody tr")).containsText("6000 / 20");
  }

  @Test
  void anOrderWaitsIsFilledAndAnotherCancelled() {
    Trader trader = FLOOR.trader("otto", DESK, "/profile");
    trader.openLog("Orders");
    trader.go("/orders");
    for (String price : List.of("1.25", "0.75")) {
      trader.button("Order").click();
      trader.fill("Limit price, $", price);
      trader.confirm("Place order");
    }
    Locator waiting = trader.panel("Waiting to enter").getByRole(AriaRole.ROW);
    assertThat(waiting).hasCount(3);
    Trader.button(waiting.filter(with("1.25")), "Fill now").click();
    Locator recent = trader.panel("Recent").getByRole(AriaRole.ROW);
    assertThat(recent.filter(with("1.25"))).containsText("filled");
    Trader.button(waiting.filter(with("0.75")), "Cancel").click();
    assertThat(recent.filter(with("0.75"))).containsText("cancelled");
    assertThat(trader.panel("Waiting to enter")).containsText("No entry waits");
  }

  @Test
  void aPositionTakesItsFills() {
    Trader trader = FLOOR.trader("polly", DESK, "/positions");
    Page page = trader.page();
    trader.button("Position").click();
    trader.confirm("Create");
    trader.assertSaid("Position created");
    page.getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName("All")).click();
    Trader.button(trader.panel("Positions"), "SPX").click();
    Locator detail = trader.panel("Legs and fills");
    Trader.button(detail, "Fill").click();
    trader.fill("Price, $", "4.20");
    trader.confirm("Record");
    assertThat(detail.getByRole(AriaRole.ROW).filter(with("4.20"))).hasCount(1);
    Trader.button(detail, "Close").click();
    trader.confirm("Close it");
    assertThat(trader.panel("Positions").locator("tbody tr").filter(with("closed"))).hasCount(1);
    Trader.button(detail, "Delete").click();
    trader.confirm("Delete");
    assertThat(trader.panel("Positions")).containsText("No positions");
  }

  @Test
  void whatTheServerRefusesIsTakenBackInSight() {
    Trader trader = FLOOR.trader("roland", PHONE, "/profile");
    Page page = trader.page();
    trader.openLog("Refused");
    trader.go("/trades");
    page.route("**/api/trades", route -> refuse(route, "The ledger is full"));
    trader.button("Trade").click();
    trader.fill("Strike", "6000");
    trader.fill("Price per share, $", "2.50");
    trader.confirm("Save trade");
    trader.assertSaid("The ledger is full");
    assertThat(page.locator("main")).containsText("No trades yet");

    trader.drawCall();
    trader.go("/risk");
    Locator position = page.locator("ul.positions li");
    page.route("**/api/positions/*", route -> refuse(route, "Hands off"));
    position.getByTitle("Hide").click();
    trader.assertSaid("Hands off");
    assertThat(position.getByTitle("Hide")).isVisible();

    trader.go("/settings?tab=symbols");
    Locator offered = page.getByRole(AriaRole.CHECKBOX).first();
    assertThat(offered).isChecked();
    page.route("**/api/symbols/*", route -> refuse(route, "Symbols stay as they are"));
    offered.click();
    trader.assertSaid("Symbols stay as they are");
    assertThat(offered).isChecked();
  }

  private static void refuse(Route route, String why) {
    if (route.request().method().equals("GET")) {
      route.resume();
      return;
    }
    route.fulfill(
        new Route.FulfillOptions()
            .setStatus(422)
            .setContentType("application/json")
            .setBody("{\"success\":false,\"error\":\"" + why + "\"}"));
  }

  @Test
  void aLogIsLedThroughItsLife() {
    Trader trader = FLOOR.trader("lola", DESK, "/profile");
    Page page = trader.page();
    trader.openLog("First");
    trader.openLog("Second");
    trader.go("/trades");
    trader.button("Logs").click();
    Locator log = trader.dialog().getByRole(AriaRole.ROW).filter(with("Second"));
    Trader.button(log, "Archive").click();
    assertThat(log).containsText("archived");
    Trader.button(log, "Reactivate").click();
    assertThat(Trader.button(log, "Archive")).isVisible();
    trader.press("Escape");
    assertThat(trader.dialog()).hasCount(0);
    assertThat(page.locator("main")).containsText("No trades yet");
  }
}
