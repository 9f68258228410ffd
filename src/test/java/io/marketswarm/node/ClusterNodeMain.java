package io.marketswarm.node;

import io.marketswarm.node.conf.NodeConfigReader;
import io.marketswarm.service.Catalogue;
import io.marketswarm.service.Phase;
import io.marketswarm.service.ServiceContext;
import io.marketswarm.service.ServiceSpec;
import io.marketswarm.service.VerticleSpec;
import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A node with one small service, to be started in a JVM of its own: a writer with a single owner,
 * which appends its token to a list by fenced writes and announces each write on the event bus; a
 * listener on every node, which counts what it hears; and work split by keys, which shows where it
 * is done.
 */
public final class ClusterNodeMain {
  static final String WRITES = "test:cluster:writes";
  static final String HEARD = "test:cluster:heard";
  static final String WORK = "test:cluster:work:";
  static final List<String> KEYS = List.of("I:A", "I:B", "C", "D", "E", "F");
  private static final String ADDRESS = "test.cluster.write";
  private static final long WRITE_EVERY_MILLIS = 20;
  private static final long WORK_SHOWS_MILLIS = 500;

  private ClusterNodeMain() {}

  public static void main(String[] args) {
    Catalogue catalogue =
        new Catalogue(
            List.of(
                ServiceSpec.service("probe", "Shows who owns what")
                    .phase(Phase.PRODUCERS)
                    .beat(1, 5)
                    .outsideTruth()
                    .runs(
                        VerticleSpec.singleOwner("writer", Writer::new),
                        VerticleSpec.scalable("listener", 1, 4, Listener::new),
                        VerticleSpec.perKey("worker", 8, context -> KEYS, Worker::new))));
    NodeConfigReader reader = new NodeConfigReader(catalogue, Map.of(), Map.of());
    Optional<Path> file = Optional.of(Path.of(args[0]));
    Node.start(reader.read(file), reader, catalogue, Set.of(), Node.Stop.ON_SIGNAL);
  }

  /** Writes as often as it can while it is the owner. */
  static final class Writer extends VerticleBase {
    private final ServiceContext context;
    private long timer;

    Writer(ServiceContext context) {
      this.context = context;
    }

    @Override
    public Future<?> start() {
      timer = vertx.setPeriodic(WRITE_EVERY_MILLIS, t -> write());
      return Future.succeededFuture();
    }

    private void write() {
      // Deliberately without asking the fence first: the guarded write alone must hold.
      String entry = context.fence().token() + " " + context.node().name();
      context
          .stores()
          .system()
          .fenced(context.fence(), List.of(Request.cmd(Command.RPUSH).arg(WRITES).arg(entry)))
          .onSuccess(v -> vertx.eventBus().publish(ADDRESS, context.node().name()));
    }

    @Override
    public Future<?> stop() {
      vertx.cancelTimer(timer);
      return Future.succeededFuture();
    }
  }

  /** Shows who works on a key, for as long as he does. */
  static final class Worker extends VerticleBase {
    private final ServiceContext context;
    private final String key;

    Worker(ServiceContext context, String key) {
      this.context = context;
      this.key = key;
    }

    @Override
    public Future<?> start() {
      vertx.setPeriodic(1, WORK_SHOWS_MILLIS / 5, t -> show());
      return Future.succeededFuture();
    }

    private void show() {
      Request shown =
          Request.cmd(Command.SET)
              .arg(WORK + key)
              .arg(context.node().name())
              .arg("PX")
              .arg(WORK_SHOWS_MILLIS);
      context.stores().system().fenced(context.fence(), List.of(shown));
    }
  }

  /** Counts the announcements of each writer. */
  static final class Listener extends VerticleBase {
    private final ServiceContext context;

    Listener(ServiceContext context) {
      this.context = context;
    }

    @Override
    public Future<?> start() {
      RedisBus system = context.stores().system();
      return vertx
          .eventBus()
          .<String>consumer(
              ADDRESS,
              message ->
                  system.send(
                      Request.cmd(Command.HINCRBY)
                          .arg(HEARD)
                          .arg(message.body() + " by " + context.node().name())
                          .arg(1)))
          .completion();
    }
  }
}
