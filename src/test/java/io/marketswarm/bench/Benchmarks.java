package io.marketswarm.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs the benchmarks named on the command line, or all of them. */
public final class Benchmarks {
  private interface Benchmark {
    void run() throws Exception;
  }

  private static final Map<String, Benchmark> ALL = new LinkedHashMap<>();

  static {
    ALL.put("startup", () -> StartupBenchmark.main(new String[0]));
    ALL.put("idle", () -> IdleBenchmark.main(new String[0]));
    ALL.put("bus", () -> BusBenchmark.main(new String[0]));
    ALL.put("sse-fanout", () -> SseFanOutBenchmark.main(new String[0]));
    ALL.put("models", () -> ModelBenchmark.main(new String[0]));
    ALL.put("feed", () -> FeedBenchmark.main(new String[0]));
    ALL.put("tape", () -> TapeBenchmark.main(new String[0]));
    ALL.put("pipeline", () -> PipelineBenchmark.main(new String[0]));
    ALL.put("selector", () -> SelectorBenchmark.main(new String[0]));
    ALL.put("journal", () -> JournalBenchmark.main(new String[0]));
    ALL.put("model-read", () -> ModelReadBenchmark.main(new String[0]));
    ALL.put("web-paint", () -> WebPaintBenchmark.main(new String[0]));
    ALL.put("web-diff", () -> WebDiffBenchmark.main(new String[0]));
    ALL.put("web-drag", () -> WebDragBenchmark.main(new String[0]));
    ALL.put("web-idle", () -> WebIdleBenchmark.main(new String[0]));
  }

  private Benchmarks() {}

  public static void main(String[] args) throws Exception {
    List<String> wanted =
        args.length == 0 || args[0].isBlank()
            ? List.copyOf(ALL.keySet())
            : List.of(args[0].split("[, ]+"));
    System.out.println("Machine: " + Machine.describe());
    for (String name : wanted) {
      Benchmark benchmark = ALL.get(name);
      if (benchmark == null) {
        System.err.println(
            "no benchmark " + name + "; there are: " + String.join(", ", ALL.keySet()));
        System.exit(2);
      }
      System.out.println();
      System.out.println("== " + name);
      benchmark.run();
    }
    System.exit(0);
  }
}
