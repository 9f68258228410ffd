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
import java.util.regex.Pattern;
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

  /**
   * A butterfly of which half is sold, a credit spread that stays, and a close of what is not
   * there.
   */
  private static final String STATEMENT =
      """
      Account Statement for 1234 (ira) since 11/2/26 through 11/6/26

      Cash Balance
      DATE,TIME,TYPE,REF #,DESCRIPTION,AMOUNT,BALANCE
      11/3/26,10:15:00,TRD,="1",BOT +2 BUTTERFLY SPX 100,-500.00,"24,500.00"

      Account Trade History
      ,Exec Time,Spread,Side,Qty,Pos Effect,Symbol,Exp,Strike,Type,Price,Net Price,Order Type
      ,11/4/26 15:00:00,SINGLE,SELL,-1,TO CLOSE,SPX,20 NOV 26,6100,CALL,9.00,9.00,LMT
      ,11/4/26 11:00:00,BUTTERFLY,SELL,-1,TO CLOSE,SPX,20 NOV 26,5980,CALL,52.00,4.00,LMT
      ,,,BUY,+2,TO CLOSE,SPX,20 NOV 26,6000,CALL,38.00,CREDIT,
      ,,,SELL,-1,TO CLOSE,SPX,20 NOV 26,6020,CALL,28.00,CREDIT,
      ,11/3/26 10:15:00,BUTTERFLY,BUY,+2,TO OPEN,SPX,20 NOV 26,5980,CALL,50.00,2.50,LMT
      ,,,SELL,-4,TO OPEN,SPX,20 NOV 26,6000,CALL,38.00,DEBIT,
      ,,,BUY,+2,TO OPEN,SPX,20 NOV 26,6020,CALL,28.50,DEBIT,
      ,11/3/26 10:00:00,VERTICAL,SELL,-1,TO OPEN,.SPXW491119P5900,,,,5.60,2.50,LMT
      ,,,BUY,+1,TO OPEN,.SPXW491119P5880,,,,3.10,CREDIT,

      Profits and Losses
      Symbol,Description,P/L Open
      SPX,S&P 500 INDEX,$0.00
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
    Trader.button(trader.dialog(), "Scalp").click();
    trader.fill("Add a tag", "Patience");
    trader.press("Enter");
    assertThat(Trader.button(trader.dialog(), "Remove the tag Patience")).isVisible();
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
    Locator notes = trader.panel("Notes");
    notes.locator("textarea").fill("Took the money");
    Trader.button(notes, "Remove the tag Patience").click();
    notes.getByLabel("Add a tag").fill("Greed");
    Trader.button(notes, "Save notes").click();
    trader.assertSaid("Saved");
    page.reload();
    assertThat(notes.locator("textarea")).hasValue("Took the money");
    assertThat(Trader.button(notes, "✓ Scalp")).isVisible();
    assertThat(Trader.button(notes, "Remove the tag Greed")).isVisible();
    assertThat(Trader.button(notes, "Remove the tag Patience")).hasCount(0);
  }

  @Test
  void aFileIsBroughtInAndTakenBack() {
    Trader trader = FLOOR.trader("imogen", DESK, "/profile");
    Page page = trader.page();
    trader.openLog("Abroad");
    trader.go("/imports");
    drop(page, "broker.csv", FILE);
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

  private static void drop(Page page, String name, String text) {
    page.locator("input[type=file]")
        .setInputFiles(new FilePayload(name, "text/csv", text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aStatementIsReadAndKeptApart() {
    Trader trader = FLOOR.trader("stella", DESK, "/profile");
    Page page = trader.page();
    trader.openLog("Today");
    trader.go("/imports");
    drop(page, "2026-11-AccountStatement.csv", STATEMENT);
    Locator wizard = trader.panel("Bring trades in");
    assertThat(wizard).containsText("thinkorswim statement");
    assertThat(wizard).containsText("3 of 4 trades can be brought in");
    Locator rows = wizard.getByRole(AriaRole.ROW);
    assertThat(rows.filter(with("SPX butterfly 6000 / 20 call")))
        .hasText(
            new Pattern[] {
              Pattern.compile("13–15, 10–12\\s[\\s\\S]*2\\.50\\s+4\\.00"),
              Pattern.compile("13–15\\s[\\s\\S]*2\\.50\\s+—")
            });
    assertThat(rows.filter(with("SPX vertical 5900 / 20 put"))).containsText("−1");
    assertThat(rows.filter(with("It closes 1 that this file does not open"))).containsText("9");
    assertThat(wizard.getByLabel("Into the log").locator("option")).hasText("Today (empty)");
    assertThat(wizard).containsText("1 trade of this file expired without a close in it");

    assertThat(wizard.locator(".advice")).containsText("days old");
    Trader.button(wizard, "Into a new archived log").click();
    assertThat(wizard).containsText("3 trades brought in. 1 order was left out.");
    assertThat(wizard).containsText("in the log “2026-11-AccountStatement”");
    trader.assertSaid("“2026-11-AccountStatement” stays active");
    wizard.getByRole(AriaRole.LINK).filter(with("To the trade log")).click();
    assertThat(page.locator("tbody tr")).hasCount(3);
    assertThat(page.locator("tbody tr").filter(with("closed"))).containsText("+$150.00");
  }

  @Test
  void historyIsBroughtIntoAnArchivedLogOrNot() {
    Trader trader = FLOOR.trader("hilda", DESK, "/profile");
    Page page = trader.page();
    trader.openLog("Today");
    trader.go("/imports");
    String closed =
        """
        Symbol,Strategy,Side,Strike,Price,Exit Price,Date
        SPX,single,call,6000,2.00,3.00,2026-01-05T15:00:00Z
        """;
    drop(page, "January.csv", closed);
    Locator wizard = trader.panel("Bring trades in");
    Locator advice = wizard.locator(".advice");
    assertThat(advice).containsText("days old");
    Trader.button(advice, "Keep to “Today”").click();
    assertThat(advice).hasCount(0);
    Trader.button(wizard, "Another file").click();
    drop(page, "January.csv", closed);
    page.route("**/api/trades/bulk", route -> refuse(route, "The ledger is full"));
    Trader.button(advice, "Into a new archived log").click();
    trader.assertSaid("The ledger is full");
    page.unroute("**/api/trades/bulk");
    Trader.button(advice, "Into a new archived log").click();
    assertThat(wizard).containsText("They are in the log “January”, which is archived.");
    Trader.button(wizard, "Another file").click();
    page.route("**/api/logs/import-recommendation", route -> refuse(route, "Nobody knows"));
    drop(page, "January.csv", closed);
    assertThat(wizard.getByLabel("Into the log").locator("option"))
        .hasText(new String[] {"Today (empty)", "January (archived, 0 open of 1 trade)"});
    assertThat(Trader.button(wizard, "Bring in 1 trade")).isEnabled();
    assertThat(advice).hasCount(0);
  }

  @Test
  void whatIsDoneOnOneDeviceIsSeenOnAnother() {
    Trader desk = FLOOR.trader("dora", DESK, "/profile");
    String log = desk.openLog("Both");
    desk.go("/orders");
    Trader pocket = FLOOR.trader("dora", PHONE, "/orders");
    order(desk, "1.25");
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
      order(trader, price);
    }
    Locator waiting = trader.panel("Waiting to enter").getByRole(AriaRole.ROW);
    assertThat(waiting).hasCount(3);
    Trader.button(waiting.filter(with("1.25")), "Fill now").click();
    Locator recent = trader.panel("Recent").getByRole(AriaRole.ROW);
    assertThat(recent.filter(with("1.25"))).containsText("filled");
    Trader.button(waiting.filter(with("0.75")), "Cancel").click();
    assertThat(recent.filter(with("0.75"))).containsText("cancelled");
    assertThat(trader.panel("Waiting to enter")).containsText("No entry waits");

    Trader.button(recent.filter(with("1.25")), "Enter as a trade").click();
    recent.filter(with("1.25")).getByRole(AriaRole.LINK).click();
    trader.assertHeading("SPX butterfly 9000 / 20 call");
    assertThat(trader.panel("Notes")).containsText("what was dealt stays as it was");
    assertThat(trader.button("Adjust")).hasCount(0);
    assertThat(trader.button("Delete")).hasCount(0);
    trader.button("Exit at a limit").click();
    trader.fill("Limit per share, $", "3.25");
    assertThat(trader.dialog().getByRole(AriaRole.STATUS)).hasText("At the limit: +$200.00");
    trader.confirm("Place order");
    trader.assertSaid("Order placed");
    trader.go("/orders");
    Locator exit = trader.panel("Waiting to exit").getByRole(AriaRole.ROW).filter(with("3.25"));
    Trader.button(exit, "Fill now").click();
    recent.filter(with("3.25")).getByRole(AriaRole.LINK).click();
    assertThat(trader.panel("Trade")).containsText("+$200.00");
  }

  /** Orders a butterfly so far away that nobody quotes it: it waits. */
  private static void order(Trader trader, String limit) {
    trader.button("Order").click();
    trader.fill("Strike", "9000");
    trader.fill("Limit per share, $", limit);
    trader.confirm("Place order");
  }

  @Test
  void noOrderIsTakenWhileTheMarketIsClosed() {
    Trader trader = FLOOR.trader("nora", PHONE, "/profile");
    Page page = trader.page();
    trader.openLog("Evening");
    trader.go("/trades");
    page.evaluate(
        "async () => Object.defineProperty((await import('/app/market.js')).marketClock, 'value', {"
            + " get: () => ({ phase: 'closed', next_close: '2026-11-27T21:00:00Z' }), set() {} })");
    trader.button("Trade").click();
    page.getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName("At a limit")).click();
    trader.fill("Strike", "6000");
    trader.fill("Limit per share, $", "2.50");
    Trader.button(trader.dialog(), "Place order").click();
    assertThat(trader.dialog().getByRole(AriaRole.ALERT)).containsText("The market is closed");
    page.getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName("Now")).click();
    assertThat(trader.dialog().getByLabel("Price per share, $")).hasValue("2.50");
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
