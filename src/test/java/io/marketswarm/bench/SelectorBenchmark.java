package io.marketswarm.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.marketswarm.market.model.BiasLfi;
import io.marketswarm.market.model.ButterflyGrid;
import io.marketswarm.market.model.CompactStructures;
import io.marketswarm.market.model.EdgeStructures;
import io.marketswarm.market.model.GammaByStrike;
import io.marketswarm.market.model.MarketMode;
import io.marketswarm.market.model.Rounding;
import io.marketswarm.market.model.SelectorInputs;
import io.marketswarm.market.model.SelectorModel;
import io.marketswarm.market.model.SelectorSettings;
import io.marketswarm.market.model.TradeSelector;
import io.marketswarm.market.wire.BiasJson;
import io.marketswarm.market.wire.SelectorJson;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/**
 * Times one cycle of bias, market mode, selector and volume structures on data the size of a real
 * day, each next to a floor that touches the same numbers once. Run its main; best of many rounds.
 */
public final class SelectorBenchmark {
  private static final Instant NOW = Instant.parse("2026-11-20T15:30:00Z");
  private static final double SPOT = 6902.5;
  private static final double VIX = 18.5;
  private static final double HOUR = 10.5;
  private static final int ROUNDS = 400;

  /** Short enough to fit between two looks of the scheduler on a busy machine. */
  private static final long ROUND_NANOS = 2_000_000;

  private static final long WARM_UP_NANOS = 700_000_000;

  private static double sink;

  private SelectorBenchmark() {}

  public static void main(String[] args) throws IOException {
    describeMachine();
    System.out.printf("%-34s %12s %12s %9s %12s%n", "", "time", "floor", "ratio", "allocated");
    bias();
    selector();
    structures();
    rounding();
    System.out.println("(" + (sink == 0.1 ? "!" : "") + "best of " + ROUNDS + " rounds)");
  }

  private static void bias() {
    Random random = new Random(7);
    int[] strikes = new int[240];
    Arrays.setAll(strikes, i -> 6300 + 5 * i);
    double[] calls = random.doubles(strikes.length).map(v -> v * 9000).toArray();
    double[] puts = random.doubles(strikes.length).map(v -> v * 9000).toArray();
    GammaByStrike gamma = GammaByStrike.of(strikes, calls, puts);
    Cost floor = cost(x -> sum(calls) + sum(puts));
    report(
        "gamma by strike, 240 strikes",
        cost(x -> GammaByStrike.of(strikes, calls, puts).net(0)),
        floor);
    report(
        "bias, LFI and market mode",
        cost(x -> MarketMode.of(BiasLfi.of(NOW, "I:SPX", SPOT, gamma)).score()),
        floor);
    BiasLfi bias = BiasLfi.of(NOW, "I:SPX", SPOT, gamma);
    byte[] bytes = BiasJson.BIAS_LFI.bytes(bias);
    report(
        "bias to %d bytes of JSON".formatted(bytes.length),
        cost(x -> BiasJson.BIAS_LFI.bytes(bias).length),
        cost(x -> bytes.clone().length));
  }

  private static void selector() {
    DayGrid grid = new DayGrid();
    GammaByStrike gamma = gamma(grid);
    BiasLfi bias = BiasLfi.of(NOW, "I:SPX", SPOT, gamma);
    SelectorInputs in = new SelectorInputs(NOW, "I:SPX", HOUR, SPOT, VIX, 1, grid, gamma, bias);
    TradeSelector selector = new TradeSelector(SelectorSettings.DEFAULT);
    SelectorModel.Ranking model = (SelectorModel.Ranking) selector.select(in);
    report(
        "selector, %d sides, %d scored"
            .formatted(model.totalScored() + model.filteredByDebit(), model.totalScored()),
        cost(x -> ((SelectorModel.Ranking) selector.select(in)).totalScored()),
        cost(x -> grid.sum()));
    byte[] bytes = SelectorJson.SELECTOR.bytes(model);
    report(
        "selector to %d bytes of JSON".formatted(bytes.length),
        cost(x -> SelectorJson.SELECTOR.bytes(model).length),
        cost(x -> bytes.clone().length));
  }

  private static GammaByStrike gamma(DayGrid grid) {
    int[] strikes = grid.strikes(3);
    double[] calls = new double[strikes.length];
    double[] puts = new double[strikes.length];
    Arrays.setAll(calls, i -> 4000 + i % 13 * 500.0);
    Arrays.setAll(puts, i -> 9000 - i % 17 * 500.0);
    return GammaByStrike.of(strikes, calls, puts);
  }

  private static void structures() {
    Random random = new Random(7);
    double[] volumes = new double[2400];
    for (int i = 400; i < 2000; i++) {
      volumes[i] = 1e6 * (1 + Math.sin(i / 40.0)) + random.nextInt(200_000);
    }
    Cost floor = cost(x -> sum(volumes));
    report(
        "structures by rank, 2400 bins",
        cost(x -> CompactStructures.detect(volumes, 5600, 1).nodes().size()),
        floor);
    report(
        "structures by edge, 2400 bins",
        cost(x -> EdgeStructures.detect(volumes, 5600, 1, 10).nodes().size()),
        floor);
  }

  private static void rounding() {
    double[] values = new Random(7).doubles(1000).map(v -> v * 100).toArray();
    Cost floor = cost(x -> sum(values));
    report("1000 values rounded", cost(x -> total(values, Rounding::r1)), floor);
    report(
        "  the same with BigDecimal",
        cost(x -> total(values, SelectorBenchmark::bigDecimal)),
        floor);
  }

  private static double bigDecimal(double value) {
    return new BigDecimal(value).setScale(1, RoundingMode.HALF_EVEN).doubleValue();
  }

  private static double total(double[] values, DoubleUnaryOperator rounding) {
    double total = 0;
    for (double value : values) {
      total += rounding.applyAsDouble(value);
    }
    return total;
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }

  private record Cost(double nanos, double bytes) {}

  @FunctionalInterface
  private interface Work {
    double run(int iteration);
  }

  /** The cheapest round's cost per run; a round lasts long enough for the clock to be exact. */
  private static Cost cost(Work work) {
    double nanosPerRun = Double.MAX_VALUE;
    for (long spent = 0; spent < WARM_UP_NANOS; ) {
      long nanos = time(work, 50);
      nanosPerRun = Math.min(nanosPerRun, nanos / 50.0);
      spent += nanos;
    }
    int runs = (int) Math.max(1, ROUND_NANOS / nanosPerRun);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long best = Long.MAX_VALUE;
    long allocated = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      best = Math.min(best, time(work, runs));
      long after = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      allocated = Math.min(allocated, after - before);
    }
    return new Cost((double) best / runs, (double) allocated / runs);
  }

  private static long time(Work work, int runs) {
    long start = System.nanoTime();
    for (int i = 0; i < runs; i++) {
      sink += work.run(i);
    }
    return System.nanoTime() - start;
  }

  private static void report(String what, Cost cost, Cost floor) {
    System.out.printf(
        "%-34s %9.2f us %9.2f us %8.1fx %9.1f KB%n",
        what, cost.nanos / 1000, floor.nanos / 1000, cost.nanos / floor.nanos, cost.bytes / 1024);
  }

  private static void describeMachine() throws IOException {
    OperatingSystemMXBean machine =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    Path cpuinfo = Path.of("/proc/cpuinfo");
    String processor =
        !Files.isReadable(cpuinfo)
            ? machine.getArch()
            : Files.readAllLines(cpuinfo).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 2))
                .findFirst()
                .orElse(machine.getArch());
    System.out.printf(
        "%s, %d cores, load %.1f, %s %s, Java %s%n%n",
        processor,
        machine.getAvailableProcessors(),
        machine.getSystemLoadAverage(),
        machine.getName(),
        machine.getVersion(),
        Runtime.version());
  }

  /** Butterflies of four expirations and seven widths around spot, priced by a bell curve. */
  private static final class DayGrid implements ButterflyGrid {
    private static final int STEP = 5;
    private static final double DAY_SIGMA = SPOT * 0.16 / Math.sqrt(252);
    private static final double REACH = 2.25;

    private final int[] widths = {20, 25, 30, 35, 40, 45, 50};
    private final int[][] strikes = new int[4][];
    private final double[][][][] debits = new double[4][7][2][];

    DayGrid() {
      Random random = new Random(7);
      for (int dte = 0; dte < strikes.length; dte++) {
        double sigma = DAY_SIGMA * Math.sqrt(Math.max(1, dte));
        int steps = (int) Math.round(REACH * sigma / STEP);
        strikes[dte] = new int[2 * steps + 1];
        Arrays.setAll(strikes[dte], i -> 6900 + (i - steps) * STEP);
        for (int width = 0; width < widths.length; width++) {
          for (int side = 0; side < 2; side++) {
            debits[dte][width][side] = row(strikes[dte], widths[width], sigma, random);
          }
        }
      }
    }

    private static double[] row(int[] strikes, int width, double sigma, Random random) {
      double[] row = new double[strikes.length];
      for (int i = 0; i < row.length; i++) {
        boolean winged =
            strikes[i] - width >= strikes[0] && strikes[i] + width <= strikes[row.length - 1];
        double z = (strikes[i] - SPOT) / sigma;
        double fair = width * width * Math.exp(-z * z / 2) / (sigma * Math.sqrt(2 * Math.PI));
        row[i] = winged ? fair * (0.9 + 0.2 * random.nextDouble()) : Double.NaN;
      }
      return row;
    }

    double sum() {
      double sum = 0;
      for (double[][][] expiration : debits) {
        for (double[][] width : expiration) {
          for (double[] side : width) {
            sum += SelectorBenchmark.sum(side);
          }
        }
      }
      return sum;
    }

    @Override
    public int expirations() {
      return strikes.length;
    }

    @Override
    public int dte(int expiration) {
      return expiration;
    }

    @Override
    public LocalDate expiry(int expiration) {
      return LocalDate.of(2026, 11, 20).plusDays(expiration);
    }

    @Override
    public int[] strikes(int expiration) {
      return strikes[expiration];
    }

    @Override
    public int[] widths() {
      return widths;
    }

    @Override
    public int step() {
      return STEP;
    }

    @Override
    public double marketDebit(int expiration, int width, int strike, Side side) {
      return debits[expiration][width][side.ordinal()][strike];
    }

    @Override
    public double theoreticalDebit(int expiration, int width, int strike, Side side) {
      return debits[expiration][width][side.ordinal()][strike];
    }
  }
}
