package io.marketswarm.ui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.marketswarm.ui.Floor.Screen.DESK;
import static io.marketswarm.ui.Trader.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The web UI of the packaged product in a real browser: the way in, and the market. */
class WebUiIT {
  @RegisterExtension static final Floor FLOOR = new Floor();

  @Test
  void formulasFitTheGoldenCases() throws IOException {
    Page page = FLOOR.visitor(DESK);
    String cases;
    try (var file = WebUiIT.class.getResourceAsStream("/ui/models.js")) {
      cases = new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
    Map<?, ?> outcome = (Map<?, ?>) page.evaluate(cases);
    assertThat((List<?>) outcome.get("wrong")).isEmpty();
    assertThat(((Number) outcome.get("checks")).intValue()).isGreaterThan(60);
  }

  @Test
  void aTraderSignsInAndSeesTheMarketMove() {
    Page page = FLOOR.visitor(DESK);
    page.getByRole(AriaRole.LINK).filter(with("navigator")).click();
    assertThat(page.locator("header .pulse")).hasText("LIVE");
    Locator spot = page.getByRole(AriaRole.BUTTON).filter(with(Pattern.compile("SPX\\s*[\\d,]+")));
    assertThat(spot).isVisible();
    Locator heatmap = page.locator("ms-heatmap canvas");
    assertThat(heatmap).isVisible();
    Object painted = heatmap.evaluate("canvas => canvas.toDataURL()");
    assertThat(spot).not().hasText(spot.textContent());
    page.waitForFunction(
        "before => document.querySelector('ms-heatmap canvas').toDataURL() !== before", painted);
  }

  /** What the bars of all strikes and expirations make together, against what the model says. */
  private static final String EXPOSED =
      """
      async () => {
        const [{ METRICS }, { exposure }] = await Promise.all(
          ["/screens/dashboard/exposure.js", "/app/market.js"].map((name) => import(name)));
        const model = exposure.value;
        return Object.entries(METRICS).map(([name, { of }]) => {
          const bars = Object.values(model.expirations).flatMap(({ by_strike: b }) => b.strikes.map((_, i) => of(b, i)));
          const sum = bars.reduce((total, bar) => total + bar, 0);
          return `${name} ${Math.abs(sum - model[name]) <= bars.length || `${sum}, told ${model[name]}`}`;
        });
      }
      """;

  @Test
  void exposureByStrikeAddsUp() {
    Page page = FLOOR.trader("summer", DESK).page();
    assertThat((List<?>) page.evaluate(EXPOSED))
        .isEqualTo(List.of("gamma true", "delta true", "vanna true", "charm true"));
  }

  @Test
  void theStreamBegunWithThePageIsTheOneThatIsGoneOnWith() {
    Page page = FLOOR.visitor(DESK);
    page.addInitScript(
        """
        window.opened = [];
        window.EventSource = class extends EventSource {
          constructor(url, options) {
            super(url, options);
            window.opened.push(String(url));
          }
        };
        """);
    page.getByRole(AriaRole.LINK).filter(with("navigator")).click();
    assertThat(page.locator("header .pulse")).hasText("LIVE");
    assertThat(page.locator("ms-heatmap canvas")).isVisible();
    assertThat((List<?>) page.evaluate("window.opened"))
        .singleElement()
        .asString()
        .startsWith("/sse/all?")
        .contains("tiles=brief");
  }

  @Test
  void atTheDoorNothingIsAskedOfTheMarket() {
    Page page = FLOOR.visitor(DESK);
    List<Route> who = new ArrayList<>();
    page.route("**/api/auth/me", who::add);
    page.reload();
    page.waitForFunction(
        "async () => (await import('/app/market.js')).live.state.value.state === 'reconnecting'");
    page.unroute("**/api/auth/me");
    who.forEach(Route::resume);
    assertThat(page.getByRole(AriaRole.LINK).filter(with("navigator"))).isVisible();
    String asked = "performance.getEntriesByType('resource').map(r => r.name).join()";
    assertThat((String) page.evaluate(asked))
        .contains("/api/auth/me")
        .doesNotContain("/api/models");
  }

  @Test
  void aTileIsOpenedInTheRiskGraphByKeys() {
    Trader trader = FLOOR.trader("tilda", DESK);
    Page page = trader.page();
    trader.tabTo(page.locator("ms-heatmap canvas"));
    trader.press("ArrowDown", "ArrowDown", "ArrowRight");
    Locator told = page.locator("ms-heatmap [aria-live]");
    assertThat(told).containsText(Pattern.compile("strike \\d+ width \\d+ (call|put)"));
    String strike = told.textContent().replaceAll(".*strike (\\d+) .*", "$1");
    trader.press("Enter");
    assertThat(trader.dialog()).containsText("New position");
    trader.press("Escape");
    assertThat(trader.dialog()).hasCount(0);

    page.goBack();
    trader.settle();
    trader.tabTo(page.locator("ms-heatmap canvas"));
    trader.press("ArrowDown", "ArrowDown", "ArrowRight", "Enter");
    assertThat(trader.dialog()).containsText(strike.substring(0, 2));
    trader.tabTo(Trader.button(trader.dialog(), "Create"));
    trader.press("Enter");
    assertThat(page.locator("ul.positions li")).hasCount(1);
    assertThat(page.locator("canvas.plot"))
        .hasAttribute("aria-label", Pattern.compile("Profit .* at [\\d,.]+; breakevens .*"));
  }

  @Test
  void marketTimeObeysWhoeverReplays() {
    Trader trader = FLOOR.trader("rita", DESK);
    Locator bar = trader.page().getByLabel("Market time").first();
    assertThat(bar).containsText("Simulated market");
    Locator speed = bar.getByLabel("Speed");
    try {
      speed.selectOption("5");
      assertThat(bar).containsText(Pattern.compile("\\d\\d:\\d\\d"));
      trader.page().waitForFunction(SPEED_IS, 5);
      bar.getByLabel("Pause market time").click();
      Locator resume = bar.getByLabel("Resume market time");
      assertThat(resume).isVisible();
      resume.click();
      assertThat(bar.getByLabel("Pause market time")).isVisible();
      bar.getByLabel("Scenario").selectOption("volatile");
      trader.page().waitForFunction(SCENARIO_IS, "volatile");
    } finally {
      trader.ask("POST", "/api/market/clock", Map.of("action", "scenario", "name", "normal"));
      trader.ask("POST", "/api/market/clock", Map.of("action", "speed", "speed", 1));
    }
    assertThat(speed).hasValue("1");
  }

  private static final String SPEED_IS =
      "async speed => (await import('/app/market.js')).marketClock.value.speed === speed";
  private static final String SCENARIO_IS =
      "async name => (await import('/app/market.js')).marketClock.value.scenario === name";

  @Test
  void theKeyboardIsEnough() {
    Page page = FLOOR.visitor(DESK);
    Trader trader = new Trader(page, page.url().replaceAll("/$", ""));
    trader.tabTo(page.getByRole(AriaRole.LINK).filter(with("navigator")));
    trader.press("Enter");
    trader.assertConnection("LIVE");
    trader.press("Tab");
    assertThat(page.locator(":focus")).hasText("Skip to content");
    trader.press("Enter");
    assertThat(page.locator("#main")).isFocused();

    trader.open("/");
    trader.tabTo(link(page, "Trade log"));
    trader.press("Enter");
    trader.assertHeading("Trade log");
    Locator create = trader.button("Create a log");
    trader.tabTo(create);
    trader.press("Enter");
    assertThat(trader.dialog().getByLabel("Name")).isFocused();
    trader.press("Escape");
    assertThat(trader.dialog()).hasCount(0);
    assertThat(create).isFocused();
    trader.press("Enter");
    page.keyboard().type("By keys");
    trader.tabTo(Trader.button(trader.dialog(), "Create"));
    trader.press("Enter");
    trader.assertSaid("By keys");
    trader.tabTo(trader.button("Enter the first"));
    trader.press("Enter");
    type(trader, "Strike", "6000");
    type(trader, "Price per share, $", "2.5");
    trader.tabTo(Trader.button(trader.dialog(), "Save trade"));
    trader.press("Enter");
    assertThat(page.locator("tbody tr").first()).containsText("open");
  }

  private static void type(Trader trader, String label, String value) {
    trader.tabTo(trader.dialog().getByLabel(label));
    trader.page().keyboard().type(value);
  }

  private static Locator link(Page page, String name) {
    return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
  }
}
