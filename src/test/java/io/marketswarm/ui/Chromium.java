package io.marketswarm.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The browser of this machine, where there is one, and what its pages complained about. */
public final class Chromium implements AutoCloseable {
  private static final List<String> PLACES =
      List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");

  /** What any browser of ours is started with. */
  public static final List<String> OPTIONS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-background-networking",
          "--disable-component-update",
          "--no-first-run",
          "--disable-quic");

  private static final double PATIENCE_MILLIS = 60_000;
  private static final int SERVER_ERROR = 500;
  private static final int NOT_YET = 503;

  private final Playwright playwright;
  private final Browser browser;
  private final List<String> complaints = new ArrayList<>();

  private Chromium(Path executable) {
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(new BrowserType.LaunchOptions().setExecutablePath(executable).setArgs(OPTIONS));
  }

  /** The browser, if there is one. */
  public static Optional<Chromium> find() {
    return executable().map(Chromium::new);
  }

  /** Where the browser lies, if there is one. */
  public static Optional<Path> executable() {
    return Stream.concat(Optional.ofNullable(System.getenv("CHROMIUM")).stream(), PLACES.stream())
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Skips the test where there is no Chromium. */
  static Chromium launch() {
    Optional<Chromium> found = find();
    assumeTrue(found.isPresent(), "no Chromium found: install it to have the web UI tested");
    return found.get();
  }

  /** A fresh visitor. Nothing moves but the market, so that what is seen can be judged at once. */
  public Page visit(int width, int height, ColorScheme scheme) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setColorScheme(scheme)
                .setReducedMotion(ReducedMotion.REDUCE)
                .setAcceptDownloads(true)
                .setIgnoreHTTPSErrors(true));
    context.setDefaultTimeout(PATIENCE_MILLIS);
    Page page = context.newPage();
    page.onConsoleMessage(this::note);
    page.onResponse(this::note);
    page.onPageError(error -> complaints.add("error of the page: " + error));
    return page;
  }

  /**
   * That the interface says no, that it says not yet, and that the wire is cut by a test are shown
   * by the screens and no fault of theirs; all else, breaches of the content policy among it, is.
   */
  private void note(ConsoleMessage message) {
    boolean answer =
        message.text().startsWith("Failed to load resource")
            && (message.location().contains("/api/")
                || message.location().contains("/sse/")
                || message.text().contains("ERR_INTERNET_DISCONNECTED"));
    if (message.type().equals("error") && !answer) {
      complaints.add(message.text() + " at " + message.location());
    }
  }

  private void note(Response response) {
    if (response.status() >= SERVER_ERROR && response.status() != NOT_YET) {
      complaints.add(response.status() + " of " + response.url());
    }
  }

  /** No error and no breach of the content policy since the last look. */
  void assertQuiet() {
    List<String> all = List.copyOf(complaints);
    complaints.clear();
    assertThat(all).isEmpty();
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
