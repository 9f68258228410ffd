package io.marketswarm.bench;

import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import io.marketswarm.ui.Chromium;
import java.util.List;
import java.util.Locale;

/**
 * Applying a diff of 3,000 tiles and painting the visible grid anew, beside tables written by hand
 * whose cells are set one by one: one with the cells in sight, one with all 3,000. The figures are
 * the browser's own, so nothing that a page does in that time is left out; only all tasks hold what
 * is done between two callbacks, as the turns by hand are. Rounds alternate and the best of each
 * counts.
 */
public final class WebDiffBenchmark {
  private static final int TURNS = 60;
  private static final int ROUNDS = 7;
  private static final double AIM = 2;
  private static final int FRAME_MILLIS = 16;

  private WebDiffBenchmark() {}

  public static void main(String[] args) throws Exception {
    var started = BrowsedNode.start();
    if (started.isEmpty()) {
      return;
    }
    try (BrowsedNode node = started.get();
        Chromium chromium = Chromium.find().orElseThrow()) {
      Way page = new Way(node, chromium, "page");
      Way visible = new Way(node, chromium, "visible");
      Way all = new Way(node, chromium, "all");
      for (int round = 0; round <= ROUNDS; round++) {
        for (Way way : List.of(page, visible, all)) {
          way.round(round > 0);
        }
      }
      System.out.println(
          "ms per diff of 3,000 tiles            script   layout, style   all tasks");
      page.print("the page");
      visible.print("by hand, the " + visible.cells + " cells in sight");
      all.print("by hand, all 3,000 cells");
      System.out.printf(
          Locale.ROOT,
          "all tasks: %.2f x the cells in sight by hand, %.2f x all cells by hand (aim: at most"
              + " %.0f x); %s one frame of %d ms%n",
          page.tasks / visible.tasks,
          page.tasks / all.tasks,
          AIM,
          page.tasks <= FRAME_MILLIS ? "within" : "more than",
          FRAME_MILLIS);
    }
  }

  /** One way of showing the tiles, in a page of its own. */
  private static final class Way {
    private final Page page;
    private final CDPSession session;
    private final int cells;
    private double script = Double.POSITIVE_INFINITY;
    private double layout = Double.POSITIVE_INFINITY;
    private double tasks = Double.POSITIVE_INFINITY;

    Way(BrowsedNode node, Chromium chromium, String name) {
      page = node.signedIn(chromium);
      page.navigate(node.address("/"));
      page.waitForSelector("ms-heatmap canvas");
      session = page.context().newCDPSession(page);
      session.send("Performance.enable");
      cells = ((Number) page.evaluate(BrowsedNode.resource("diff.js"))).intValue();
      page.evaluate("way => window.prepare(way)", name);
    }

    void round(boolean counts) {
      double scriptBefore = figure("ScriptDuration");
      double layoutBefore = figure("LayoutDuration") + figure("RecalcStyleDuration");
      double tasksBefore = figure("TaskDuration");
      page.evaluate("count => window.run(count)", TURNS);
      if (counts) {
        script = Math.min(script, perTurn(figure("ScriptDuration") - scriptBefore));
        layout =
            Math.min(
                layout,
                perTurn(figure("LayoutDuration") + figure("RecalcStyleDuration") - layoutBefore));
        tasks = Math.min(tasks, perTurn(figure("TaskDuration") - tasksBefore));
      }
    }

    private double figure(String name) {
      return BrowsedNode.figure(session, name);
    }

    private static double perTurn(double seconds) {
      return seconds * 1_000 / TURNS;
    }

    void print(String what) {
      System.out.printf(Locale.ROOT, "  %-34s %7.2f %15.2f %11.2f%n", what, script, layout, tasks);
    }
  }
}
