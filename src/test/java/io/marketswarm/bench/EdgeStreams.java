package io.marketswarm.bench;

import io.marketswarm.gateway.RunningGateway;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The streams of the whole edge: what they take, and how soon all hear of changed gates. */
final class EdgeStreams implements AutoCloseable {
  private static final String PATH = "/sse/tier-gates";
  private static final String EVENT = "tier_gates_updated";
  private static final int ROUNDS = 7;
  private static final double AIM_MILLIS = 1_000;

  private final ToldProcess edge;
  private final int port;

  EdgeStreams() throws Exception {
    edge = ToldProcess.java(List.of("@" + Path.of("conf", "jvm.options")), FanOutEdge.class);
    port = Integer.parseInt(edge.tell("port"));
  }

  void memory(int streams) throws Exception {
    IdleStreams idle = idle(streams);
    for (String protocol : List.of("h1", "h2")) {
      idle.warmUp(port, protocol);
    }
    IdleStreams.printHead();
    idle.measure("whole edge, HTTP/1.1", port, "h1");
    idle.measure("whole edge, HTTP/2", port, "h2");
  }

  private IdleStreams idle(int streams) {
    return new IdleStreams(edge, streams, PATH, RunningGateway.SESSION_SECRET);
  }

  /** How long it takes until the last of many open streams has heard that the gates changed. */
  void gates(int streams) throws Exception {
    System.out.println();
    try (ToldProcess readers = idle(streams).open(port, "h1")) {
      edge.tell("round trip");
      double[] millis = new double[ROUNDS];
      double[] roundTrips = new double[ROUNDS];
      for (int i = 0; i < ROUNDS; i++) {
        roundTrips[i] = Long.parseLong(edge.tell("round trip")) / 1e6;
        readers.tell("listen " + EVENT);
        long changed = Long.parseLong(edge.tell("gates"));
        millis[i] = (Long.parseLong(readers.tell("hear")) - changed) / 1e6;
      }
      java.util.Arrays.sort(millis);
      java.util.Arrays.sort(roundTrips);
      double roundTrip = roundTrips[ROUNDS / 2];
      System.out.printf(
          Locale.ROOT,
          "changed gates at the last of %d streams: %.0f ms, worst of %d %.0f ms (aim: %.0f ms);"
              + " a Redis publish takes %.3f ms, so %.0f x%n",
          streams,
          millis[ROUNDS / 2],
          ROUNDS,
          millis[ROUNDS - 1],
          AIM_MILLIS,
          roundTrip,
          millis[ROUNDS / 2] / roundTrip);
    }
  }

  @Override
  public void close() {
    edge.close();
  }
}
