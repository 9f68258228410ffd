package io.marketswarm.log;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Takes over the platform's logging for this JVM: every line, ours or a library's, is redacted,
 * kept in the ring of its service and handed to the writer.
 */
public final class Logs {
  private static final int RING_LINES = 5_000;

  /** Libraries that talk more than an operator wants to hear, and from which level on to listen. */
  private static final Map<String, java.util.logging.Level> QUIETED =
      Map.of(
          "com.hazelcast", java.util.logging.Level.SEVERE,
          "com.hazelcast.internal.util.ModularJavaUtils", java.util.logging.Level.OFF,
          "org.flywaydb", java.util.logging.Level.WARNING,
          "org.mariadb.jdbc", java.util.logging.Level.SEVERE,
          "io.netty", java.util.logging.Level.WARNING,
          "io.micrometer", java.util.logging.Level.SEVERE,
          // A port scanner or a browser that leaves is no event for the operator.
          "io.vertx.core.net.impl.ConnectionBase", java.util.logging.Level.OFF,
          "io.vertx.core.http.impl.HttpClientRequestImpl", java.util.logging.Level.OFF);

  private static final Logs INSTANCE = new Logs();

  private final Redactor redactor = new Redactor();
  private final Map<String, Ring> rings = new ConcurrentHashMap<>();
  private final List<Consumer<Line>> listeners = new CopyOnWriteArrayList<>();

  /** Loggers whose level was set are held here: the platform keeps only weak references. */
  private final Map<String, Logger> levelled = new ConcurrentHashMap<>();

  private final Handler tap =
      new Handler() {
        @Override
        public void publish(LogRecord said) {
          record(said);
        }

        @Override
        public void flush() {
          Logs.flush();
        }

        @Override
        public void close() {
          Logs.flush();
        }
      };

  private volatile Sink sink;

  private Logs() {}

  /** Starts or replaces the logging of this JVM. */
  public static void start(LogSettings settings) {
    INSTANCE.install(settings, System.out);
  }

  /** The redactor of this JVM: secrets named to it never leave the process in a line. */
  public static Redactor redactor() {
    return INSTANCE.redactor;
  }

  /** The most recent lines of a service, oldest first. */
  public static List<Line> recent(String service, int count) {
    Ring ring = INSTANCE.rings.get(service);
    return ring == null ? List.of() : ring.last(count);
  }

  /** Calls the listener with every line from now on; it must be quick and not log itself. */
  public static Runnable onLine(Consumer<Line> listener) {
    INSTANCE.listeners.add(listener);
    return () -> INSTANCE.listeners.remove(listener);
  }

  /** Sets how much one service says, while running. */
  public static void level(String service, Level level) {
    INSTANCE.setLevel("marketswarm." + service, level.platform());
  }

  /** Lets one service say as much as all others again. */
  public static void usualLevel(String service) {
    INSTANCE.setLevel("marketswarm." + service, null);
  }

  /** Waits until everything said so far has been written. */
  public static void flush() {
    Sink current = INSTANCE.sink;
    if (current != null) {
      current.flush();
    }
  }

  void install(LogSettings settings, PrintStream console) {
    Logger root = Logger.getLogger("");
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    Sink previous = sink;
    sink = new Sink(settings, console);
    if (previous != null) {
      previous.close();
    }
    setLevel("", java.util.logging.Level.INFO);
    setLevel("marketswarm", settings.level().platform());
    QUIETED.forEach(this::setLevel);
    root.addHandler(tap);
  }

  private void setLevel(String logger, java.util.logging.Level level) {
    levelled.computeIfAbsent(logger, Logger::getLogger).setLevel(level);
  }

  private void record(LogRecord said) {
    Sink current = sink;
    if (current == null || said.getMessage() == null && said.getThrown() == null) {
      return;
    }
    Line line = Line.of(said, redactor);
    rings.computeIfAbsent(line.service(), service -> new Ring(RING_LINES)).add(line);
    current.accept(line);
    for (Consumer<Line> listener : listeners) {
      listener.accept(line);
    }
  }
}
