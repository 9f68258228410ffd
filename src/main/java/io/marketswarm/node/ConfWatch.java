package io.marketswarm.node;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.marketswarm.log.Log;
import io.marketswarm.node.conf.ConfException;
import io.marketswarm.node.conf.NodeConfig;
import io.marketswarm.node.conf.NodeConfigReader;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Follows edits of the configuration file. A valid edit is applied; an invalid one is refused with
 * its reasons, once, and what runs stays as it is. It looks from a thread of its own, because files
 * are not for event loops and a worker costs three wake-ups for each look where this costs one.
 */
final class ConfWatch {
  private static final long LOOK_EVERY_MILLIS = 1_500;
  private static final Log LOG = Log.of("node");

  /** Changes whenever the file does. */
  private record Stamp(long modified, long size, Object file) {}

  private final Context context;
  private final Path file;
  private final NodeConfigReader reader;
  private final Function<NodeConfig, Future<Void>> apply;
  private final Thread thread = new Thread(this::watch, "conf-watch");
  private NodeConfig current;
  private Stamp seen;

  ConfWatch(
      Vertx vertx,
      Path file,
      NodeConfigReader reader,
      NodeConfig current,
      Function<NodeConfig, Future<Void>> apply) {
    this.context = vertx.getOrCreateContext();
    this.file = file;
    this.reader = reader;
    this.current = current;
    this.apply = apply;
  }

  /** Looks at the file for the first time, and from then on. */
  void start() {
    seen = stamp();
    thread.setDaemon(true);
    thread.start();
  }

  void stop() {
    thread.interrupt();
  }

  private void watch() {
    try {
      while (true) {
        TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
        Stamp stamp = stamp();
        if (!Objects.equals(stamp, seen)) {
          seen = stamp;
          take();
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private Stamp stamp() {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(now.lastModifiedTime().to(NANOSECONDS), now.size(), now.fileKey());
    } catch (IOException unreadable) {
      return null;
    }
  }

  private void take() throws InterruptedException {
    try {
      NodeConfig next = reader.read(Optional.of(file));
      sayWhatNeedsARestart(next);
      applied(next).get();
      current = next;
      LOG.ok("the edit of " + file + " is in force");
    } catch (ConfException invalid) {
      LOG.error("the edit is refused, everything runs on as before:");
      invalid.problems().forEach(problem -> LOG.error("  " + problem));
    } catch (ExecutionException | RuntimeException failed) {
      Throwable cause = failed.getCause() == null ? failed : failed.getCause();
      LOG.error("the edit could not be applied completely: " + cause.getMessage());
    }
  }

  private CompletableFuture<Void> applied(NodeConfig next) {
    return Future.<Void>future(
            done ->
                context.runOnContext(
                    now -> Future.succeededFuture(next).compose(apply).onComplete(done)))
        .toCompletionStage()
        .toCompletableFuture();
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
