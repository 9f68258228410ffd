package io.marketswarm.sim.core;

import io.marketswarm.sim.core.Instrument.Derived;
import io.marketswarm.sim.core.Instrument.Factor;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Moves all prices one second at a time. The market index has noise with the shape of the day and
 * clustered volatility, jumps, bursts of momentum and whatever the scenario wants; the others
 * follow it. Strict mathematics keeps the paths the same on every machine.
 */
final class Paths {
  private static final double FULL_SESSION = 23_400;
  private static final double TRADING_DAYS = 252;
  private static final double REALISED_SHARE_OF_VIX = 0.85;

  /** Log of the volatility's own moves; the mean is set so that the mean variance stays one. */
  private static final double CLUSTER_DEVIATION = 0.25;

  private static final Reversion CLUSTER = new Reversion(1_200, CLUSTER_DEVIATION);
  private static final double JUMPS_PER_DAY = 1.2;
  private static final double JUMP_SHARE = 0.35;

  private static final double VIX_ANSWER = -5.5;
  private static final Reversion VIX_NOISE = new Reversion(1_800, 0.012);
  private static final double LOWEST_VIX = 9;
  private static final double HIGHEST_VIX = 90;
  private static final int VIX_TURN_SECONDS = 300;

  private final Universe universe;
  private final int length;
  private final Pinning pinning;
  private final Dice[] noise;
  private final Dice clusterNoise;
  private final Dice jumps;
  private final Momentum momentum;
  private final double[] level;
  private final double marketOpen;
  private final Anchor vixAnchor;
  private final List<Glide> glides = new ArrayList<>();
  private Scenario regime;
  private int haltedUntil;
  private double cluster;
  private double vixNoise;

  Paths(Universe universe, MarketOptions options, Opening opening) {
    this.universe = universe;
    this.length = opening.session().seconds();
    this.pinning = new Pinning(options.pin(), length);
    this.level = opening.opens().copy();
    this.marketOpen = level[Universe.SPX];
    this.vixAnchor = new Anchor(level[Universe.VIX]);
    long seed = options.seed();
    LocalDate date = opening.session().date();
    this.noise = new Dice[universe.size()];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = Seeds.stream(seed, date, universe.get(i).symbol(), "noise");
    }
    String market = universe.get(Universe.SPX).symbol();
    this.clusterNoise = Seeds.stream(seed, date, market, "cluster");
    this.jumps = Seeds.stream(seed, date, market, "jumps");
    this.momentum = new Momentum(Seeds.stream(seed, date, market, "momentum"));
    this.regime = Scenario.NORMAL;
    enter(opening.scenario(), 0, true);
  }

  static double dailyDeviation(double vix) {
    return REALISED_SHARE_OF_VIX * vix / 100 / Math.sqrt(TRADING_DAYS);
  }

  static double clampVix(double vix) {
    return Math.max(LOWEST_VIX, Math.min(HIGHEST_VIX, vix));
  }

  double level(int instrument) {
    return level[instrument];
  }

  Scenario scenario(int step) {
    return step < haltedUntil ? Scenario.HALT : regime;
  }

  boolean halted(int step) {
    return step < haltedUntil;
  }

  Scenario regime() {
    return regime;
  }

  void pinTo(double strike) {
    pinning.target(strike);
  }

  /** Turns the day into another kind from a step on. */
  void enter(Scenario next, int step) {
    enter(next, step, false);
  }

  private void enter(Scenario next, int step, boolean atOpen) {
    if (next == Scenario.HALT) {
      haltedUntil = step + Scenario.HALT_SECONDS;
      return;
    }
    haltedUntil = 0;
    regime = next;
    if (!atOpen) {
      double usual = universe.get(Universe.VIX).open();
      vixAnchor.turnTo(next.vix().orElse(usual), VIX_TURN_SECONDS);
      if (next.gap() != 0) {
        glides.add(Glide.push(Universe.SPX, next.gap(), 1));
      }
    }
    if (next == Scenario.CRASH) {
      double fall = StrictMath.log1p(Scenario.CRASH_FALL);
      glides.add(Glide.bridge(Universe.SPX, fall, Scenario.CRASH_SECONDS));
    }
  }

  /** Pushes an instrument by a share of its price, over some seconds or at once. */
  void shock(int instrument, double share, int seconds) {
    int ramp = Math.max(1, seconds);
    if (instrument == Universe.VIX) {
      vixAnchor.turnTo(clampVix(vixAnchor.value() * (1 + share)), ramp);
    } else {
      glides.add(Glide.push(instrument, StrictMath.log1p(share), ramp));
    }
  }

  /** Moves from one step to the next. */
  void advance(int step) {
    if (step <= haltedUntil) {
      return;
    }
    vixAnchor.advance();
    double motion = regime.motion();
    double deviation = dailyDeviation(vixAnchor.value()) * motion;
    cluster = CLUSTER.next(cluster, clusterNoise);
    double fraction = (double) step / length;
    double clustered = StrictMath.exp(cluster - CLUSTER_DEVIATION * CLUSTER_DEVIATION);
    double perSecond =
        deviation / Math.sqrt(FULL_SESSION) * Intraday.activity(fraction) * clustered;
    double shared = noise[Universe.SPX].gaussian();
    double drift =
        deviation * commonMove() + pinning.pull(level[Universe.SPX], step, regime, deviation);
    double common = drift + glide(Universe.SPX, perSecond * shared + drift);
    move(Universe.SPX, perSecond * shared + common);
    for (int i = 1; i < level.length; i++) {
      Instrument.Motion motionOf = universe.get(i).motion();
      if (motionOf instanceof Factor factor) {
        double own = noise[i].gaussian();
        double mixed = factor.correlation() * shared + factor.idiosyncratic() * own;
        move(i, factor.volatility() * perSecond * mixed + factor.beta() * common + glide(i, 0));
      } else if (motionOf instanceof Derived derived) {
        level[i] = level[derived.parent()] * derived.ratio();
      } else {
        moveVix(motion);
      }
    }
    glides.removeIf(Glide::over);
  }

  /** Jumps, bursts and trend, in daily standard deviations. */
  private double commonMove() {
    double jump = jumps.uniform() < JUMPS_PER_DAY / FULL_SESSION ? jumps.gaussian() : 0;
    return JUMP_SHARE * jump + momentum.next() + regime.drift() / FULL_SESSION;
  }

  private void move(int instrument, double logReturn) {
    level[instrument] *= StrictMath.exp(logReturn);
  }

  private void moveVix(double motion) {
    vixNoise = VIX_NOISE.next(vixNoise, noise[Universe.VIX]);
    double answer = StrictMath.pow(level[Universe.SPX] / marketOpen, VIX_ANSWER);
    level[Universe.VIX] = clampVix(vixAnchor.value() * answer * StrictMath.exp(vixNoise * motion));
  }

  private double glide(int instrument, double otherMove) {
    double move = 0;
    for (Glide glide : glides) {
      if (glide.instrument() == instrument) {
        move += glide.advance(otherMove);
      }
    }
    return move;
  }
}
