package io.marketswarm.bench;

import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import io.marketswarm.ui.Chromium;
import java.util.List;
import java.util.Locale;

/**
 * A strike of one of three strategies dragged through the risk graph, a step a frame, beside a
 * canvas written by hand that draws as many lines of as many points and prices nothing. The figures
 * are the browser's own, in which only all tasks hold what is done between two callbacks; rounds
 * alternate and the best of each counts.
 */
public final class WebDragBenchmark {
  private static final int FRAMES = 120;
  private static final int ROUNDS = 7;
  private static final double AIM_FRAMES = 59;

  /** Three strategies around the market; the answers are waited for. */
  private static final String OPEN =
      """
      async () => {
        const { add } = await import("/screens/risk/book.js");
        const { legsOf } = await import("/model/structures.js");
        const { spot } = await import("/app/market.js");
        const { usualExpiration } = await import("/screens/risk/editor.js");
        const strike = Math.round(spot() / 5) * 5;
        for (const [type, direction, away] of
            [["butterfly", "long", 0], ["iron_condor", "short", 10], ["vertical", "long", -25]]) {
          const shape = { type, direction, right: "call", strike: strike + away, width: 20 };
          await add({
            symbol: "SPX",
            positionType: type,
            direction,
            legs: legsOf({ ...shape, expiration: usualExpiration("SPX"), multiplier: 1 }),
            costBasis: 5,
            costBasisType: direction === "long" ? "debit" : "credit",
          });
        }
      }
      """;

  private WebDragBenchmark() {}

  public static void main(String[] args) throws Exception {
    var started = BrowsedNode.start();
    if (started.isEmpty()) {
      return;
    }
    try (BrowsedNode node = started.get();
        Chromium chromium = Chromium.find().orElseThrow()) {
      Page first = node.signedIn(chromium);
      first.navigate(node.address("/risk"));
      first.waitForFunction("async () => (await import('/app/market.js')).spot() > 0");
      first.evaluate(OPEN);
      first.context().close();
      Way page = new Way(node, chromium, "page");
      Way floor = new Way(node, chromium, "floor");
      for (int round = 0; round <= ROUNDS; round++) {
        for (Way way : List.of(page, floor)) {
          way.round(round > 0);
        }
      }
      System.out.println(
          "a strike dragged, 3 strategies, "
              + page.points
              + " points a line     frames/s   script ms   layout, style   all tasks ms");
      page.print("the page");
      floor.print("by hand, drawing only");
      System.out.printf(
          Locale.ROOT,
          "all tasks: %.1f x drawing only, %.1f ms of the 16 ms of a frame; %s 60 frames/s%n",
          page.tasks / floor.tasks,
          page.tasks,
          page.frames >= AIM_FRAMES ? "keeps" : "does not keep");
    }
  }

  /** One way of dragging, in a page of its own. */
  private static final class Way {
    private final Page page;
    private final CDPSession session;
    private final int points;
    private double frames;
    private double script = Double.POSITIVE_INFINITY;
    private double layout = Double.POSITIVE_INFINITY;
    private double tasks = Double.POSITIVE_INFINITY;

    Way(BrowsedNode node, Chromium chromium, String name) {
      page = node.signedIn(chromium);
      page.navigate(node.address("/risk"));
      page.waitForSelector("canvas.plot");
      page.waitForSelector(".risk-facts");
      session = page.context().newCDPSession(page);
      session.send("Performance.enable");
      points = ((Number) page.evaluate(BrowsedNode.resource("drag.js"))).intValue();
      page.evaluate("way => window.prepare(way)", name);
    }

    void round(boolean counts) {
      page.bringToFront();
      double scriptBefore = figure("ScriptDuration");
      double layoutBefore = figure("LayoutDuration") + figure("RecalcStyleDuration");
      double tasksBefore = figure("TaskDuration");
      double reached = ((Number) page.evaluate("count => window.run(count)", FRAMES)).doubleValue();
      if (counts) {
        frames = Math.max(frames, reached);
        script = Math.min(script, perFrame(figure("ScriptDuration") - scriptBefore));
        layout =
            Math.min(
                layout,
                perFrame(figure("LayoutDuration") + figure("RecalcStyleDuration") - layoutBefore));
        tasks = Math.min(tasks, perFrame(figure("TaskDuration") - tasksBefore));
      }
    }

    private double figure(String name) {
      return BrowsedNode.figure(session, name);
    }

    private static double perFrame(double seconds) {
      return seconds * 1_000 / FRAMES;
    }

    void print(String what) {
      System.out.printf(
          Locale.ROOT, "  %-52s %8.1f %11.2f %15.2f %14.2f%n", what, frames, script, layout, tasks);
    }
  }
}
