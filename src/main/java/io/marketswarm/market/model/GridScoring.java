package io.marketswarm.market.model;

import io.marketswarm.market.model.ButterflyGrid.Side;
import io.marketswarm.market.model.SelectorSettings.PriceSource;
import java.util.ArrayList;
import java.util.List;

/**
 * One pass over a grid, row by row: a row is one expiration, width and side. What the whole row
 * shares (width fit, expectations) is worked out once for it.
 */
final class GridScoring {
  private static final Side[] SIDES = Side.values();

  /** Neighbours are looked for up to this many grid steps away, on both sides. */
  private static final int REACH = 4;

  private static final double NO_PRICE = 0;

  /** Tiles are priced to four decimals; whatever is less is the noise of adding up legs. */
  private static final double LEAST_DEBIT = 0.0001;

  private final SelectorInputs in;
  private final ButterflyGrid grid;
  private final Playbook playbook;
  private final PriceSource prices;
  private final Leaderboard board;
  private final boolean scalping;
  private final double magnet;
  private final double zeroGamma;
  private final ScoredSide current = new ScoredSide();
  private final double[] neighbours = new double[2 * REACH];
  private final List<ScalpCandidate> scalps = new ArrayList<>();
  private double[] debits = {};
  private double[] wings = {};
  private double[] magnetism = {};
  private int scored;
  private int filtered;

  GridScoring(SelectorInputs in, Playbook playbook, PriceSource prices, Leaderboard board) {
    this.in = in;
    this.grid = in.grid();
    this.playbook = playbook;
    this.prices = prices;
    this.board = board;
    this.scalping = playbook.scalpWindow().isActive();
    this.magnet = in.magnet();
    this.zeroGamma = in.zeroGamma();
    if (grid.step() < 1) {
      throw new IllegalArgumentException("grid step must be positive, not " + grid.step());
    }
  }

  void run() {
    for (int expiration = 0; expiration < grid.expirations(); expiration++) {
      int[] strikes = grid.strikes(expiration);
      reserve(strikes.length);
      for (int i = 0; i < strikes.length; i++) {
        magnetism[i] = GammaAlignment.magnet(Math.abs(strikes[i] - magnet) * in.pointScale());
      }
      current.dte = grid.dte(expiration);
      current.expiry = grid.expiry(expiration);
      for (int width = 0; width < grid.widths().length; width++) {
        scoreWidth(expiration, width, strikes);
      }
    }
  }

  private void reserve(int strikes) {
    if (debits.length < strikes) {
      debits = new double[strikes];
      wings = new double[strikes];
      magnetism = new double[strikes];
    }
  }

  private void scoreWidth(int expiration, int width, int[] strikes) {
    current.width = grid.widths()[width];
    current.widthFit = WidthFit.score(current.width * in.pointScale(), current.dte, playbook);
    RewardExpectation expected = RewardExpectation.of(current.dte);
    for (int i = 0; i < strikes.length; i++) {
      wings[i] =
          in.gamma() == null ? 50 : GammaAlignment.wings(in.gamma(), strikes[i], current.width);
    }
    for (Side side : SIDES) {
      current.side = side;
      for (int i = 0; i < strikes.length; i++) {
        debits[i] = debit(expiration, width, i, side);
      }
      scoreRow(strikes, expected);
    }
  }

  private double debit(int expiration, int width, int strike, Side side) {
    double debit = Double.NaN;
    if (prices == PriceSource.MARKET) {
      debit = grid.marketDebit(expiration, width, strike, side);
    }
    if (!isPrice(debit)) {
      debit = grid.theoreticalDebit(expiration, width, strike, side);
    }
    return isPrice(debit) ? debit : NO_PRICE;
  }

  private static boolean isPrice(double debit) {
    return debit >= LEAST_DEBIT && debit < Double.POSITIVE_INFINITY;
  }

  private void scoreRow(int[] strikes, RewardExpectation expected) {
    double affordable = Playbook.MAX_DEBIT_SHARE * current.width;
    for (int i = 0; i < strikes.length; i++) {
      double debit = debits[i];
      if (debit == NO_PRICE) {
        continue;
      }
      if (debit > affordable) {
        filtered++;
        continue;
      }
      scored++;
      current.strike = strikes[i];
      current.debit = debit;
      current.distance = Math.abs(strikes[i] - in.spot());
      current.rewardToRisk = expected.score(current.width, debit);
      current.convexity =
          ConvexityScore.of(current.width, debit, neighbours, gatherNeighbours(strikes, i));
      current.gammaAlignment =
          GammaAlignment.score(
              magnetism[i],
              GammaAlignment.zeroGamma(current.side, strikes[i], zeroGamma),
              wings[i]);
      current.rate();
      board.offer(current);
      collectScalp();
    }
  }

  /** Collects the prices of the row's strikes that lie whole steps away from this one. */
  private int gatherNeighbours(int[] strikes, int index) {
    int step = grid.step();
    int count = 0;
    for (int i = index - 1; i >= 0 && strikes[index] - strikes[i] <= REACH * step; i--) {
      if (debits[i] != NO_PRICE && (strikes[index] - strikes[i]) % step == 0) {
        neighbours[count++] = debits[i];
      }
    }
    for (int i = index + 1;
        i < strikes.length && strikes[i] - strikes[index] <= REACH * step;
        i++) {
      if (debits[i] != NO_PRICE && (strikes[i] - strikes[index]) % step == 0) {
        neighbours[count++] = debits[i];
      }
    }
    return count;
  }

  private void collectScalp() {
    if (scalping && GammaScalp.isCandidate(current.dte, current.width, current.strike, in.spot())) {
      scalps.add(ScalpCandidate.of(current.fly(in.spot()), current.debit, in.spot(), playbook));
    }
  }

  List<ScalpCandidate> scalps() {
    return scalps;
  }

  int scored() {
    return scored;
  }

  int filtered() {
    return filtered;
  }
}
