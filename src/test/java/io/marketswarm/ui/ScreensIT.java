package io.marketswarm.ui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.marketswarm.ui.Floor.Screen.DESK;
import static io.marketswarm.ui.Trader.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import io.marketswarm.ui.Floor.Screen;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every screen on every size and in both themes, and the states that its panels can be in. */
class ScreensIT {
  @RegisterExtension static final Floor FLOOR = new Floor();

  private static final List<String> SETTINGS =
      List.of("display", "profile", "user", "trading", "symbols", "tags", "alerts");

  @ParameterizedTest
  @EnumSource
  void everyScreenIsOpenToEverybody(Screen screen) {
    Trader trader = FLOOR.trader("iris-" + screen.ordinal(), screen);
    trader.whileTheMarketStands(() -> lookAround(trader, screen));
  }

  private static void lookAround(Trader trader, Screen screen) {
    String trade = trade(trader);
    for (String address :
        List.of(
            "/",
            "/risk",
            "/trades",
            "/trades/" + trade,
            "/positions",
            "/orders",
            "/imports",
            "/reports",
            "/leaderboard",
            "/profile")) {
      look(trader, address, screen);
    }
    for (String tab : SETTINGS) {
      look(trader, "/settings?tab=" + tab, screen);
    }
  }

  private static void look(Trader trader, String address, Screen screen) {
    String seen = address + " at a " + screen;
    Page page = trader.page();
    trader.go(address);
    assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
        .as("%s fits", seen)
        .isTrue();
    show(page, "light");
    if (screen == Screen.PHONE) {
      Barriers.assertNone(page, seen);
      show(page, "dark");
      Barriers.assertNoneOfColour(page, seen + " in the dark");
    } else {
      Barriers.assertNoneOfColour(page, seen + " in the light");
      show(page, "dark");
      Barriers.assertNone(page, seen);
    }
  }

  private static void show(Page page, String theme) {
    page.evaluate("async name => (await import('/app/prefs.js')).theme.value = name", theme);
    assertThat(page.locator("html")).hasAttribute("data-theme", theme);
  }

  /** Something to be seen on every screen; returns the id of a trade. */
  private static String trade(Trader trader) {
    String log = trader.openLog("Seen");
    String won = trader.enterButterfly(log, 6000, 2);
    String lost = trader.enterButterfly(log, 6000, 2);
    trader.enterButterfly(log, 6000, 2);
    trader.ask("POST", "/api/trades/" + won + "/close", Map.of("exit_price", 6.5));
    trader.ask("POST", "/api/trades/" + lost + "/close", Map.of("exit_price", 0.5));
    trader.ask(
        "POST",
        "/api/orders",
        Map.of(
            "order_type", "entry",
            "symbol", "SPX",
            "direction", "long",
            "limit_price", 1,
            "quantity", 1));
    trader.keepCall();
    trader.drawCall();
    return won;
  }

  @Test
  void whatIsNotThereYetIsSaid() {
    Trader trader = FLOOR.trader("newcomer", DESK, "/trades");
    Page page = trader.page();
    Map.of(
            "/trades", "No log yet",
            "/positions", "No open positions",
            "/orders", "No entry waits",
            "/imports", "Nothing was brought in yet",
            "/reports", "No closed trades yet",
            "/risk", "No positions yet")
        .forEach(
            (screen, text) -> {
              trader.go(screen);
              assertThat(page.locator("main .empty").filter(with(text)).first()).isVisible();
            });
  }

  @Test
  void aPanelSaysThatItWaitsAndWhyItFails() {
    Trader trader = FLOOR.trader("patience", DESK, "/profile");
    Page page = trader.page();
    page.route("**/sse/all**", Route::abort);
    page.route(
        "**/api/models/exposure/**",
        route ->
            route.fulfill(
                new Route.FulfillOptions()
                    .setStatus(503)
                    .setContentType("application/json")
                    .setBody("{\"error\":\"The desk is closed\"}")));
    page.route("**/api/models/candles/**", route -> {}); // never answered
    trader.load("/");
    Locator exposure = trader.panel("Dealer exposure");
    assertThat(exposure).containsText("The desk is closed");
    assertThat(trader.panel("SPX candles")).containsText("Loading…");
    assertThat(page.locator(".banner")).containsText("Reconnecting");

    page.unroute("**/api/models/exposure/**");
    Trader.button(exposure, "Retry").click();
    assertThat(exposure.locator("ms-chart, table").first()).isVisible();
    page.unroute("**/api/models/candles/**");
    page.unroute("**/sse/all**");
    trader.assertConnection("LIVE");
    assertThat(trader.panel("SPX candles").locator("ms-chart")).isVisible();
  }

  @Test
  void whatATierDoesNotHaveIsLocked() {
    Trader trader = FLOOR.trader("gaby", DESK, "/profile");
    Page page = trader.page();
    page.route(
        "**/api/tier-gates/config",
        route ->
            route.fulfill(
                new Route.FulfillOptions()
                    .setContentType("application/json")
                    .setBody(
                        "{\"mode\":\"tier_limited\",\"user_tier\":\"navigator\",\"defaults\":{},"
                            + "\"tiers\":{\"navigator\":{\"heatmap_access\":false,"
                            + "\"import_access\":false,\"leaderboard_access\":false}}}")));
    trader.open("/");
    assertThat(trader.panel("Heatmap SPX")).containsText("Not part of the navigator tier");
    trader.go("/imports");
    assertThat(trader.panel("Bring trades in")).containsText("Not part of the navigator tier");
    trader.go("/leaderboard");
    assertThat(trader.panel("Ranking")).containsText("Not part of the navigator tier");
  }

  @Test
  void oldNumbersBearTheirAge() {
    Trader trader = FLOOR.trader("stella", DESK, "/profile");
    Page page = trader.page();
    page.clock().install();
    trader.open("/");
    trader.assertConnection("LIVE");
    page.context().setOffline(true);
    trader.assertConnection("OFFLINE");
    page.clock().fastForward("05:00");
    assertThat(page.locator(".banner")).containsText(Pattern.compile("5 min old"));
    assertThat(trader.panel("Heatmap SPX")).containsText("stale, 5 min");
    assertThat(page.locator("main")).hasClass(Pattern.compile("disconnected"));
  }

  @Test
  void whatATraderChoseStays() {
    Trader trader = FLOOR.trader("petra", DESK, "/settings?tab=display");
    Page page = trader.page();
    double usual = textSize(page);
    for (String choice : List.of("Large", "High", "Light")) {
      page.getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName(choice).setExact(true))
          .click();
    }
    trader.go("/");
    trader.panel("SPX candles").getByLabel("Hide SPX candles").click();
    Locator first = page.locator("ms-panel h2").first();
    String before = first.textContent();
    Trader.button(trader.panel(before), "Arrange " + before).click();
    page.getByRole(AriaRole.MENUITEM).filter(with("Move after")).locator("visible=true").click();
    assertThat(first).not().hasText(before);
    String after = first.textContent();

    page.reload();
    trader.settle();
    Locator root = page.locator("html");
    assertThat(root).hasAttribute("data-text-size", "comfortable");
    assertThat(root).hasAttribute("data-contrast", "high");
    assertThat(root).hasAttribute("data-theme", "light");
    assertThat(textSize(page)).isGreaterThan(usual);
    assertThat(first).hasText(after);
    assertThat(trader.panel("SPX candles").getByLabel("Show SPX candles")).isVisible();
    assertThat(trader.panel("SPX candles").locator(".panel-body")).hasCount(0);
    trader.whileTheMarketStands(
        () -> Barriers.assertNone(page, "the dashboard in high contrast and large letters"));
  }

  private static double textSize(Page page) {
    return ((Number)
            page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)"))
        .doubleValue();
  }

  @Test
  void whatATraderSetsHoldsEverywhere() {
    Trader trader = FLOOR.trader("sally", DESK, "/settings?tab=user");
    Page page = trader.page();
    page.getByLabel("How you trade").selectOption("swing");
    trader.assertSaid("Saved");
    page.getByLabel("Stocks").check();
    refuse(page, "**/api/settings/*", "Not today");
    page.getByLabel("Experience").selectOption("advanced");
    trader.assertSaid("Not today");
    assertThat(page.getByLabel("Experience")).hasValue("");
    page.unroute("**/api/settings/*");

    trader.go("/settings?tab=trading");
    Locator step = page.getByLabel("Strike step of SPX");
    step.fill("0");
    step.press("Enter");
    assertThat(trader.panel("Strikes and expiries")).containsText("Above 0");
    step.press("Escape");
    assertThat(step).hasValue("5");
    step.fill("10");
    step.press("Enter");
    Locator back = page.getByLabel("Back to the usual for SPX");
    assertThat(back).isVisible();
    page.waitForResponse(
        "**/api/settings/*", () -> page.getByLabel("Expiries of NDX").selectOption("weekly"));

    trader.open("/risk");
    page.waitForFunction(
        "async () => { const { symbolOf } = await import('/model/structures.js');"
            + " return symbolOf('SPX').increment === 10 && symbolOf('SPX').width === 20"
            + " && symbolOf('NDX').expiries === 'weekly'; }");
    trader.go("/settings?tab=user");
    assertThat(page.getByLabel("How you trade")).hasValue("swing");
    assertThat(page.getByLabel("Stocks")).isChecked();
    trader.go("/settings?tab=trading");
    back.click();
    assertThat(step).hasValue("5");
    assertThat(back).hasCount(0);
  }

  private static void refuse(Page page, String what, String why) {
    page.route(
        what,
        route ->
            route.fulfill(
                new Route.FulfillOptions()
                    .setStatus(400)
                    .setContentType("application/json")
                    .setBody("{\"success\":false,\"error\":\"" + why + "\"}")));
  }

  @Test
  void aTraderMakesTheWordsAndSymbolsOfTheTrade() {
    Trader trader = FLOOR.trader("wanda", DESK, "/settings?tab=tags");
    Page page = trader.page();
    Locator tags = trader.panel("Tags");
    assertThat(tags).containsText("overtrading");
    Trader.button(tags, "Tag").click();
    trader.fill("Name", "Overtrading");
    Trader.button(trader.dialog(), "Make it").click();
    assertThat(trader.dialog()).containsText("There is a tag of this name");
    trader.fill("Name", "chased it");
    trader.confirm("Make it");
    assertThat(tags).containsText("chased it");
    tags.getByLabel("Edit Short Sleep").click();
    assertThat(trader.dialog().getByLabel("Name")).hasCount(0);
    trader.fill("Description", "Under five hours");
    trader.confirm("Save");
    assertThat(tags).containsText("Under five hours");
    tags.getByLabel("Retire chased it").click();
    trader.assertSaid("“chased it” retired");
    assertThat(tags).not().containsText("chased it");
    tags.getByLabel("Retired (1)").check();
    refuse(page, "**/api/tags/*", "The tag is in use; retire it instead");
    tags.getByLabel("Delete chased it").click();
    trader.confirm("Delete");
    trader.assertSaid("The tag is in use; retire it instead");
    assertThat(tags).containsText("chased it");
    page.unroute("**/api/tags/*");
    tags.getByLabel("Search tags").fill("chased");
    assertThat(tags.locator("li")).hasCount(1);
    tags.getByLabel("Delete chased it").click();
    trader.confirm("Delete");
    assertThat(tags).containsText("No tag has “chased” in it");

    trader.go("/settings?tab=symbols");
    Locator symbols = trader.panel("Symbols");
    Trader.button(symbols, "Symbol").click();
    trader.fill("Symbol", "wndx");
    trader.fill("Name", "Wanda's own index");
    trader.confirm("Add");
    assertThat(symbols.getByLabel("Offer WNDX")).isChecked();
    symbols.getByLabel("Remove WNDX").click();
    trader.confirm("Remove");
    trader.assertSaid("WNDX removed");
    trader.open("/settings?tab=symbols");
    assertThat(symbols).containsText("Nasdaq");
    assertThat(symbols).not().containsText("WNDX");
  }

  @Test
  void whatWasSaidCanBeReadAgain() {
    Trader trader = FLOOR.trader("nora", DESK, "/settings?tab=profile");
    Page page = trader.page();
    page.getByLabel("Name on the leaderboard").fill("Nora & Co");
    assertThat(trader.panel("Profile")).containsText("Only letters");
    refuse(page, "**/api/profile/timezone", "No such place");
    page.getByLabel("Time zone").selectOption("Europe/Paris");
    trader.assertSaid("No such place");
    assertThat(page.getByLabel("Time zone")).hasValue("");

    page.reload();
    trader.settle();
    page.getByLabel("Notices").click();
    assertThat(trader.dialog()).containsText("No such place");
    assertThat(trader.dialog()).containsText("api");
    Barriers.assertNone(page, "the notices");
    Trader.button(trader.dialog(), "Clear all").click();
    assertThat(trader.dialog()).containsText("Nothing was said today");
    trader.press("Escape");
    assertThat(trader.dialog()).hasCount(0);
    assertThat(trader.button("Notices")).isFocused();
    page.getByRole(AriaRole.BUTTON).filter(with("What's new")).click();
    assertThat(trader.dialog()).containsText("Live models");
    Barriers.assertNone(page, "what is new");
  }

  @Test
  void aPanelThatBreaksLeavesTheOthersAlone() {
    Trader trader = FLOOR.trader("mender", DESK);
    Page page = trader.page();
    page.evaluate(
        "async () => {"
            + " const mode = document.querySelector('ms-market-mode ms-panel');"
            + " console.error = () => {};"
            + " const draw = mode.content;"
            + " mode.content = () => { mode.content = draw; throw new Error('a gear is loose'); };"
            + " mode.requestUpdate(); }");
    Locator broken = trader.panel("Market mode");
    assertThat(broken).containsText("a gear is loose");
    assertThat(trader.panel("Volatility")).not().containsText("problem");
    Trader.button(broken, "Report").click();
    trader.assertSaid("the report is with us");
    Trader.button(broken, "Retry").click();
    assertThat(broken.getByRole(AriaRole.IMG)).isVisible();
  }
}
