package io.marketswarm.node;

import io.marketswarm.log.Log;
import io.marketswarm.node.conf.NodeConfig;
import io.marketswarm.store.Backoff;
import io.marketswarm.store.BusName;
import io.marketswarm.store.RedisBus;
import io.marketswarm.truth.Build;
import io.marketswarm.truth.BuildOptions;
import io.marketswarm.truth.ConfigSources;
import io.marketswarm.truth.Finding;
import io.marketswarm.truth.ResolvedConfig;
import io.marketswarm.truth.Secrets;
import io.marketswarm.truth.TruthBuilder;
import io.marketswarm.truth.TruthDocument;
import io.marketswarm.truth.TruthStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The Truth document of this node: built from files and loaded, or read from the system bus. A node
 * that has the files starts from them even while the bus is away, and loads them when it returns.
 */
final class TruthBoot {
  private static final Backoff RETRY =
      new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5), 0.2);
  private static final Log LOG = Log.of("truth");

  private final Vertx vertx;
  private final TruthStore store;
  private final Map<String, String> generated;
  private final Promise<Void> settled = Promise.promise();
  private volatile TruthDocument document;
  private volatile Secrets secrets;
  private volatile RedisBus.Subscription updates;
  private volatile boolean stopped;

  private TruthBoot(Vertx vertx, RedisBus system, Map<String, String> generated) {
    this.vertx = vertx;
    this.store = new TruthStore(vertx, system);
    this.generated = generated;
  }

  /**
   * Begins to load what was built, or to read it from the bus where nothing was.
   *
   * @param files of {@link #build}
   * @param generated secrets this node made, for where nobody has set any
   */
  static TruthBoot begin(
      Vertx vertx,
      NodeConfig config,
      Optional<TruthDocument> files,
      Map<BusName, String> busUrls,
      NodeSecrets generated,
      RedisBus system) {
    TruthBoot boot = new TruthBoot(vertx, system, generated.all());
    Secrets given = config.truth().secrets().map(Secrets::read).orElse(Secrets.NONE);
    if (files.isPresent()) {
      Map<String, String> urls = new HashMap<>();
      busUrls.forEach((bus, url) -> urls.put(bus.id(), url));
      TruthDocument built = files.get().withBusUrls(urls);
      boot.document = built.withNode(built.nodeName().orElse(config.name()), config.env().id());
      boot.secrets = given.completed(boot.document, boot.generated);
      boot.load(given, 1);
    } else {
      boot.read(1);
    }
    return boot;
  }

  /**
   * The document of this node's files, if it has to build one. Blocks; needs no store.
   *
   * @throws CannotStart when the files are wrong
   */
  static Optional<TruthDocument> build(NodeConfig config) {
    return config.truth().load() ? Optional.of(document(config)) : Optional.empty();
  }

  private static TruthDocument document(NodeConfig config) {
    Build build = TruthBuilder.build(BuildOptions.of(config.truth().folder()));
    if (!build.ok()) {
      throw new CannotStart(
          build.findings().stream().filter(Finding::isError).map(Finding::line).toList());
    }
    build.findings().forEach(finding -> LOG.warn(finding.line()));
    return build.document().orElseThrow();
  }

  /** Completes when the system bus has the document, or has been found away. */
  Future<Void> settled() {
    return settled.future();
  }

  /** Completes when there is a document to start services from. */
  boolean known() {
    return document != null;
  }

  private void load(Secrets given, int attempt) {
    store
        .secrets()
        .compose(
            loaded -> {
              // What other nodes already share wins over what this one made for itself.
              Map<String, String> offered = new HashMap<>(generated);
              offered.putAll(loaded.shared());
              secrets = given.completed(document, offered);
              return store.loadIfChanged(document, secrets);
            })
        .onSuccess(
            loaded -> {
              LOG.info(
                  "Truth %s %s"
                      .formatted(
                          loaded.version().version(),
                          loaded.written() ? "built and loaded" : "is loaded already"));
              follow();
            })
        .onFailure(cause -> again("loaded", cause, attempt, () -> load(given, attempt + 1)));
  }

  private void read(int attempt) {
    store
        .read()
        .compose(
            found ->
                store
                    .secrets()
                    .map(
                        all -> {
                          secrets = all;
                          document = found;
                          return null;
                        }))
        .onSuccess(
            v -> {
              LOG.info("Truth " + document.version() + " read from the system bus");
              follow();
            })
        .onFailure(cause -> again("read", cause, attempt, () -> read(attempt + 1)));
  }

  private void again(String what, Throwable cause, int attempt, Runnable retry) {
    if (stopped) {
      return;
    }
    if (attempt == 1) {
      LOG.warn("Truth cannot be " + what + " yet, trying on: " + cause.getMessage());
    }
    if (known()) {
      settled.tryComplete();
    }
    vertx.setTimer(RETRY.delayMillis(attempt), t -> retry.run());
  }

  private void follow() {
    settled.tryComplete();
    updates =
        store.onUpdated(
            version ->
                store
                    .read()
                    .onSuccess(
                        newer -> {
                          document = newer;
                          LOG.info(
                              "Truth "
                                  + version.version()
                                  + " was loaded; services take it up when they start again");
                        })
                    .onFailure(
                        cause -> LOG.warn("the new Truth is not usable: " + cause.getMessage())));
  }

  /** What a service is told at its start. */
  ResolvedConfig resolve(String service, Map<String, String> overrides) {
    ConfigSources sources =
        ConfigSources.of(System.getenv())
            .withOverrides(overrides)
            .withSecrets(secrets.scope(service));
    return ResolvedConfig.of(document, service, sources);
  }

  /** Whether the document is of a production node. */
  boolean production() {
    TruthDocument known = document;
    return known != null && known.isProduction();
  }

  /** How long a stream of a service may grow. */
  long maxLength(String service, String stream, long fallback) {
    TruthDocument known = document;
    if (known == null || known.component(service).isEmpty()) {
      return fallback;
    }
    return ResolvedConfig.of(known, service, ConfigSources.of(Map.of()))
        .retention()
        .maxLength(stream, fallback);
  }

  /** The variables a service declares, with their defaults. */
  Map<String, String> declared(String service) {
    TruthDocument known = document;
    Map<String, String> out = new java.util.TreeMap<>();
    if (known != null) {
      known
          .component(service)
          .ifPresent(c -> c.env().forEach((name, value) -> out.put(name, String.valueOf(value))));
    }
    return out;
  }

  String version() {
    TruthDocument known = document;
    return known == null ? null : known.version();
  }

  Future<Void> stop() {
    stopped = true;
    RedisBus.Subscription open = updates;
    return open == null ? Future.succeededFuture() : open.close().mapEmpty();
  }
}
