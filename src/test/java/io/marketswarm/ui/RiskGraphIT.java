package io.marketswarm.ui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.marketswarm.ui.Floor.Screen.DESK;
import static io.marketswarm.ui.Trader.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The risk graph: positions from a text, what they cost, moved by hand, and in numbers. */
class RiskGraphIT {
  @RegisterExtension static final Floor FLOOR = new Floor();

  private static final String FLY =
      "BUY +1 BUTTERFLY SPX 100 18 JAN 30 5980/6000/6020 CALL @5.00 LMT";
  private static final String SPREAD = "SELL -2 VERTICAL SPX 100 18 JAN 30 5990/5980 PUT @3.00 LMT";

  /** The place along the price axis where a handle is grabbed, the n-th from the left. */
  private static final String HANDLE =
      """
      n => {
        const canvas = document.querySelector("canvas.plot");
        const box = canvas.getBoundingClientRect();
        const y = box.bottom - 28;
        let inside = false;
        for (let x = box.left; x < box.right; x++) {
          canvas.dispatchEvent(new PointerEvent("pointermove", { clientX: x, clientY: y, bubbles: true }));
          const over = canvas.style.cursor === "grab";
          if (over && !inside && n-- === 0) return [x + 8, y];
          inside = over;
        }
        return null;
      }
      """;

  private static Trader withPositions(String name, String... orders) {
    Trader trader = FLOOR.trader(name, DESK, "/risk");
    trader.panel("Positions").getByRole(AriaRole.BUTTON).filter(with("Position")).click();
    trader
        .dialog()
        .getByRole(AriaRole.RADIO, new Locator.GetByRoleOptions().setName("Script"))
        .click();
    trader.fill("Orders of thinkorswim, one a line", String.join("\n", orders));
    trader.confirm("Create");
    assertThat(trader.page().locator("ul.positions li")).hasCount(orders.length);
    return trader;
  }

  @Test
  void ordersAreReadAndWritten() {
    Trader trader = FLOOR.trader("scribe", DESK, "/risk");
    trader.panel("Positions").getByRole(AriaRole.BUTTON).filter(with("Position")).click();
    Locator dialog = trader.dialog();
    dialog.getByRole(AriaRole.RADIO, new Locator.GetByRoleOptions().setName("Script")).click();
    trader.fill("Orders of thinkorswim, one a line", FLY + "\nBUY THE DIP");
    assertThat(dialog).containsText("BF 6000/20 C");
    assertThat(dialog).containsText("Line 2: Not an order");
    Trader.button(dialog, "Create").click();
    assertThat(dialog).isVisible();

    trader.fill("Orders of thinkorswim, one a line", FLY + "\n" + SPREAD);
    trader.confirm("Create");
    Locator list = trader.page().locator("ul.positions li");
    assertThat(list).hasCount(2);
    assertThat(list.nth(0)).containsText("+1 5980C −2 6000C +1 6020C");
    assertThat(list.nth(1)).containsText("+2 5980P −2 5990P");
    list.nth(0).getByLabel(Pattern.compile("^Copy as script")).click();
    trader.assertSaid("BUY +1 BUTTERFLY SPX 100 18 JAN 30 5980/6000/6020 CALL @5.00 LMT");
  }

  @Test
  void whatAPositionCostIsChangedInPlaceAndUnlocked() {
    Trader trader = withPositions("counter", FLY);
    Page page = trader.page();
    Locator cost =
        page.getByLabel("Cost of BF 6000/20 C", new Page.GetByLabelOptions().setExact(true));
    Locator graph = page.locator("canvas.plot");
    cost.fill("much");
    cost.press("Enter");
    trader.assertSaid("“much” is no price");
    assertThat(cost).hasValue("5.00");
    cost.fill("1.25");
    cost.press("Escape");
    assertThat(cost).hasValue("5.00");
    cost.fill("1.25");
    cost.press("Enter");
    assertThat(page.locator("dl.risk-facts")).containsText("$125");

    Locator lock = page.getByLabel("Lock the cost of BF 6000/20 C");
    assertThat(page.locator("ul.positions li")).hasAttribute("aria-busy", "false");
    assertThat(lock).hasAttribute("aria-pressed", "true");
    lock.click();
    assertThat(lock).hasAttribute("aria-pressed", "false");
    assertThat(graph).hasAttribute("aria-label", Pattern.compile("^Profit \\+?\\$0\\.00 at .*"));
    lock.click();
    assertThat(lock).hasAttribute("aria-pressed", "true");
    assertThat(cost).hasValue("1.25");
  }

  @Test
  void handsMoveStrikesPositionsAndAxes() {
    Trader trader = withPositions("mover", FLY);
    Page page = trader.page();
    Locator position = page.locator("ul.positions li").first();

    drag(page, handle(page, 0), 30);
    assertThat(position).not().containsText("+1 5980C");
    assertThat(position).containsText("−2 6000C +1 6020C");
    assertThat(position).containsText("BWB");
    Locator notation = position.locator(".small.soft span").first();
    List<Integer> before = strikes(notation);

    page.keyboard().down("Shift");
    drag(page, handle(page, 1), -60);
    page.keyboard().up("Shift");
    assertThat(notation).not().containsText("6000C");
    List<Integer> after = strikes(notation);
    assertThat(after.get(1)).isLessThan(before.get(1));
    for (int leg = 0; leg < 3; leg++) {
      assertThat(after.get(leg) - before.get(leg)).isEqualTo(after.get(1) - before.get(1));
    }
    assertThat(position).hasAttribute("aria-busy", "false");
    String moved = notation.textContent().strip();
    page.reload();
    trader.settle();
    assertThat(notation).hasText(moved);
    assertThat(strikes(notation)).isEqualTo(after);
  }

  private static List<Integer> strikes(Locator notation) {
    return Pattern.compile("(\\d+)C")
        .matcher(notation.textContent())
        .results()
        .map(found -> Integer.valueOf(found.group(1)))
        .toList();
  }

  /** A graph that is not painted yet has no handles. */
  private static List<?> handle(Page page, int nth) {
    return (List<?>) page.waitForFunction(HANDLE, nth).jsonValue();
  }

  private static void drag(Page page, List<?> from, int by) {
    double x = ((Number) from.get(0)).doubleValue();
    double y = ((Number) from.get(1)).doubleValue();
    page.mouse().move(x, y);
    page.mouse().down();
    page.mouse().move(x + by / 2.0, y);
    page.mouse().move(x + by, y);
    page.mouse().up();
  }

  @Test
  void theGraphIsThereInNumbersAndOnManyPaths() {
    Trader trader = withPositions("reader", FLY);
    Page page = trader.page();
    Trader.button(trader.panel("Risk graph"), "As a table").click();
    Locator table = trader.panel("Risk graph").getByRole(AriaRole.TABLE);
    assertThat(table.getByRole(AriaRole.ROW).filter(with("spot"))).hasCount(1);
    assertThat(table.getByRole(AriaRole.ROWHEADER).first()).isVisible();
    Barriers.assertNone(page, "the risk graph in numbers");

    page.getByLabel("Pricing").selectOption("monte_carlo");
    assertThat(page.locator("dl.risk-facts"))
        .containsText(Pattern.compile("P&L on 5,000 paths\\s*[+−$\\d.,]+ ± \\d+"));
    page.getByLabel("Time ahead").fill("60");
    assertThat(page.getByText("imagined market")).isVisible();
    Trader.button(trader.panel("What if"), "Reset").click();
    assertThat(page.locator("dl.risk-facts")).not().containsText("5,000 paths");
    trader.ask(
        "POST",
        "/api/positions",
        Map.of(
            "symbol", "SPX",
            "positionType", "single",
            "legs",
                List.of(
                    Map.of(
                        "strike",
                        6000,
                        "expiration",
                        "2030-01-18",
                        "right",
                        "put",
                        "quantity",
                        1))));
    assertThat(page.locator("ul.positions li")).hasCount(2);
    assertThat(page.getByLabel("Lock the cost of SGL 6000 P"))
        .hasAttribute("aria-pressed", "false");
  }
}
