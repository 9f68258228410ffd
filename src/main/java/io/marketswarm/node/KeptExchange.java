package io.marketswarm.node;

import io.marketswarm.sim.SimOptions;
import io.marketswarm.sim.SimulatedExchange;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.NetSocket;
import io.vertx.core.shareddata.Shareable;
import java.util.HashSet;
import java.util.Set;

/**
 * The one simulated exchange of a process. To open a market is seconds of work, so it outlives the
 * owner that asked for it for a while: who loses its lease and gets it back goes on with the same
 * market, and a machine that is short of time is not kept busy opening one after the other.
 */
final class KeptExchange implements Shareable {
  private static final String NAME = "io.marketswarm.exchange";
  private static final long UNCLAIMED_MILLIS = 30_000;

  /** Ports that are tried after the configured one. */
  private static final int MORE_PORTS = 50;

  private final Vertx vertx;
  private Future<SimulatedExchange> opened;
  private String deployment;
  private final Set<Object> owners = new HashSet<>();

  private KeptExchange(Vertx vertx) {
    this.vertx = vertx;
  }

  static KeptExchange of(Vertx vertx) {
    return vertx
        .sharedData()
        .<String, KeptExchange>getLocalMap(NAME)
        .computeIfAbsent(NAME, name -> new KeptExchange(vertx));
  }

  /** The exchange that runs or is being opened, or a new one. */
  synchronized Future<SimulatedExchange> claim(Object owner, SimOptions options) {
    owners.add(owner);
    if (opened == null || opened.failed()) {
      opened =
          freePort(options.host(), options.port(), MORE_PORTS)
              .compose(port -> deploy(new SimulatedExchange(options.withPort(port))));
    }
    return opened;
  }

  synchronized void release(Object owner) {
    owners.remove(owner);
    vertx.setTimer(UNCLAIMED_MILLIS, timer -> close());
  }

  private synchronized void close() {
    if (owners.isEmpty() && opened != null && opened.isComplete()) {
      opened = null;
      if (deployment != null) {
        vertx.undeploy(deployment);
        deployment = null;
      }
    }
  }

  /** The port, or the next one nobody listens on. */
  private Future<Integer> freePort(String host, int port, int more) {
    if (port == 0) {
      return Future.succeededFuture(port);
    }
    return vertx
        .createNetServer()
        .connectHandler(NetSocket::close)
        .listen(port, host)
        .compose(server -> server.close().map(port))
        .recover(
            taken -> more == 0 ? Future.failedFuture(taken) : freePort(host, port + 1, more - 1));
  }

  /** Away from the context of who asks, whose child it would become. */
  private Future<SimulatedExchange> deploy(SimulatedExchange exchange) {
    Promise<SimulatedExchange> deployed = Promise.promise();
    ((VertxInternal) vertx)
        .createEventLoopContext()
        .runOnContext(
            v ->
                vertx
                    .deployVerticle(exchange)
                    .onSuccess(this::note)
                    .map(exchange)
                    .onComplete(deployed));
    return deployed.future();
  }

  private synchronized void note(String id) {
    deployment = id;
  }
}
