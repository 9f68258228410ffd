package io.marketswarm.market.desk;

import io.marketswarm.log.Log;
import io.marketswarm.market.MassiveSettings.Models;
import io.marketswarm.market.desk.Analyst.Analysis;
import io.marketswarm.market.desk.Analyst.Due;
import io.marketswarm.market.model.ChainSnapshot;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * When the analyst works, and on what. A chain that is not of now is analysed once, when it comes:
 * to do so again would put a new time on old numbers.
 */
final class Analyses {
  private final Vertx vertx;
  private final Inputs inputs;
  private final Analyst analyst;
  private final Log log;
  private final Schedule gamma;
  private final Schedule bias;
  private final Schedule regime;
  private Pins.Volumes volumes = Pins.Volumes.UNKNOWN;
  private Analysis latest = Analysis.NONE;
  private Future<Analysis> running = Future.succeededFuture();

  /** Something to be done again and again, and the chain it was last done with. */
  private static final class Schedule {
    private final long everyMillis;
    private long lastMillis;
    private long lastChain = -1;

    Schedule(Duration every) {
      everyMillis = every.toMillis();
    }

    boolean isDue(Moment at) {
      return Math.abs(at.wallMillis() - lastMillis) >= everyMillis;
    }

    boolean isDue(Moment at, long chain, boolean fresh) {
      return isDue(at) && (fresh || chain != lastChain);
    }

    void done(Moment at, long chain) {
      lastMillis = at.wallMillis();
      lastChain = chain;
    }
  }

  Analyses(Vertx vertx, Inputs inputs, Analyst analyst, Models settings, Log log) {
    this.vertx = vertx;
    this.inputs = inputs;
    this.analyst = analyst;
    this.log = log;
    this.gamma = new Schedule(settings.gexInterval());
    this.bias = new Schedule(settings.biasInterval());
    this.regime = new Schedule(settings.biasInterval());
  }

  void volumes(Pins.Volumes known) {
    volumes = known;
  }

  /** What the last analysis found. */
  Analysis latest() {
    return latest;
  }

  /** Completes when nobody works any more. */
  Future<?> idle() {
    return running.otherwiseEmpty();
  }

  /** Begins what is due, unless the analyst is at work. */
  void begin(Moment at, Consumer<Analysis> found) {
    long chain = inputs.chain().sequence();
    boolean fresh = inputs.hasFreshChain(at);
    Due due =
        new Due(
            gamma.isDue(at, chain, fresh),
            bias.isDue(at, chain, fresh),
            regime.isDue(at) && inputs.hasFreshVix());
    if (!running.isComplete() || due.nothing()) {
      return;
    }
    running =
        analyse(at, due)
            .onSuccess(
                analysis -> {
                  done(due, at, chain);
                  latest = analysis;
                  found.accept(analysis);
                })
            .onFailure(lost -> log.error("an analysis of " + inputs.symbol() + " was lost", lost));
  }

  private Future<Analysis> analyse(Moment at, Due due) {
    GammaBoard.Others others = inputs.others(at);
    Pins.Volumes known = volumes;
    ChainSnapshot snapshot = inputs.chain().snapshot();
    return vertx.executeBlocking(
        () -> {
          try (snapshot) {
            return analyst.analyse(snapshot.columns(), at, due, others, known);
          }
        });
  }

  private void done(Due due, Moment at, long chain) {
    if (due.gamma()) {
      gamma.done(at, chain);
    }
    if (due.bias()) {
      bias.done(at, chain);
    }
    if (due.regime()) {
      regime.done(at, chain);
    }
  }
}
