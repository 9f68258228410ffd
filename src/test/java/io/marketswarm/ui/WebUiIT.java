package io.marketswarm.ui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
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
  private static final double PATIENCE_MILLIS = 30_000;

  @TempDir static Path folder;
  private static Chromium chromium;
  private static PackagedNode product;
  private static String address;

  private Page page;

  @BeforeAll
  static void start() throws Exception {
    chromium = Chromium.launch();
    setDefaultAssertionTimeout(PATIENCE_MILLIS);
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
}
