package io.marketswarm.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * From the address to the first useful paint of the dashboard, with the tiles of the heatmap and a
 * chart in sight, beside a bare page of the same server that loads the same libraries and draws one
 * chart of made-up candles. Both with an empty cache, in alternating rounds, and both under the
 * opener policy of all pages here, for which a browser begins a process.
 */
public final class WebPaintBenchmark {
  private static final int ROUNDS = 11;
  private static final double AIM = 1.5;

  /** The browser is not yet done with its new window when it says that the page is there. */
  private static final long REST_MILLIS = 2_000;

  /**
   * Says when the frame in which all of this is there has been painted; a canvas on which nothing
   * is drawn yet is not there.
   */
  private static final String WATCH =
      """
      (() => {
        const drawn = (canvas) =>
          canvas.getContext("2d").getImageData(canvas.width / 2, canvas.height / 2, 1, 8).data
            .some((part, i) => i % 4 < 3 && part > 0);
        const isThere = (part) =>
          part?.clientHeight > 0 && (part.matches(":not(ms-heatmap canvas)") || drawn(part));
        const there = () => PARTS.every((part) => isThere(document.querySelector(part)));
        const look = () => {
          if (!there()) return requestAnimationFrame(look);
          const painted = new MessageChannel();
          painted.port1.onmessage = () => (window.paintedAfter = performance.now());
          requestAnimationFrame(() => painted.port2.postMessage(0));
        };
        requestAnimationFrame(look);
      })();
      """;

  private static final String DASHBOARD = "['ms-heatmap canvas', 'ms-chart canvas']";
  private static final String BARE = "['.bare-head', '.bare-chart canvas']";

  private WebPaintBenchmark() {}

  public static void main(String[] args) throws Exception {
    var started = BrowsedNode.start();
    if (started.isEmpty()) {
      return;
    }
    try (BrowsedNode node = started.get();
        UnwatchedBrowser browser = UnwatchedBrowser.start().orElseThrow()) {
      serveBarePage(node, browser);
      List<Double> dashboard = new ArrayList<>();
      List<Double> bare = new ArrayList<>();
      for (int round = 0; round <= ROUNDS; round++) {
        double theirs = millis(node, browser, "/bare.html", BARE);
        double ours = millis(node, browser, "/", DASHBOARD);
        if (round > 0) {
          bare.add(theirs);
          dashboard.add(ours);
        }
      }
      double ours = median(dashboard);
      double theirs = median(bare);
      System.out.printf(
          Locale.ROOT,
          "first useful paint: dashboard %.0f ms, bare page %.0f ms (%.2f x, aim: below %.1f x)%n",
          ours,
          theirs,
          ours / theirs,
          AIM);
      System.out.printf(
          Locale.ROOT,
          "medians of %d rounds with an empty cache; best of each: %.0f ms, %.0f ms%n",
          ROUNDS,
          dashboard.stream().mapToDouble(d -> d).min().orElseThrow(),
          bare.stream().mapToDouble(d -> d).min().orElseThrow());
    }
  }

  /** The bare page needs the names of the libraries, as the product's page has them. */
  private static void serveBarePage(BrowsedNode node, UnwatchedBrowser browser) throws Exception {
    try (UnwatchedBrowser.Tab tab = node.signedIn(browser)) {
      tab.go(node.address("/"));
      tab.await("document.querySelector('script[type=importmap]')");
      String map = "document.querySelector('script[type=importmap]').outerHTML";
      node.serve("bare.html", Map.of("<!-- importmap -->", tab.evaluate(map).getAsString()));
      node.serve("bare.js", Map.of());
    }
  }

  private static double millis(
      BrowsedNode node, UnwatchedBrowser browser, String path, String parts)
      throws InterruptedException {
    try (UnwatchedBrowser.Tab tab = node.signedIn(browser)) {
      tab.begin(WATCH.replace("PARTS", parts));
      TimeUnit.MILLISECONDS.sleep(REST_MILLIS);
      tab.go(node.address(path));
      tab.await("window.paintedAfter > 0");
      return tab.evaluate("window.paintedAfter").getAsDouble();
    }
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
