package io.marketswarm.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The edge and a bare server that send the same bytes, asked in alternating rounds. The rate is
 * what clients see; CPU is that of the event loops alone, which does not depend on who else is
 * busy.
 */
final class SideBySide {
  static final int ROUNDS = 9;
  static final long ROUND_MILLIS = 700;

  private static final Duration WARM_UP = Duration.ofSeconds(60);

  private SideBySide() {}

  /** A server under load, and the event loops it runs on. */
  record Lane(Load load, LoopTimes loops) {
    /** Runs until the server has given so many answers and is compiled. */
    void warmUp(int enough) throws Exception {
      long end = System.nanoTime() + WARM_UP.toNanos();
      double answers = 0;
      while (answers < enough && System.nanoTime() < end) {
        answers += load.run(ROUND_MILLIS) * ROUND_MILLIS / 1e3;
      }
    }
  }

  static void compare(String what, Lane bare, Lane edge) throws Exception {
    Rounds theirs = new Rounds(bare);
    Rounds ours = new Rounds(edge);
    for (int round = 0; round < ROUNDS; round++) {
      (round % 2 == 0 ? ours : theirs).run();
      (round % 2 == 0 ? theirs : ours).run();
    }
    System.out.printf(
        Locale.ROOT,
        "%s   bare %7.0f/s %6.1f us   edge %7.0f/s %6.1f us   edge/bare %.2f, by CPU %.2f%n",
        what,
        median(theirs.rates),
        median(theirs.micros),
        median(ours.rates),
        median(ours.micros),
        median(quotients(ours.rates, theirs.rates)),
        median(quotients(theirs.micros, ours.micros)));
  }

  private static List<Double> quotients(List<Double> above, List<Double> below) {
    return IntStream.range(0, above.size()).mapToObj(i -> above.get(i) / below.get(i)).toList();
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  /** What a server did in each round. */
  private static final class Rounds {
    private final Lane lane;

    /** Answers per second. */
    private final List<Double> rates = new ArrayList<>();

    /** CPU time of the event loops per answer. */
    private final List<Double> micros = new ArrayList<>();

    Rounds(Lane lane) {
      this.lane = lane;
    }

    void run() throws Exception {
      long start = System.nanoTime();
      long busy = lane.loops().nanos();
      double rate = lane.load().run(ROUND_MILLIS);
      double seconds = (System.nanoTime() - start) / 1e9;
      rates.add(rate);
      micros.add((lane.loops().nanos() - busy) / 1e3 / (rate * seconds));
    }
  }
}
