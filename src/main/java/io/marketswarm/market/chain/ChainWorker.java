package io.marketswarm.market.chain;

import io.marketswarm.bus.Addresses;
import io.marketswarm.bus.ChainQuestion;
import io.marketswarm.bus.ChainUpdate;
import io.marketswarm.log.Log;
import io.marketswarm.market.MassiveSettings;
import io.marketswarm.market.Providers;
import io.marketswarm.market.feed.ContractReader;
import io.marketswarm.market.feed.Flaws;
import io.marketswarm.market.feed.ProviderRest;
import io.marketswarm.market.model.MarketCalendar.Phase;
import io.marketswarm.service.MarketClock;
import io.marketswarm.service.ServiceContext;
import io.marketswarm.service.Vitals.Condition;
import io.marketswarm.store.BusName;
import io.marketswarm.store.Cadence;
import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Decides which contracts are followed: fetches the chains around the money again and again, and
 * tells everybody what there is and what it is worth.
 */
public final class ChainWorker extends VerticleBase {
  private static final String NAME = "chain";

  /** Where the options socket says when the latest tick came. */
  private static final String OPTIONS_ANALYTICS = "massive:ws:analytics";

  private static final String LAST_TICK = "last_tick_ts";
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final Duration WORTH_TELLING = Duration.ofHours(72);
  private static final long STALE_MILLIS = 60_000;

  /** Looks for a spot value until somebody should know that it is missing; the first come early. */
  private static final int PATIENT_LOOKS = 5;

  private final ServiceContext context;
  private final Duration lookEvery;
  private final MassiveSettings settings;
  private final MarketClock clock;
  private final RedisBus market;
  private final Log log;
  private final ChainBook book;
  private final ChainCadence cadence;
  private final ChainCounts counts;
  private final Epochs epochs;
  private final Dormancy dormancy;
  private final ChainPublisher publisher;
  private final Map<String, Integer> looksWithoutSpot = new HashMap<>();
  private ProviderRest rest;
  private ChainFetcher fetcher;
  private Future<?> busy = Future.succeededFuture();
  private boolean restored;
  private String trouble = "";
  private volatile long editionMillis;

  public ChainWorker(ServiceContext context) {
    this(context, LOOK_EVERY);
  }

  /**
   * @param lookEvery how often to see whether something is to be done
   */
  ChainWorker(ServiceContext context, Duration lookEvery) {
    this.context = context;
    this.lookEvery = lookEvery;
    this.settings = MassiveSettings.from(context.config().env().all());
    this.clock = context.clock();
    this.market = context.bus(BusName.MARKET);
    this.log = context.log();
    this.book = new ChainBook(settings.chain().symbols());
    this.cadence =
        new ChainCadence(settings.chain().interval(), settings.provider().hours(), clock);
    this.counts = new ChainCounts(context.metrics());
    this.epochs = new Epochs(settings.chain());
    this.dormancy = new Dormancy(settings.chain().epochDormant());
    this.publisher = new ChainPublisher(context, settings);
    this.editionMillis = clock.wallMillis();
  }

  @Override
  public Future<?> start() {
    if (!settings.provider().source().asks()) {
      return Future.succeededFuture();
    }
    Providers directory = new Providers(vertx, market, settings.provider());
    rest = new ProviderRest(vertx, directory, context.metrics());
    fetcher = new ChainFetcher(rest, settings.chain(), clock, book, log);
    context.messages().serve(Addresses.MARKET_CHAIN_LATEST, ChainUpdate.WIRE, this::answer);
    context.vitals().watch(NAME, this::feeling);
    vertx.setTimer(1, once -> look());
    Cadence.every(vertx, lookEvery, this::look);
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    context.vitals().forget(NAME);
    return rest == null
        ? Future.succeededFuture()
        : busy.otherwiseEmpty().compose(v -> rest.close());
  }

  private Future<ChainUpdate> answer(ChainQuestion question) {
    return publisher
        .latest(question.symbol())
        .map(Future::succeededFuture)
        .orElseGet(
            () -> Future.failedFuture("no chain of " + question.symbol() + " was fetched yet"));
  }

  private Condition feeling() {
    long age = Math.abs(clock.wallMillis() - editionMillis);
    return age > STALE_MILLIS && clock.phase() == Phase.OPEN ? Condition.DEGRADED : Condition.OK;
  }

  private void look() {
    if (!busy.isComplete() || !context.fence().holds()) {
      return;
    }
    if (!restored) {
      busy = restore();
    } else if (cadence.due(clock.wallMillis())) {
      busy = fetch();
    } else if (settings.stream().enabled() && settings.chain().epochKeys()) {
      watchTicks();
    }
  }

  /** Goes on where the previous owner stopped; nothing is published before that is known. */
  private Future<Void> restore() {
    return market
        .send(Request.cmd(Command.GET).arg(ChainKeys.LATEST))
        .compose(this::read)
        .compose(stored -> epochs.restore(market, settings.chain().symbols()).map(stored))
        .onSuccess(
            stored -> {
              restored = true;
              book.restore(stored);
              tell(stored);
              look();
            })
        .onFailure(cause -> log.warn("chains cannot be restored yet: " + cause.getMessage()))
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  private Future<ChainEdition> read(Response stored) {
    if (stored == null) {
      return Future.succeededFuture(ChainEdition.NONE);
    }
    byte[] json = stored.toBytes();
    ContractReader contracts = new ContractReader(new Flaws(context.metrics()));
    return vertx
        .executeBlocking(() -> ChainText.read(json, contracts), false)
        .recover(
            unreadable -> {
              log.error(ChainKeys.LATEST + " is unreadable, versions start over", unreadable);
              return Future.succeededFuture(ChainEdition.NONE);
            });
  }

  /** So that models stand before the first fetch, also at night. */
  private void tell(ChainEdition stored) {
    long age = clock.wallMillis() - stored.epochMillis();
    if (stored.contracts() > 0 && age < WORTH_TELLING.toMillis()) {
      publisher.tell(stored.since(clock.today()));
      log.info(
          "chain %d of %d contracts taken over, %d s old"
              .formatted(stored.version(), stored.contracts(), age / 1_000));
    }
  }

  private Future<Void> fetch() {
    cadence.began(clock.wallMillis());
    return Spots.read(market, settings.chain().symbols())
        .compose(this::fetch)
        .recover(
            cause -> {
              cadence.failed();
              counts.failed();
              say("no new chain: " + cause.getMessage());
              return Future.succeededFuture();
            });
  }

  /** Says once when something goes wrong, and when it is over. */
  private void say(String newTrouble) {
    if (trouble.isEmpty() != newTrouble.isEmpty()) {
      if (newTrouble.isEmpty()) {
        log.ok("chains are whole again");
      } else {
        log.warn(newTrouble);
      }
    }
    trouble = newTrouble;
  }

  private Future<Void> fetch(Spots spots) {
    missing(spots);
    if (spots.values().isEmpty()) {
      cadence.hurry(); // spot values come every second
      return Future.succeededFuture();
    }
    long began = System.nanoTime();
    counts.ran();
    return fetcher
        .fetch(spots.quotes(), spots.vix())
        .compose(harvests -> publish(harvests, spots, began));
  }

  private void missing(Spots spots) {
    for (String symbol : settings.chain().symbols()) {
      if (spots.values().containsKey(symbol)) {
        looksWithoutSpot.remove(symbol);
      } else if (looksWithoutSpot.merge(symbol, 1, Integer::sum) == PATIENT_LOOKS) {
        log.warn("no chain of " + symbol + " while its value is unknown");
      }
    }
  }

  private Future<Void> publish(List<Harvest> all, Spots spots, long began) {
    Optional<String> partial = all.stream().flatMap(h -> h.trouble().stream()).findFirst();
    List<Harvest> harvests = all.stream().filter(harvest -> !harvest.failed()).toList();
    if (harvests.isEmpty()) {
      return Future.failedFuture(partial.orElse("no expirations are known"));
    }
    say(partial.orElse(""));
    harvests.forEach(book::take);
    ChainEdition edition = book.next(clock.wallMillis());
    return publisher
        .publish(edition)
        .onFailure(cause -> counts.notPublished())
        .onSuccess(
            done -> {
              book.published(edition);
              editionMillis = edition.epochMillis();
              long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
              cadence.succeeded(took);
              report(edition, harvests, spots, took);
            });
  }

  /** What only observers need; the next edition does not wait for it. */
  private void report(ChainEdition edition, List<Harvest> harvests, Spots spots, long took) {
    counts.leftOut(publisher.leftOut());
    counts.refused(rest.flaws());
    List<Request> commands = counts.edition(edition, harvests, took, clock.phase() == Phase.OPEN);
    if (settings.chain().epochKeys()) {
      commands.addAll(epochs.edition(edition, spots.values(), edition.epochMillis()));
    }
    if (settings.chain().snapshots()) {
      commands.addAll(ChainSnapshots.of(harvests, edition, settings.chain().snapshotTtl()));
    }
    write(commands);
  }

  private void write(List<Request> commands) {
    if (!commands.isEmpty()) {
      market
          .fenced(context.fence(), commands)
          .onFailure(cause -> log.warn("chain analytics not written: " + cause.getMessage()));
    }
  }

  private void watchTicks() {
    if (clock.phase() != Phase.OPEN || publisher.subscriptions() == 0) {
      dormancy.rest();
      return;
    }
    market
        .send(Request.cmd(Command.HGET).arg(OPTIONS_ANALYTICS).arg(LAST_TICK))
        .onSuccess(tick -> ticked(tick == null ? 0 : Math.round(tick.toDouble() * 1_000)));
  }

  private void ticked(long tickMillis) {
    switch (dormancy.look(tickMillis, clock.wallMillis())) {
      case NOTHING -> {}
      case STIRRED -> write(epochs.stirred());
      case DORMANT -> {
        cadence.hurry();
        write(epochs.dormant());
      }
      case DORMANT_FOR_LONG -> {
        cadence.hurry();
        epochs.force();
        write(epochs.dormant());
      }
    }
  }
}
