package io.marketswarm.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What keeps somebody from using a page, found by the rules of axe. They are put into a page once,
 * for they take longer to read than to apply.
 */
final class Barriers {
  private static final String RULES = rules();

  private static final String ARE_THERE = "() => 'axe' in window";

  /** Nothing of the page is left out; of what is found only the serious is told. */
  private static final String LOOK =
      """
      async (only) => {
        const found = await axe.run(document, {
          resultTypes: ["violations"],
          elementRef: false,
          ...(only.length > 0 ? { runOnly: only } : {}),
        });
        return found.violations
          .filter(({ impact }) => impact === "serious" || impact === "critical")
          .map(({ id, nodes }) =>
            `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join("; ")}`);
      }
      """;

  private Barriers() {}

  /** No rule is broken in a serious way. */
  static void assertNone(Page page, String screen) {
    assertNone(page, screen, List.of());
  }

  /** Where only the colours are others than before: their contrast suffices here as well. */
  static void assertNoneOfColour(Page page, String screen) {
    assertNone(page, screen, List.of("color-contrast"));
  }

  private static void assertNone(Page page, String screen, List<String> only) {
    if (!(Boolean) page.evaluate(ARE_THERE)) {
      page.evaluate(RULES);
    }
    assertThat((List<?>) page.evaluate(LOOK, only)).as("barriers on %s", screen).isEmpty();
  }

  private static String rules() {
    try (InputStream file = AxeBuilder.class.getResourceAsStream("/axe.min.js")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
