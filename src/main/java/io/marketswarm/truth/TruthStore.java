package io.marketswarm.truth;

import static io.vertx.redis.client.Request.cmd;

import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The Truth document on the system bus: loading it, reading it, hearing of changes. */
public final class TruthStore {
  private static final Predicate<String> TIME = Pattern.compile("[0-9]{1,15}").asMatchPredicate();

  private final RedisBus system;
  private final TruthLoader loader;
  private final LoadLock lock;
  private final TruthHistory history;
  private volatile TruthVersion lastRead;

  public TruthStore(Vertx vertx, RedisBus system) {
    this(vertx, system, Clock.systemUTC());
  }

  TruthStore(Vertx vertx, RedisBus system, Clock clock) {
    this.system = system;
    this.history = new TruthHistory(system);
    this.loader = new TruthLoader(system, history, clock);
    this.lock = new LoadLock(vertx, system);
  }

  /**
   * What a load did.
   *
   * @param written false when the same document and secrets were there already
   */
  public record Loaded(TruthVersion version, boolean written) {}

  /**
   * Writes document and secrets in one step, registers all components, announces it and reads it
   * back. Loaders at the same time go one after the other; a failure leaves the old state.
   */
  public Future<Loaded> load(TruthDocument document, Secrets secrets) {
    return lock.hold(() -> loader.write(document, secrets));
  }

  /** Like {@link #load}, unless exactly this is loaded already. */
  public Future<Loaded> loadIfChanged(TruthDocument document, Secrets secrets) {
    return loader
        .unchanged(document, secrets)
        .compose(
            same ->
                same.isPresent()
                    ? Future.succeededFuture(same.get())
                    : lock.hold(() -> loader.writeIfChanged(document, secrets)));
  }

  /**
   * Loads a document where nobody brings secrets along: those that are loaded stay, and what all
   * services share reaches those that are new.
   */
  public Future<Loaded> loadKeepingSecrets(TruthDocument document) {
    return lock.hold(
        () ->
            secrets()
                .map(loaded -> loaded.completed(document, Map.of()))
                .compose(kept -> loader.write(document, kept)));
  }

  /**
   * Loads a document with these secrets in place of the loaded ones, except that what all services
   * share stays as it is unless it is given anew: a running service must still be recognised.
   */
  public Future<Loaded> loadReplacingSecrets(TruthDocument document, Secrets secrets) {
    return lock.hold(
        () ->
            secrets()
                .map(loaded -> secrets.completed(document, loaded.shared()))
                .compose(completed -> loader.write(document, completed)));
  }

  /** The times of the last documents that were replaced, newest first. */
  public Future<List<Long>> history() {
    return history.times();
  }

  /** Loads the document again that the last load replaced, with the secrets as they are now. */
  public Future<Loaded> rollback() {
    return history
        .times()
        .compose(
            times ->
                times.isEmpty()
                    ? Future.failedFuture(new TruthException("there is no earlier Truth"))
                    : rollback(times.get(0)));
  }

  /** Loads the replaced document again that had been loaded at this time. */
  public Future<Loaded> rollback(long ts) {
    return history.document(ts).compose(this::loadKeepingSecrets);
  }

  /** The document services are configured from. */
  public Future<TruthDocument> read() {
    return read(TruthKeys.TRUTH);
  }

  /** The document at a key of one's own; when there is none, at one of the usual keys. */
  public Future<TruthDocument> read(String key) {
    return system
        .atomically(
            List.of(
                get(key),
                get(TruthKeys.DOC),
                get(TruthKeys.TRUTH),
                get(TruthKeys.VERSION),
                get(TruthKeys.TS)))
        .map(
            found -> {
              String text =
                  text(found.get(0))
                      .or(() -> text(found.get(1)))
                      .or(() -> text(found.get(2)))
                      .orElseThrow(
                          () ->
                              new TruthException(
                                  "Truth is not loaded: neither "
                                      + key
                                      + " nor "
                                      + TruthKeys.DOC
                                      + " is set"));
              TruthDocument document = TruthDocument.parse(text);
              version(found.get(3), found.get(4)).ifPresent(version -> lastRead = version);
              return document;
            });
  }

  /** What is loaded, if anything is. */
  public Future<Optional<TruthVersion>> version() {
    return system
        .batch(List.of(get(TruthKeys.VERSION), get(TruthKeys.TS)))
        .map(found -> version(found.get(0), found.get(1)));
  }

  /** The secrets of one scope; other scopes are nobody's business. */
  public Future<Map<String, String>> secrets(String scope) {
    return secrets().map(all -> all.scope(scope));
  }

  /** All secrets; only for whoever administers them. */
  public Future<Secrets> secrets() {
    return system
        .send(get(TruthKeys.DOC))
        .map(found -> text(found).map(TruthStore::secretsOf).orElse(Secrets.NONE));
  }

  /**
   * Everything a service is told. Where {@code sources} already holds secrets they win over the
   * loaded ones.
   */
  public Future<ResolvedConfig> configOf(String service, ConfigSources sources) {
    Registry registry = new Registry(system);
    return Future.all(read(), registry.registration(service))
        .compose(
            both -> {
              TruthDocument document = both.resultAt(0);
              Registry.Registration registration = both.resultAt(1);
              return secrets(registration.secretScope())
                  .map(
                      loaded ->
                          ResolvedConfig.of(
                              document,
                              service,
                              registration.component(),
                              sources.withSecretsBelow(loaded)));
            });
  }

  /**
   * Tells of every load from now on, and after a lost connection of the one that was missed. The
   * document this store read last counts as known.
   */
  public RedisBus.Subscription onUpdated(Consumer<TruthVersion> listener) {
    return new TruthWatch(this, listener, lastRead).open(system);
  }

  /**
   * Empties the buses. Refused when the loaded Truth is of a production node, unless forced.
   *
   * @return the buses that were emptied; those that do not answer are left out
   */
  public Future<List<String>> clear(List<RedisBus> buses, boolean force) {
    Future<Void> allowed = force ? Future.succeededFuture() : refuseInProduction();
    return allowed.compose(
        yes -> {
          List<Future<Optional<String>>> emptied = new ArrayList<>();
          for (RedisBus bus : buses) {
            emptied.add(
                bus.ping()
                    .compose(up -> bus.send(cmd(Command.FLUSHALL)).map(done -> bus.name().id()))
                    .map(Optional::of)
                    .otherwise(Optional.empty()));
          }
          return Future.all(emptied)
              .map(all -> all.<Optional<String>>list().stream().flatMap(Optional::stream).toList());
        });
  }

  private Future<Void> refuseInProduction() {
    return system
        .batch(List.of(get(TruthKeys.TRUTH), get(TruthKeys.DOC)))
        .map(
            found -> {
              Optional<String> text = text(found.get(0)).or(() -> text(found.get(1)));
              if (text.map(TruthDocument::parse).filter(TruthDocument::isProduction).isPresent()) {
                throw new TruthException("this is a production node: its buses are not emptied");
              }
              return null;
            });
  }

  private static Secrets secretsOf(String doc) {
    try {
      JsonObject json = StrictJson.object(doc.getBytes(StandardCharsets.UTF_8));
      return json.getValue("secrets") instanceof JsonObject root
          ? Secrets.loaded(root)
          : Secrets.NONE;
    } catch (StrictJson.Malformed malformed) {
      throw new TruthException(TruthKeys.DOC + ": " + malformed.discreet());
    }
  }

  static Optional<TruthVersion> version(Response version, Response ts) {
    return text(version).flatMap(name -> time(ts).map(time -> new TruthVersion(name, time)));
  }

  static Optional<Long> time(Response ts) {
    return text(ts).filter(TIME).map(Long::valueOf);
  }

  static Optional<String> text(Response response) {
    return Optional.ofNullable(response).map(Response::toString).filter(text -> !text.isBlank());
  }

  static Request get(String key) {
    return cmd(Command.GET).arg(key);
  }

  static Request set(String key, String value) {
    return cmd(Command.SET).arg(key).arg(value);
  }
}
