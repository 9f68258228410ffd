package io.marketswarm.ui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Somebody who is in, and what can be done with a page: go, read, press, fill in. */
final class Trader {
  /** More stops than any path of a test has; only a keyboard trap needs all of them. */
  private static final int MOST_TABS = 80;

  private static final String MARKET_TIME = "/api/market/clock";

  private final Page page;
  private final String address;

  Trader(Page page, String address) {
    this.page = page;
    this.address = address;
  }

  /** Signs in and is led to a screen. */
  void signIn(String name, String screen) {
    page.navigate(
        address
            + "/api/auth/dev/enter?user="
            + name
            + "&tier=navigator&next="
            + URLEncoder.encode(screen, StandardCharsets.UTF_8));
    settle();
  }

  Page page() {
    return page;
  }

  /** Goes to a screen as from outside, and waits until nothing of it is missing. */
  void open(String screen) {
    load(screen);
    settle();
  }

  /** Goes to a screen of which something will be missing. */
  void load(String screen) {
    page.navigate(address + screen);
  }

  /** Goes to a screen without loading the page anew, as a link does. */
  void go(String screen) {
    page.evaluate("async (to) => (await import('/app/router.js')).go(to)", screen);
    page.waitForURL(address + screen);
    settle();
  }

  /** Waits until the screen is there and none of its panels waits for its model any more. */
  void settle() {
    page.waitForFunction(
        "() => document.querySelector('main :is(h1, ms-panel)')"
            + " && !document.querySelector('main :is(.skeleton, [aria-busy=true])')");
  }

  /** Asks the interface as the page itself does; returns the answer. */
  Map<?, ?> ask(String method, String path, Object body) {
    return (Map<?, ?>)
        page.evaluate(
            "async ([method, path, body]) => (await import('/app/api.js'))"
                + ".call(method, path, { body: body ?? undefined, key: crypto.randomUUID() })",
            Arrays.asList(method, path, body));
  }

  /** Does something for which no price may move: the market stands still meanwhile. */
  void whileTheMarketStands(Runnable work) {
    ask("POST", MARKET_TIME, Map.of("action", "pause"));
    try {
      work.run();
    } finally {
      ask("POST", MARKET_TIME, Map.of("action", "resume"));
    }
  }

  /** The data of the answer to a question. */
  Map<?, ?> data(String method, String path, Object body) {
    return (Map<?, ?>) ask(method, path, body).get("data");
  }

  /** Makes a log to trade in; returns its id. */
  String openLog(String name) {
    return data("POST", "/api/logs", Map.of("name", name, "starting_capital", 25_000))
        .get("id")
        .toString();
  }

  /** Puts a butterfly on the SPX into a log; returns the id of the trade. */
  String enterButterfly(String log, int strike, int quantity) {
    Map<String, Object> butterfly =
        Map.of(
            "log_id",
            log,
            "symbol",
            "SPX",
            "strategy",
            "butterfly",
            "side",
            "call",
            "strike",
            strike,
            "width",
            20,
            "dte",
            0,
            "entry_price",
            2.5,
            "quantity",
            quantity);
    return data("POST", "/api/trades", butterfly).get("id").toString();
  }

  /** Keeps a call on the SPX among the positions of the record. */
  void keepCall() {
    Map<String, Object> call =
        Map.of(
            "instrumentType", "option",
            "expiry", "2030-01-18",
            "strike", 6000,
            "right", "call",
            "quantity", 1);
    ask("POST", "/api/positions", Map.of("symbol", "SPX", "status", "open", "legs", List.of(call)));
  }

  /** Puts a call on the SPX into the risk graph. */
  void drawCall() {
    Map<String, Object> call =
        Map.of("strike", 6000, "expiration", "2030-01-18", "right", "call", "quantity", 1);
    ask(
        "POST",
        "/api/positions",
        Map.of(
            "symbol", "SPX",
            "positionType", "single",
            "direction", "long",
            "costBasis", 12.5,
            "costBasisType", "debit",
            "legs", List.of(call)));
  }

  /** A part of the screen by the name in its head. */
  Locator panel(String heading) {
    return page.getByRole(
        AriaRole.REGION, new Page.GetByRoleOptions().setName(heading).setExact(true));
  }

  Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  static Locator button(Locator in, String name) {
    return in.getByRole(
        AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
  }

  Locator dialog() {
    return page.getByRole(AriaRole.DIALOG);
  }

  void fill(String label, String value) {
    dialog().getByLabel(label).fill(value);
  }

  /** Presses the button that does what the dialog is for, and waits until the dialog is gone. */
  void confirm(String name) {
    button(dialog(), name).click();
    assertThat(dialog()).hasCount(0);
  }

  void assertSaid(String text) {
    assertThat(page.locator(".toast").filter(new Locator.FilterOptions().setHasText(text)).first())
        .isVisible();
  }

  void assertHeading(String text) {
    assertThat(
            page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(text).setLevel(1)))
        .isVisible();
  }

  void assertConnection(String state) {
    assertThat(page.locator("header .pulse")).hasText(state);
  }

  /** Goes forward with the Tab key alone until something has the focus. */
  void tabTo(Locator target) {
    for (int i = 0; i < MOST_TABS; i++) {
      page.keyboard().press("Tab");
      if ((Boolean) target.evaluate("node => node === document.activeElement")) {
        return;
      }
    }
    throw new AssertionError("the Tab key does not lead to " + target);
  }

  void press(String... keys) {
    List.of(keys).forEach(key -> page.keyboard().press(key));
  }

  static Locator.FilterOptions with(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  static Locator.FilterOptions with(Pattern text) {
    return new Locator.FilterOptions().setHasText(text);
  }
}
