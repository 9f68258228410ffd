package io.marketswarm.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs the benchmarks named on the command line, or all of them; {@code journal:read+list} runs
 * parts of one that has parts.
 */
public final class Benchmarks {
  private interface Benchmark {
    void run(String... parts) throws Exception;
  }

  private static final Map<String, Benchmark> ALL = new LinkedHashMap<>();

  static {
    ALL.put("startup", StartupBenchmark::main);
    ALL.put("idle", IdleBenchmark::main);
    ALL.put("bus", BusBenchmark::main);
    ALL.put("sse-fanout", SseFanOutBenchmark::main);
    ALL.put("models", ModelBenchmark::main);
    ALL.put("feed", FeedBenchmark::main);
    ALL.put("tape", TapeBenchmark::main);
    ALL.put("pipeline", PipelineBenchmark::main);
    ALL.put("selector", SelectorBenchmark::main);
    ALL.put("journal", JournalBenchmark::main);
    ALL.put("model-read", ModelReadBenchmark::main);
    ALL.put("newcomers", NewcomerBenchmark::main);
    ALL.put("web-paint", WebPaintBenchmark::main);
    ALL.put("web-diff", WebDiffBenchmark::main);
    ALL.put("web-drag", WebDragBenchmark::main);
    ALL.put("web-idle", WebIdleBenchmark::main);
  }

  private Benchmarks() {}

  public static void main(String[] args) throws Exception {
    List<String> wanted =
        args.length == 0 || args[0].isBlank()
            ? List.copyOf(ALL.keySet())
            : List.of(args[0].split("[, ]+"));
    System.out.println("Machine: " + Machine.describe());
    for (String asked : wanted) {
      String[] nameAndParts = asked.split(":", 2);
      String name = nameAndParts[0];
      Benchmark benchmark = ALL.get(name);
      if (benchmark == null) {
        System.err.println(
            "no benchmark " + name + "; there are: " + String.join(", ", ALL.keySet()));
        System.exit(2);
      }
      System.out.println();
      System.out.println("== " + asked);
      benchmark.run(nameAndParts.length > 1 ? nameAndParts[1].split("\\+") : new String[0]);
    }
    System.exit(0);
  }
}
