package io.marketswarm.ui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import io.marketswarm.node.PackagedNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The web UI of the packaged product in a real browser, with the simulated market behind it. */
class WebUiIT {
  private static final int DESK = 1440;
  private static final List<String> SCREENS =
      List.of(
          "/",
          "/risk",
          "/trades",
          "/positions",
          "/orders",
          "/imports",
          "/reports",
          "/leaderboard",
          "/profile",
          "/settings");

  @TempDir static Path folder;
  private static Chromium chromium;
  private static PackagedNode product;
  private static String address;

  private Page page;

  @BeforeAll
  static void start() throws Exception {
    chromium = Chromium.launch();
    product = new PackagedNode(folder);
    Process node = product.run(product.writeConf(1));
    product.awaitHealthy(node);
    address = "https://127.0.0.1:" + product.port("tls");
  }

  @AfterAll
  static void stop() throws Exception {
    if (product != null) {
      product.close();
    }
    if (chromium != null) {
      chromium.close();
    }
  }

  @AfterEach
  void nothingWasComplainedAbout() {
    page.context().close();
    chromium.assertQuiet();
  }

  @Test
  void formulasFitTheGoldenCases() throws Exception {
    page = chromium.visit(DESK, 900, ColorScheme.DARK);
    page.navigate(address + "/");
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
    page = chromium.visit(DESK, 1400, ColorScheme.DARK);
    page.navigate(address + "/");
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Navigator")).first().click();
    assertThat(page.getByText("LIVE", new Page.GetByTextOptions().setExact(true)).first())
        .isVisible();
    Locator spot = page.locator("header").getByText("SPX").first();
    assertThat(spot).isVisible();
    page.waitForFunction(
        "() => { const t = document.querySelector('header').textContent; window.first ??= t;"
            + " return /SPX[^0-9]*\\d/.test(t) && t !== window.first; }");
    assertThat(page.locator("ms-heatmap canvas").first()).isVisible();
  }

  @Test
  void everyScreenOpensOnEverySizeWithoutBarriers() {
    page = enter(DESK, 1000, ColorScheme.DARK);
    for (String screen : SCREENS) {
      open(screen);
      assertNoBarriers(screen);
    }
    page.context().close();
    page = enter(390, 844, ColorScheme.LIGHT);
    for (String screen : SCREENS) {
      open(screen);
      assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"))
          .as("the width of %s on a phone", screen)
          .isTrue();
      assertNoBarriers(screen + " on a phone");
    }
  }

  @Test
  void aTradeIsEnteredAdjustedAndClosed() {
    page = enter(DESK, 1000, ColorScheme.DARK);
    open("/trades");
    giveALog();
    button("Trade").click();
    fill("Strike", "6000");
    fill("Price per share", "2.50");
    fill("Contracts", "2");
    button("Save trade").click();
    Locator row = page.locator("tbody tr").first();
    assertThat(row).containsText("open");
    row.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Adjust")).click();
    fill("Contracts more or less", "1");
    fill("Price per share", "2.20");
    dialogButton("Adjust").click();
    assertThat(row.locator("td").nth(4)).hasText("3");
    row.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Close")).click();
    fill("Exit price per share", "3.10");
    dialogButton("Close trade").click();
    assertThat(row).containsText("closed");
    assertThat(row).containsText("+$");
    row.getByRole(AriaRole.LINK).first().click();
    assertThat(page.locator("main")).containsText("Adjust");
  }

  @Test
  void aFileIsBroughtInAndTakenBack() {
    page = enter(DESK, 1000, ColorScheme.DARK);
    open("/trades");
    giveALog();
    open("/imports");
    String file =
        "Symbol,Strategy,Side,Strike,Width,DTE,Entry Price,Quantity,Entry Time\n"
            + "SPX,butterfly,call,6000,20,0,2.50,1,2026-11-02T15:00:00Z\n"
            + "SPX,vertical,put,5950,10,1,1.20,2,2026-11-03T15:00:00Z\n";
    page.locator("input[type=file]")
        .setInputFiles(
            new FilePayload("trades.csv", "text/csv", file.getBytes(StandardCharsets.UTF_8)));
    page.getByRole(
            AriaRole.BUTTON,
            new Page.GetByRoleOptions().setName(java.util.regex.Pattern.compile("Import 2")))
        .click();
    assertThat(page.locator("main")).containsText("trades.csv");
    page.getByRole(
            AriaRole.BUTTON,
            new Page.GetByRoleOptions()
                .setName(java.util.regex.Pattern.compile("Revert|Take back")))
        .first()
        .click();
    page.locator("dialog .sheet-foot button.danger, dialog .sheet-foot button.primary")
        .first()
        .click();
    assertThat(page.locator("ms-imports")).not().containsText("trades.csv");
  }

  @Test
  void theStreamComesBackWithoutAHole() {
    page = enter(DESK, 1000, ColorScheme.DARK);
    assertThat(page.getByText("LIVE", new Page.GetByTextOptions().setExact(true)).first())
        .isVisible();
    page.context().setOffline(true);
    assertThat(page.locator(".offline, .waiting").first()).isVisible();
    page.context().setOffline(false);
    assertThat(page.getByText("LIVE", new Page.GetByTextOptions().setExact(true)).first())
        .isVisible();
    chromium.forgive(); // the browser itself reports that it was offline
  }

  @Test
  void theKeyboardIsEnough() {
    page = enter(DESK, 1000, ColorScheme.DARK);
    page.keyboard().press("Tab");
    assertThat(page.locator(":focus")).hasText("Skip to content");
    page.keyboard().press("Enter");
    assertThat(page.locator("#main")).isFocused();
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Trade log")).first().focus();
    page.keyboard().press("Enter");
    assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Trade log")))
        .isVisible();
  }

  private Page enter(int width, int height, ColorScheme scheme) {
    Page entered = chromium.visit(width, height, scheme);
    entered.navigate(address + "/api/auth/dev/enter?user=ada&tier=navigator&next=%2F");
    entered.waitForSelector("main h1, main ms-panel");
    return entered;
  }

  private void open(String screen) {
    page.navigate(address + screen);
    page.waitForFunction(
        "() => document.querySelector('main :is(h1, ms-panel)')"
            + " && !document.querySelector('main > .boot')");
  }

  private void giveALog() {
    Locator create =
        page.getByRole(
            AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Create a log").setExact(true));
    Locator trade = button("Trade");
    page.waitForFunction(
        "() => document.querySelector('main table, main .empty button, main .empty p')");
    if (create.isVisible()) {
      create.click();
      fill("Name", "Mine");
      page.locator("dialog .sheet-foot button.primary").click();
    }
    assertThat(trade).isEnabled();
  }

  private Locator button(String name) {
    return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true))
        .first();
  }

  private Locator dialogButton(String name) {
    return page.locator("dialog .sheet-foot")
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
  }

  private void fill(String label, String value) {
    page.locator("dialog").getByLabel(label).first().fill(value);
  }

  private void assertNoBarriers(String screen) {
    List<Rule> found =
        new AxeBuilder(page)
            .analyze().getViolations().stream()
                .filter(rule -> List.of("serious", "critical").contains(rule.getImpact()))
                .toList();
    assertThat(found.stream().map(rule -> rule.getId() + " " + rule.getNodes()).toList())
        .as("barriers on %s", screen)
        .isEmpty();
  }
}
