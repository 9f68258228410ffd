package io.marketswarm.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * What it costs to send one event to one of thousands of streams: the product's hub beside nchan (a
 * C module of nginx), a Node.js server, and a bare loop of {@code send()} in C as the floor. Linux
 * only; what is not installed is left out.
 *
 * <p>All servers run at once, with their streams open, and take turns in short windows, so that
 * what else the machine does meets them alike. Costs are processor time of the server.
 *
 * <p>Options, as environment variables: {@code SSE_STREAMS} (8000), {@code SSE_ROUNDS} (5), {@code
 * SSE_SECONDS} of a window (2), {@code SSE_GATHER} in milliseconds (20), {@code SSE_WRITER} ({@code
 * fast} or {@code plain}), {@code SSE_PARTS} ({@code memory,edge,gates,http1,rates,http2}).
 */
public final class SseFanOutBenchmark {
  private static final int STREAMS = option("SSE_STREAMS", 8_000);
  private static final int ROUNDS = option("SSE_ROUNDS", 5);
  private static final int SECONDS = option("SSE_SECONDS", 2);
  private static final int GATHER_MILLIS = option("SSE_GATHER", 20);
  private static final int WARM_UP_SECONDS = 4;
  static final int STREAMS_PER_CONNECTION = 8;
  private static final int EVENTS_PER_SECOND = 10;
  private static final double MOST_P99_MILLIS = 250;
  private static final double HELD = 0.97;
  private static final int STREAMS_TOLD_OF_GATES = 5_000;
  static final List<String> CLIENT_FLAGS =
      List.of("-XX:+UseSerialGC", "-Xms64m", "-Xmx512m", "-XX:TieredStopAtLevel=4");

  private static final AtomicInteger LANES = new AtomicInteger();

  private SseFanOutBenchmark() {}

  /** What one window showed. */
  private record Window(
      long events, long gaps, long lost, double p50, double p99, double cpuMicros, double cores) {
    double perSecond() {
      return (double) events / SECONDS;
    }
  }

  /** A server with its readers. */
  private record Lane(String name, String path, FanOutTarget target, ToldProcess readers)
      implements AutoCloseable {
    static Lane open(FanOutTarget target, String name, int port, String protocol)
        throws IOException {
      int perConnection = protocol.equals("h1") ? 1 : STREAMS_PER_CONNECTION;
      // Of its own, or the readers of one lane would be served in the windows of another.
      String path = "/" + protocol + "/" + LANES.incrementAndGet();
      ToldProcess readers =
          ToldProcess.java(
              CLIENT_FLAGS, FanOutReaders.class, port, path, protocol, STREAMS, perConnection);
      readers.tell("open");
      return new Lane(name, path, target, readers);
    }

    Window window(int rate) throws Exception {
      CompletableFuture<Void> publishing =
          CompletableFuture.runAsync(() -> publish(rate, SECONDS + 1));
      TimeUnit.MILLISECONDS.sleep(500);
      long cpu = ToldProcess.cpuNanos(target.pid());
      long begin = System.nanoTime();
      String[] said = readers.tell("window " + SECONDS * 1_000).split(" ");
      long cpuUsed = ToldProcess.cpuNanos(target.pid()) - cpu;
      double seconds = (System.nanoTime() - begin) / 1e9;
      publishing.get();
      long events = Long.parseLong(said[0]);
      return new Window(
          events,
          Long.parseLong(said[2]),
          Long.parseLong(said[3]),
          Double.parseDouble(said[4]),
          Double.parseDouble(said[5]),
          cpuUsed / 1e3 / Math.max(events, 1),
          cpuUsed / 1e9 / seconds);
    }

    private void publish(int rate, int seconds) {
      try {
        target.publish(path, rate, seconds);
      } catch (IOException e) {
        throw new IllegalStateException(name, e);
      }
    }

    @Override
    public void close() {
      readers.close();
    }
  }

  public static void main(String[] args) throws Exception {
    if (!Files.isReadable(Path.of("/proc/self/schedstat"))) {
      System.out.println("skipped: needs /proc");
      return;
    }
    Path directory = Files.createTempDirectory(Path.of("target"), "fan-out-");
    try {
      run(directory);
    } finally {
      try (Stream<Path> files = Files.walk(directory)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
  }

  private static void run(Path directory) throws Exception {
    System.out.printf(
        "%d streams, %d-byte events; servers take turns, %d windows of %d s each, median%n",
        STREAMS, FanOutServer.EVENT_BYTES, ROUNDS, SECONDS);
    List<String> parts =
        List.of(option("SSE_PARTS", "memory,edge,gates,http1,rates,http2").split(","));
    if (parts.contains("edge") || parts.contains("gates")) {
      edge(parts);
    }
    if (List.of("edge", "gates").containsAll(parts)) {
      return;
    }
    try (ServersUnderTest servers = new ServersUnderTest(directory)) {
      if (parts.contains("memory")) {
        servers.memory();
      }
      if (parts.contains("http1") || parts.contains("rates")) {
        servers.http1();
      }
      if (parts.contains("rates")) {
        servers.largestRates();
      }
      if (parts.contains("http2")) {
        servers.http2();
      }
    }
  }

  private static void edge(List<String> parts) throws Exception {
    try (EdgeStreams edge = new EdgeStreams()) {
      if (parts.contains("edge")) {
        edge.memory(STREAMS);
      }
      if (parts.contains("gates")) {
        edge.gates(STREAMS_TOLD_OF_GATES);
      }
    }
  }

  private static final class ServersUnderTest implements AutoCloseable {
    private final FanOutTarget.Told hub;
    private final int tlsPort = NodeProcess.freePort();
    private final FanOutTarget floor;
    private final NchanTarget nchan;
    private final FanOutTarget node;
    private final Map<String, Lane> lanes = new LinkedHashMap<>();
    private double nchanMicros = Double.NaN;
    private double nchanRate = Double.NaN;

    ServersUnderTest(Path directory) throws Exception {
      int port = NodeProcess.freePort();
      hub =
          new FanOutTarget.Told(
              "hub",
              port,
              ToldProcess.java(
                  List.of("@" + Path.of("conf", "jvm.options")),
                  FanOutServer.class,
                  port,
                  tlsPort,
                  1,
                  GATHER_MILLIS,
                  option("SSE_WRITER", "fast")));
      floor = isProgram("gcc") ? FanOutTarget.floor(directory) : null;
      nchan = NchanTarget.isInstalled() ? NchanTarget.start(directory) : null;
      node = isProgram("node") ? FanOutTarget.node(directory) : null;
      note(floor, "no gcc: no floor");
      note(nchan, "no nchan (Debian: libnginx-mod-nchan): nothing to compare with");
      note(node, "no node");
      if (node != null) {
        System.out.println("Node.js: plain node:http stands in for Express, events encoded once");
      }
    }

    private static void note(Object present, String absent) {
      if (present == null) {
        System.out.println(absent);
      }
    }

    private static boolean isProgram(String name) throws InterruptedException {
      try {
        return new ProcessBuilder(name, "--version")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor()
            == 0;
      } catch (IOException absent) {
        return false;
      }
    }

    private Lane open(FanOutTarget target, String name, int port, String protocol)
        throws IOException {
      Lane lane = Lane.open(target, name, port, protocol);
      lanes.put(name, lane);
      return lane;
    }

    /** What idle streams take, and whether comings and goings leave anything behind. */
    void memory() throws Exception {
      IdleStreams idle = new IdleStreams(hub.process(), STREAMS, "/idle", "");
      for (String protocol : List.of("h1", "h2", "h2tls")) {
        idle.warmUp(portOf(protocol), protocol);
      }
      IdleStreams.printHead();
      idle.measure("HTTP/1.1", portOf("h1"), "h1");
      idle.measure("HTTP/2, 8 per connection", portOf("h2"), "h2");
      idle.measure("  with TLS", portOf("h2tls"), "h2tls");
    }

    private int portOf(String protocol) {
      return protocol.equals("h2tls") ? tlsPort : hub.port();
    }

    void http1() throws Exception {
      open(hub, "hub", hub.port(), "h1");
      if (floor != null) {
        open(floor, floor.name(), floor.port(), "h1");
      }
      if (nchan != null) {
        open(nchan, nchan.name(), nchan.port(), "h1");
      }
      if (node != null) {
        open(node, node.name(), node.port(), "h1");
      }
      System.out.println();
      System.out.printf("HTTP/1.1, %d events/s to each stream%n", EVENTS_PER_SECOND);
      turns(lanes, EVENTS_PER_SECOND, false);
    }

    void http2() throws Exception {
      Map<String, Lane> http2 = new LinkedHashMap<>();
      closeLanes();
      http2.put("hub, HTTP/2", open(hub, "hub, HTTP/2", hub.port(), "h2"));
      http2.put("hub, HTTP/2 TLS", open(hub, "hub, HTTP/2 TLS", tlsPort, "h2tls"));
      if (nchan != null) {
        http2.put("nchan, HTTP/2", open(nchan, "nchan, HTTP/2", nchan.http2Port(), "h2"));
        http2.put("nchan", open(nchan, "nchan", nchan.port(), "h1"));
      }
      System.out.println();
      System.out.printf(
          "HTTP/2, %d streams per connection, %d events/s to each stream%n",
          STREAMS_PER_CONNECTION, EVENTS_PER_SECOND);
      turns(http2, EVENTS_PER_SECOND, true);
    }

    private void turns(Map<String, Lane> taking, int rate, boolean shared) throws Exception {
      Map<String, List<Window>> windows = new LinkedHashMap<>();
      for (Lane lane : taking.values()) {
        lane.publish(rate, WARM_UP_SECONDS);
        windows.put(lane.name, new ArrayList<>());
      }
      for (int round = 0; round < ROUNDS; round++) {
        for (Lane lane : taking.values()) {
          windows.get(lane.name).add(lane.window(rate));
        }
      }
      double floorMicros =
          windows.containsKey("send() in C") ? median(windows.get("send() in C")) : Double.NaN;
      nchanMicros = windows.containsKey("nchan") ? median(windows.get("nchan")) : Double.NaN;
      System.out.println(
          "                      CPU us/event   x nchan   x floor   p50 ms   p99 ms    events/s");
      windows.forEach((name, some) -> print(name, some, floorMicros));
    }

    private void print(String name, List<Window> windows, double floorMicros) {
      double micros = median(windows);
      System.out.printf(
          Locale.ROOT,
          "  %-18s %12.2f %9.2f %9.2f %8.1f %8.1f %11.0f%s%n",
          name,
          micros,
          micros / nchanMicros,
          micros / floorMicros,
          middle(windows.stream().map(Window::p50).toList()),
          middle(windows.stream().map(Window::p99).toList()),
          middle(windows.stream().map(Window::perSecond).toList()),
          trouble(windows));
    }

    private static String trouble(List<Window> windows) {
      long gaps = windows.stream().mapToLong(Window::gaps).sum();
      long lost = windows.stream().mapToLong(Window::lost).max().orElse(0);
      return gaps + lost == 0 ? "" : "   gaps " + gaps + ", lost connections " + lost;
    }

    /** Raises the rate until the events are late, or fewer than were published. */
    void largestRates() throws Exception {
      System.out.println();
      System.out.printf(
          Locale.ROOT, "largest total rate with p99 below %.0f ms%n", MOST_P99_MILLIS);
      if (nchan != null) {
        nchanRate = largest(lanes.get("nchan"), List.of(10, 13, 16, 20));
      }
      largest(lanes.get("hub"), List.of(50, 100, 150, 200, 250, 300));
    }

    private double largest(Lane lane, List<Integer> rates) throws Exception {
      double best = 0;
      for (int rate : rates) {
        Window window = lane.window(rate);
        boolean held =
            window.perSecond() > HELD * rate * STREAMS
                && window.p99 < MOST_P99_MILLIS
                && window.gaps + window.lost == 0;
        System.out.printf(
            Locale.ROOT,
            "  %-6s %4d/s to each: %9.0f events/s, p99 %6.1f ms, %.2f cores, %.2f us/event%s%n",
            lane.name,
            rate,
            window.perSecond(),
            window.p99,
            window.cores,
            window.cpuMicros,
            held ? "" : "   not held" + trouble(List.of(window)));
        if (held) {
          best = Math.max(best, window.perSecond());
        } else if (window.perSecond() > best && window.p99 < MOST_P99_MILLIS) {
          best = window.perSecond();
        }
      }
      System.out.printf(Locale.ROOT, "  %-6s largest: %.0f events/s", lane.name, best);
      System.out.println(
          Double.isNaN(nchanRate)
              ? ""
              : String.format(Locale.ROOT, ", %.1f x nchan", best / nchanRate));
      return best;
    }

    private void closeLanes() {
      lanes.values().forEach(Lane::close);
      lanes.clear();
    }

    @Override
    public void close() throws IOException {
      closeLanes();
      for (FanOutTarget target : new FanOutTarget[] {hub, floor, nchan, node}) {
        if (target != null) {
          target.close();
        }
      }
    }
  }

  private static String option(String name, String usual) {
    return System.getenv().getOrDefault(name, usual);
  }

  private static int option(String name, int usual) {
    return Integer.parseInt(option(name, Integer.toString(usual)));
  }

  private static double median(List<Window> windows) {
    return middle(windows.stream().map(Window::cpuMicros).toList());
  }

  private static double middle(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
