package io.marketswarm.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.marketswarm.gateway.RunningGateway;
import io.marketswarm.gateway.streams.StreamRoutes;
import io.marketswarm.store.RedisBus;
import io.marketswarm.web.gates.TierGates;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The streams of the edge behind its whole door: sessions, revocation, gates, limits, metrics. Told
 * on standard input what to do.
 */
final class FanOutEdge {
  private static final int ROUND_TRIPS = 401;
  private static final long PATIENCE_SECONDS = 30;

  private final RunningGateway gateway;

  private FanOutEdge(RunningGateway gateway) {
    this.gateway = gateway;
  }

  public static void main(String[] args) {
    try {
      FanOutEdge edge = new FanOutEdge(RunningGateway.plan().behind(StreamRoutes::new).start());
      System.out.println("ready");
      BufferedReader in = new BufferedReader(new InputStreamReader(System.in, US_ASCII));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        System.out.println(edge.obey(line));
      }
      System.exit(0);
    } catch (Exception e) {
      // The event loops would keep the process alive.
      e.printStackTrace();
      System.exit(1);
    }
  }

  private String obey(String line) throws Exception {
    return switch (line) {
      case "port" -> Integer.toString(gateway.port());
      case "heap" -> FanOutServer.heap();
      case "streams" -> Long.toString(open());
      case "round trip" -> Long.toString(medianRoundTrip());
      case "gates" -> Long.toString(changeGates());
      default -> "what is " + line;
    };
  }

  private long open() {
    return (long) gateway.metrics().get("marketswarm.stream.open").gauge().value();
  }

  /** Nanoseconds that publishing to nobody takes. */
  private long medianRoundTrip() throws Exception {
    long[] nanos = new long[ROUND_TRIPS];
    for (int i = 0; i < ROUND_TRIPS; i++) {
      long begin = System.nanoTime();
      send(Request.cmd(Command.PUBLISH).arg("nobody:listens").arg("x"));
      nanos[i] = System.nanoTime() - begin;
    }
    Arrays.sort(nanos);
    return nanos[ROUND_TRIPS / 2];
  }

  /** As the admin service does it; answers when, in nanoseconds of the machine's clock. */
  private long changeGates() throws Exception {
    long now = System.nanoTime();
    JsonObject gates = new JsonObject().put("mode", "full_production").put("updated_at", "T" + now);
    system()
        .batch(
            List.of(
                Request.cmd(Command.SET).arg(TierGates.KEY).arg(gates.encode()),
                Request.cmd(Command.PUBLISH).arg(TierGates.CHANNEL).arg("{}")))
        .toCompletionStage()
        .toCompletableFuture()
        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    return now;
  }

  private void send(Request request) throws Exception {
    system()
        .send(request)
        .toCompletionStage()
        .toCompletableFuture()
        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private RedisBus system() {
    return gateway.stores().system();
  }
}
