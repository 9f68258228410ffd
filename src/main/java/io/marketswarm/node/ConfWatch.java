package io.marketswarm.node;

import io.marketswarm.log.Log;
import io.marketswarm.node.conf.ConfException;
import io.marketswarm.node.conf.NodeConfig;
import io.marketswarm.node.conf.NodeConfigReader;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.file.FileProps;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Follows edits of the configuration file. A valid edit is applied; an invalid one is refused with
 * its reasons, once, and what runs stays as it is.
 */
final class ConfWatch {
  private static final long LOOK_EVERY_MILLIS = 1_000;
  private static final Log LOG = Log.of("node");

  private final Vertx vertx;
  private final Path file;
  private final NodeConfigReader reader;
  private final Function<NodeConfig, Future<Void>> apply;
  private NodeConfig current;
  private String seen;
  private boolean looking;
  private long timer;

  ConfWatch(
      Vertx vertx,
      Path file,
      NodeConfigReader reader,
      NodeConfig current,
      Function<NodeConfig, Future<Void>> apply) {
    this.vertx = vertx;
    this.file = file;
    this.reader = reader;
    this.current = current;
    this.apply = apply;
  }

  Future<Void> start() {
    return stamp()
        .onSuccess(
            stamp -> {
              seen = stamp;
              timer = vertx.setPeriodic(LOOK_EVERY_MILLIS, t -> look());
            })
        .mapEmpty();
  }

  void stop() {
    vertx.cancelTimer(timer);
  }

  private void look() {
    if (looking) {
      return;
    }
    looking = true;
    stamp()
        .compose(
            stamp -> {
              if (stamp.equals(seen)) {
                return Future.succeededFuture();
              }
              seen = stamp;
              return take();
            })
        .onComplete(v -> looking = false);
  }

  /** Changes whenever the file does. */
  private Future<String> stamp() {
    return vertx.fileSystem().props(file.toString()).map(ConfWatch::stampOf).otherwise("missing");
  }

  private static String stampOf(FileProps props) {
    return props.lastModifiedTime() + ":" + props.size();
  }

  private Future<Void> take() {
    return vertx
        .executeBlocking(() -> reader.read(Optional.of(file)))
        .compose(
            next -> {
              sayWhatNeedsARestart(next);
              return apply.apply(next).onSuccess(v -> current = next);
            })
        .onSuccess(v -> LOG.ok("the edit of " + file + " is in force"))
        .recover(
            refused -> {
              sayRefused(refused);
              return Future.succeededFuture();
            });
  }

  private void sayRefused(Throwable refused) {
    if (refused instanceof ConfException invalid) {
      LOG.error("the edit is refused, everything runs on as before:");
      invalid.problems().forEach(problem -> LOG.error("  " + problem));
    } else {
      LOG.error("the edit could not be applied completely: " + refused.getMessage());
    }
  }

  private void sayWhatNeedsARestart(NodeConfig next) {
    record Part(String name, Object before, Object after) {}
    for (Part part :
        List.of(
            new Part("node", current.name() + current.env(), next.name() + next.env()),
            new Part("data", current.data(), next.data()),
            new Part("truth", current.truth(), next.truth()),
            new Part("stores", current.stores(), next.stores()),
            new Part("tls", current.tls(), next.tls()),
            new Part("cluster", current.cluster(), next.cluster()),
            new Part("log", current.log(), next.log()),
            new Part("addresses", addresses(current), addresses(next)))) {
      if (!Objects.equals(part.before(), part.after())) {
        LOG.warn("the change of " + part.name() + " takes effect at the next start");
      }
    }
  }

  private static List<String> addresses(NodeConfig config) {
    return config.services().entrySet().stream()
        .map(e -> e.getKey() + " " + listening(e.getValue()))
        .sorted()
        .toList();
  }

  private static String listening(NodeConfig.Service service) {
    return service.bind() + ":" + service.port() + "/" + service.tlsPort();
  }
}
