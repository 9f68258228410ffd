package io.marketswarm.market.desk;

import io.marketswarm.log.Log;
import io.marketswarm.market.MassiveSettings;
import io.marketswarm.market.desk.Analyst.Analysis;
import io.marketswarm.market.desk.TileWork.Outcome;
import io.marketswarm.market.desk.TileWork.Task;
import io.marketswarm.market.model.ChainSnapshot;
import io.marketswarm.market.model.MarketCalendar.Phase;
import io.marketswarm.market.model.Recommendation;
import io.marketswarm.market.publish.Publisher;
import io.marketswarm.service.Vitals.Condition;
import io.marketswarm.store.Fence;
import io.marketswarm.store.StaleOwner;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a desk does when. Tiles follow every interval of the stream, and at once when a chain or a
 * value comes; once a second they are surveyed, every few seconds the chain is analysed. The work
 * is done by worker threads on snapshots of the chain, so that the event loop is never held. When
 * nothing is heard for a minute while the market is open, the desk falls silent rather than sell
 * old data as new. A clock that is set back makes things due and old, not young for ever.
 */
final class Rounds {
  private static final long SECOND_MILLIS = 1_000;
  private static final long MINUTE_MILLIS = Duration.ofMinutes(1).toMillis();

  private final Vertx vertx;
  private final Fence fence;
  private final MassiveSettings settings;
  private final Inputs inputs;
  private final Publisher publisher;
  private final Hydration hydration;
  private final TileWork tiles;
  private final Analyses analyses;
  private final Optional<IdeaKeeper> ideas;
  private final DeskFigures figures;
  private final Log log;

  private boolean begun;
  private boolean ended;
  private long timer = -1;

  /** Something came since the tiles last followed. */
  private boolean news;

  private boolean newChain;
  private Future<?> lastWork = Future.succeededFuture();
  private boolean working;
  private boolean missedRound;
  private boolean silent;
  private boolean oldChain;
  private boolean writesFail;
  private long secondMillis;
  private long minuteMillis;

  Rounds(
      Vertx vertx,
      Fence fence,
      MassiveSettings settings,
      Inputs inputs,
      Publisher publisher,
      Hydration hydration,
      TileWork tiles,
      Analyses analyses,
      Optional<IdeaKeeper> ideas,
      DeskFigures figures,
      Log log) {
    this.vertx = vertx;
    this.fence = fence;
    this.settings = settings;
    this.inputs = inputs;
    this.publisher = publisher;
    this.hydration = hydration;
    this.tiles = tiles;
    this.analyses = analyses;
    this.ideas = ideas;
    this.figures = figures;
    this.log = log;
  }

  void begin() {
    begun = true;
    beat();
    round(true);
  }

  /** There are no intervals to keep before there is a chain. */
  private void beat() {
    if (timer < 0 && begun && !ended && inputs.chain().isKnown()) {
      timer = vertx.setPeriodic(settings.stream().emitInterval().toMillis(), due -> round(true));
    }
  }

  /** Ends; completes when nobody works on our behalf any more. */
  Future<Void> end() {
    ended = true;
    vertx.cancelTimer(timer);
    return Future.join(lastWork, analyses.idle()).<Void>mapEmpty().otherwiseEmpty();
  }

  /** A chain was taken over. */
  void chainCame() {
    newChain = true;
    news = true;
    beat();
    round(false);
  }

  /** The underlying has moved. */
  void valueCame() {
    news = true;
    round(false);
  }

  /** How the desk feels. */
  Condition condition() {
    if (!begun || writesFail) {
      return Condition.DOWN;
    }
    boolean ill = silent || oldChain || !inputs.chain().isKnown();
    return ill ? Condition.DEGRADED : Condition.OK;
  }

  /**
   * @param onTime whether an interval is over, rather than something has come
   */
  private void round(boolean onTime) {
    if (!begun || ended || !fence.holds() || !inputs.chain().isKnown() || hydration.isBehind()) {
      return;
    }
    if (working) {
      missedRound = true;
      return;
    }
    Moment at = inputs.moment();
    noteSilence(inputs.isSilent(at));
    noteOldChain(inputs.hasOldChain(at));
    news |= hydration.isNewDay(at.today());
    boolean second = onTime && Math.abs(at.wallMillis() - secondMillis) >= SECOND_MILLIS;
    secondMillis = second ? at.wallMillis() : secondMillis;
    boolean moving = at.phase() != Phase.CLOSED;
    boolean follow = moving || news;
    if (!silent && (follow || second)) {
      news = false;
      work(new Task(at, follow, moving, second, analyses.latest(), sp500()));
    } else if (second) {
      report(at);
      send(System.nanoTime());
    }
    if (onTime && !silent) {
      hydration.passedOn(newChain, inputs.chain().contracts(), at);
      newChain = false;
    }
    if (second && !silent) {
      analyses.begin(at, analysis -> tell(analysis, at));
    }
    if (onTime && Math.abs(at.wallMillis() - minuteMillis) >= MINUTE_MILLIS) {
      minuteMillis = at.wallMillis();
      ideas.ifPresent(keeper -> keeper.tidy(at.now()));
    }
  }

  private double sp500() {
    return inputs.underlyings().value(Underlyings.SP_500);
  }

  private void work(Task task) {
    long started = System.nanoTime();
    ChainSnapshot snapshot = inputs.chain().snapshot();
    working = true;
    lastWork =
        vertx
            .executeBlocking(
                () -> {
                  try (snapshot) {
                    return tiles.work(snapshot.columns(), task);
                  }
                })
            .onComplete(done -> working = false)
            .onSuccess(made -> tell(made, task, started))
            .onFailure(lost -> log.error("tiles of " + inputs.symbol() + " were lost", lost));
  }

  private void tell(Outcome made, Task task, long started) {
    if (ended) {
      return;
    }
    tiles.tell(made, task.at(), publisher);
    if (task.survey()) {
      report(task.at());
    }
    send(started);
    if (task.survey()) {
      observe(task.at(), made.recommendations());
    }
    if (missedRound) {
      missedRound = false;
      round(true);
    }
  }

  private void report(Moment at) {
    hydration.tellCounters(at);
    figures.tell(tiles.press(), analyses.latest().contracts(), at);
  }

  private void noteSilence(boolean now) {
    if (now && !silent) {
      log.warn("nothing is heard of " + inputs.symbol() + ": its models rest");
    } else if (silent && !now) {
      log.ok(inputs.symbol() + " is heard of again");
    }
    silent = now;
  }

  private void noteOldChain(boolean now) {
    if (now && !oldChain) {
      log.warn(
          "the chain of " + inputs.symbol() + " grows old: no analysis until there is a new one");
    }
    oldChain = now;
  }

  private void send(long startedNanos) {
    publisher
        .send()
        .onComplete(
            done -> {
              writesFail = false;
              figures.written(System.nanoTime() - startedNanos);
            },
            lost -> {
              tiles.press().lost();
              writesFail = !(lost instanceof StaleOwner);
              log.debug("models of " + inputs.symbol() + " were not written: " + lost.getMessage());
            });
  }

  private void observe(Moment at, List<Recommendation> recommendations) {
    long seenAt = inputs.underlyings().seenAt(inputs.symbol());
    ideas.ifPresent(
        keeper -> keeper.observe(at, seenAt, analyses.latest().bias(), recommendations));
  }

  private void tell(Analysis analysis, Moment at) {
    if (ended) {
      return;
    }
    for (Made made : analysis.models()) {
      publisher.model(made.key(), made.json(), made.life(), at.wallMillis());
    }
    analysis.models().stream()
        .map(Made::model)
        .distinct()
        .forEach(model -> publisher.updated(model, inputs.symbol(), at.wallMillis()));
    send(System.nanoTime());
  }
}
