package io.marketswarm.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The CPU time and wake-ups of a JVM's threads, by what they are for, as the kernel counts them.
 */
final class ThreadTimes {
  private enum Kind {
    EVENT_LOOPS("event loops"),
    COMPILERS("compilers"),
    VM("VM"),
    OTHERS("others");

    private final String title;

    Kind(String title) {
      this.title = title;
    }

    static Kind of(String thread) {
      if (thread.startsWith("vert.x-eventloo") || thread.startsWith("vert.x-acceptor")) {
        return EVENT_LOOPS;
      }
      if (thread.startsWith("C1 ") || thread.startsWith("C2 ")) {
        return COMPILERS;
      }
      return thread.startsWith("VM ") || thread.startsWith("Monitor Deflati") ? VM : OTHERS;
    }
  }

  private record Use(Kind kind, long nanos, long wakeUps) {}

  private final Map<String, Use> threads;
  private final long takenAt;
  private final double seconds;

  private ThreadTimes(Map<String, Use> threads, long takenAt, double seconds) {
    this.threads = threads;
    this.takenAt = takenAt;
    this.seconds = seconds;
  }

  /** Since the start of each thread that lives. */
  static ThreadTimes of(long pid) throws IOException {
    Map<String, Use> threads = new HashMap<>();
    try (DirectoryStream<Path> tasks =
        Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
      for (Path task : tasks) {
        try {
          threads.put(task.getFileName().toString(), use(task));
        } catch (NoSuchFileException ended) {
          // What a short-lived thread used is lost, and small.
        }
      }
    }
    return new ThreadTimes(threads, System.nanoTime(), 0);
  }

  private static Use use(Path task) throws IOException {
    String name = Files.readString(task.resolve("comm"));
    long nanos = Long.parseLong(Files.readString(task.resolve("schedstat")).split(" ")[0]);
    long wakeUps =
        Files.readAllLines(task.resolve("status")).stream()
            .filter(line -> line.startsWith("voluntary_ctxt_switches:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .sum();
    return new Use(Kind.of(name), nanos, wakeUps);
  }

  ThreadTimes since(ThreadTimes earlier) {
    Map<String, Use> used = new HashMap<>();
    threads.forEach(
        (id, now) -> {
          Use before = earlier.threads.getOrDefault(id, new Use(now.kind, 0, 0));
          used.put(id, new Use(now.kind, now.nanos - before.nanos, now.wakeUps - before.wakeUps));
        });
    return new ThreadTimes(used, takenAt, (takenAt - earlier.takenAt) / 1e9);
  }

  double corePercent() {
    return threads.values().stream().mapToLong(Use::nanos).sum() / seconds / 1e7;
  }

  /** For example {@code event loops 0.12 % (3.1 wake-ups/s), compilers ...}. */
  @Override
  public String toString() {
    Map<Kind, Use> sums = new EnumMap<>(Kind.class);
    for (Use use : threads.values()) {
      sums.merge(
          use.kind, use, (a, b) -> new Use(a.kind, a.nanos + b.nanos, a.wakeUps + b.wakeUps));
    }
    return sums.values().stream()
        .map(
            use ->
                String.format(
                    Locale.ROOT,
                    "%s %.2f %% (%.1f wake-ups/s)",
                    use.kind.title,
                    use.nanos / seconds / 1e7,
                    use.wakeUps / seconds))
        .collect(Collectors.joining(", "));
  }
}
