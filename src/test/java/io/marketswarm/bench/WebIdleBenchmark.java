package io.marketswarm.bench;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What an open dashboard costs while nobody touches it and the simulated market moves: processor
 * time of the process that draws the page and of the whole browser, and what the page keeps in
 * memory after a collection: what grows as much in the second half as in the first is kept for
 * ever. {@code WEB_IDLE_MINUTES} says for how long. Linux only.
 */
public final class WebIdleBenchmark {
  private static final int USUAL_MINUTES =
      Integer.parseInt(System.getenv().getOrDefault("WEB_IDLE_MINUTES", "30"));
  private static final int SETTLE_SECONDS = 60;
  private static final double AIM_CORE_PERCENT = 15;
  private static final double MEBIBYTE = 1 << 20;

  private WebIdleBenchmark() {}

  public static void main(String[] args) throws Exception {
    var started = BrowsedNode.start();
    if (started.isEmpty()) {
      return;
    }
    try (BrowsedNode node = started.get();
        UnwatchedBrowser browser = UnwatchedBrowser.start().orElseThrow();
        UnwatchedBrowser.Tab page = node.signedIn(browser)) {
      page.go(node.address("/"));
      page.await("document.querySelector('ms-heatmap canvas')");
      page.ask("Performance.enable");
      page.ask("HeapProfiler.enable");
      TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
      watch(page, browser);
    }
  }

  private static void watch(UnwatchedBrowser.Tab page, UnwatchedBrowser browser) throws Exception {
    Held before = Held.of(page);
    System.out.println("after " + SETTLE_SECONDS + " s: " + before);
    List<Long> pages = browser.ofPages();
    List<Long> all = browser.all();
    long pagesBefore = BrowsedNode.cpuNanos(pages);
    long allBefore = BrowsedNode.cpuNanos(all);
    double tasksBefore = page.figure("TaskDuration");
    long begin = System.nanoTime();
    TimeUnit.MILLISECONDS.sleep(TimeUnit.MINUTES.toMillis(USUAL_MINUTES) / 2);
    Held halfway = Held.of(page);
    TimeUnit.MILLISECONDS.sleep(TimeUnit.MINUTES.toMillis(USUAL_MINUTES) / 2);
    double seconds = (System.nanoTime() - begin) / 1e9;
    double tasks = page.figure("TaskDuration") - tasksBefore;
    double ofPages = (BrowsedNode.cpuNanos(pages) - pagesBefore) / 1e9;
    double ofAll = (BrowsedNode.cpuNanos(all) - allBefore) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "idle-live for %d min: page %.1f %% of a core (its main thread %.1f %%), whole browser with"
            + " software rendering %.1f %% (aim: below %.0f %%)%n",
        USUAL_MINUTES,
        ofPages / seconds * 100,
        tasks / seconds * 100,
        ofAll / seconds * 100,
        AIM_CORE_PERCENT);
    System.out.println("halfway: " + halfway);
    Held after = Held.of(page);
    System.out.printf(
        Locale.ROOT,
        "after %d min more: %s; heap grew by %.2f MB, %.2f x, of which %.2f MB in the second"
            + " half%n",
        USUAL_MINUTES,
        after,
        (after.bytes() - before.bytes()) / MEBIBYTE,
        after.bytes() / before.bytes(),
        (after.bytes() - halfway.bytes()) / MEBIBYTE);
  }

  private record Held(double bytes, long nodes, long listeners) {
    static Held of(UnwatchedBrowser.Tab page) {
      page.ask("HeapProfiler.collectGarbage");
      JsonObject heap = page.ask("Runtime.getHeapUsage");
      return new Held(
          heap.get("usedSize").getAsDouble(),
          (long) page.figure("Nodes"),
          (long) page.figure("JSEventListeners"));
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%.2f MB of heap, %d nodes, %d listeners",
          bytes / MEBIBYTE,
          nodes,
          listeners);
    }
  }
}
