package io.marketswarm.ui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.marketswarm.node.PackagedNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * The packaged product with its simulated market, and the people in front of it: started for the
 * first test of the web UI, ended after the last. Each test is closed with its pages shut and
 * nothing complained about.
 */
final class Floor implements BeforeAllCallback, AfterEachCallback {
  private static final double PATIENCE_MILLIS = 30_000;

  private final List<BrowserContext> seats = new ArrayList<>();
  private Premises premises;

  /** A screen to sit in front of. */
  enum Screen {
    DESK(1440, 1000),
    PHONE(390, 844);

    private final int width;
    private final int height;

    Screen(int width, int height) {
      this.width = width;
      this.height = height;
    }
  }

  @Override
  public void beforeAll(ExtensionContext test) {
    setDefaultAssertionTimeout(PATIENCE_MILLIS);
    premises =
        test.getRoot()
            .getStore(Namespace.create(Floor.class))
            .getOrComputeIfAbsent(Premises.class, first -> Premises.open(), Premises.class);
  }

  @Override
  public void afterEach(ExtensionContext test) {
    seats.forEach(BrowserContext::close);
    seats.clear();
    premises.chromium.assertQuiet();
  }

  /** Somebody who is not in yet. */
  Page visitor(Screen screen) {
    Page page = seat(screen);
    page.navigate(premises.address + "/");
    return page;
  }

  /** Somebody of this name who has signed in and sees the dashboard. */
  Trader trader(String name, Screen screen) {
    return trader(name, screen, "/");
  }

  /** Somebody of this name who has signed in where this is to be seen. */
  Trader trader(String name, Screen screen, String first) {
    Trader trader = new Trader(seat(screen), premises.address);
    trader.signIn(name, first);
    return trader;
  }

  private Page seat(Screen screen) {
    Page page = premises.chromium.visit(screen.width, screen.height, ColorScheme.DARK);
    seats.add(page.context());
    return page;
  }

  private static final class Premises implements AutoCloseable {
    private final Path folder;
    private final Chromium chromium;
    private final PackagedNode product;
    private final String address;

    private Premises(Path folder, Chromium chromium) throws IOException {
      this.folder = folder;
      this.chromium = chromium;
      this.product = new PackagedNode(folder);
      try {
        Process node = product.run(product.writeConf(1));
        product.awaitHealthy(node);
      } catch (IOException | AssertionError broken) {
        product.close();
        throw broken;
      }
      this.address = "https://127.0.0.1:" + product.port("tls");
    }

    static Premises open() {
      Chromium chromium = Chromium.launch();
      try {
        return new Premises(Files.createTempDirectory("web-ui"), chromium);
      } catch (IOException unusable) {
        throw new IllegalStateException(unusable);
      }
    }

    @Override
    public void close() throws IOException {
      chromium.close();
      product.close();
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
