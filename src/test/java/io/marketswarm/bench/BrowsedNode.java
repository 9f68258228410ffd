package io.marketswarm.bench;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import io.marketswarm.ui.Chromium;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The product with its simulated market and a browser before it. The UI is served from a copy, so
 * that a page to compare with can lie beside it and is served in the same way.
 */
final class BrowsedNode implements AutoCloseable {
  private static final Path UI = Path.of("webroot");
  private static final double MARKET_MILLIS = 180_000;
  private static final int WIDTH = 1440;
  private static final int HEIGHT = 1000;
  private static final String ENTER =
      "/api/auth/dev/enter?user=ada&tier=navigator&next=%2Ficon.svg";

  private final Path root;
  private final NodeProcess node;
  private JsonElement cookies;

  private BrowsedNode(Path root, NodeProcess node) {
    this.root = root;
    this.node = node;
  }

  /** Empty, and said so, where there is no browser. */
  static Optional<BrowsedNode> start() throws IOException, InterruptedException {
    if (Chromium.executable().isEmpty()) {
      System.out.println("skipped: no Chromium found");
      return Optional.empty();
    }
    Path root = Files.createTempDirectory(Path.of("target"), "web-");
    Path site = root.resolve("site");
    copy(UI, site);
    NodeProcess node =
        NodeProcess.start(
            root.resolve("data"),
            Path.of("target", "engines"),
            Map.of("UI_DIST", site.toAbsolutePath().toString()));
    BrowsedNode browsed = new BrowsedNode(root, node);
    try {
      node.awaitHealthy();
      browsed.awaitMarket();
      return Optional.of(browsed);
    } catch (IOException | InterruptedException | RuntimeException broken) {
      browsed.close();
      throw broken;
    }
  }

  /** The first models need the first chains of options. */
  private void awaitMarket() throws IOException, InterruptedException {
    try (UnwatchedBrowser browser = UnwatchedBrowser.start().orElseThrow();
        UnwatchedBrowser.Tab tab = browser.visit(WIDTH, HEIGHT)) {
      tab.go(address(ENTER));
      tab.await("location.pathname === '/icon.svg'");
      cookies = tab.cookies();
      tab.go(address("/"));
      tab.await("document.querySelector('ms-heatmap canvas')");
    }
  }

  /** Puts a file of the benchmarks, with some of its text replaced, beside the UI. */
  void serve(String name, Map<String, String> replaced) throws IOException {
    String text = resource(name);
    for (Map.Entry<String, String> entry : replaced.entrySet()) {
      text = text.replace(entry.getKey(), entry.getValue());
    }
    Files.writeString(root.resolve("site").resolve(name), text);
  }

  static String resource(String name) {
    try (InputStream in = BrowsedNode.class.getResourceAsStream("/bench/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  String address(String path) {
    return node.site() + path;
  }

  /** A fresh profile in which somebody is in, on an empty page where all may move that moves. */
  Page signedIn(Chromium chromium) {
    Page page = chromium.visit(WIDTH, HEIGHT, ColorScheme.DARK);
    page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.NO_PREFERENCE));
    page.context().setDefaultTimeout(MARKET_MILLIS);
    page.context().request().get(address(ENTER));
    return page;
  }

  /** The same in a browser that nothing listens to. */
  UnwatchedBrowser.Tab signedIn(UnwatchedBrowser browser) {
    UnwatchedBrowser.Tab tab = browser.visit(WIDTH, HEIGHT);
    tab.carry(cookies);
    return tab;
  }

  /** Nanoseconds on a processor so far. */
  static long cpuNanos(List<Long> processes) throws IOException {
    long sum = 0;
    for (long pid : processes) {
      sum += ToldProcess.cpuNanos(pid);
    }
    return sum;
  }

  /** One of the figures that the browser keeps of a page: durations in seconds, else counts. */
  static double figure(CDPSession session, String name) {
    return figure(session.send("Performance.getMetrics"), name);
  }

  static double figure(JsonObject told, String name) {
    for (JsonElement metric : told.getAsJsonArray("metrics")) {
      JsonObject pair = metric.getAsJsonObject();
      if (pair.get("name").getAsString().equals(name)) {
        return pair.get("value").getAsDouble();
      }
    }
    throw new IllegalArgumentException("the browser does not keep " + name);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path copied = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copied);
        } else {
          Files.copy(file, copied);
        }
      }
    }
  }

  @Override
  public void close() {
    node.close();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException left) {
      throw new UncheckedIOException(left);
    }
  }
}
