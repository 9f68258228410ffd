package io.marketswarm.market.model;

import java.time.LocalDate;
import java.util.Arrays;

/**
 * Which strikes have tiles, on one day. A row is one expiry and whole strike, classes merged; each
 * row has room for all tiles of the plan, side by side, so that a tile is found by arithmetic.
 * Wings that are not listed point to the row after the last, whose prices are always missing; that
 * makes every tile that needs them missing too.
 */
public final class TileGeometry {
  private final ChainGeometry chain;
  private final LocalDate today;
  private final TilePlan plan;
  private final int[] widths;

  private final int[] chainExpiry;
  private final int[] dte;
  private final long[] closeMillis;
  private final int[] firstRow;

  final int[] strike;

  /** The same strikes again, and their logarithms, ready for the formula. */
  final double[] points;

  final double[] logStrike;
  final int[] callSlot;
  final int[] putSlot;

  /** Row of the strike one width above or below, per row and width. */
  final int[] upper;

  final int[] lower;

  private int rows;

  private TileGeometry(ChainGeometry chain, TilePlan plan, LocalDate today, ExpiryClock clock) {
    this.chain = chain;
    this.today = today;
    this.widths = plan.widths().stream().mapToInt(Integer::intValue).toArray();
    this.plan = plan;
    this.chainExpiry = chosenExpiries(chain, plan, today);
    int expiries = chainExpiry.length;
    this.dte = new int[expiries];
    this.closeMillis = new long[expiries];
    this.firstRow = new int[expiries + 1];
    int[] strikes = new int[chain.rows()];
    int[] calls = new int[chain.rows()];
    int[] puts = new int[chain.rows()];
    for (int e = 0; e < expiries; e++) {
      LocalDate expiry = chain.expiry(chainExpiry[e]);
      dte[e] = ExpiryClock.dte(expiry, today);
      closeMillis[e] = clock.closeMillis(expiry);
      firstRow[e] = rows;
      mergeClasses(chainExpiry[e], strikes, calls, puts);
    }
    firstRow[expiries] = rows;
    this.strike = Arrays.copyOf(strikes, rows);
    this.callSlot = Arrays.copyOf(calls, rows);
    this.putSlot = Arrays.copyOf(puts, rows);
    this.points = Arrays.stream(strike).asDoubleStream().toArray();
    this.logStrike = Arrays.stream(points).map(Math::log).toArray();
    this.upper = new int[rows * widths.length];
    this.lower = new int[rows * widths.length];
    Arrays.fill(upper, rows);
    Arrays.fill(lower, rows);
    for (int e = 0; e < expiries; e++) {
      for (int w = 0; w < widths.length; w++) {
        linkWings(e, w);
      }
    }
  }

  static TileGeometry of(ChainGeometry chain, TilePlan plan, LocalDate today, ExpiryClock clock) {
    return new TileGeometry(chain, plan, today, clock);
  }

  /**
   * Expiries whose days to expiry are wanted. All that have passed count as today's, so of several
   * with the same count the latest is shown.
   */
  private static int[] chosenExpiries(ChainGeometry chain, TilePlan plan, LocalDate today) {
    int[] chosen = new int[chain.expiries()];
    int count = 0;
    for (int e = 0; e < chain.expiries(); e++) {
      int dte = ExpiryClock.dte(chain.expiry(e), today);
      boolean superseded =
          e + 1 < chain.expiries() && ExpiryClock.dte(chain.expiry(e + 1), today) == dte;
      if (!superseded && plan.dtes().contains(dte)) {
        chosen[count++] = e;
      }
    }
    return Arrays.copyOf(chosen, count);
  }

  /** Rows of a strike stand together, preferred class first. */
  private void mergeClasses(int expiry, int[] strikes, int[] calls, int[] puts) {
    int before = rows;
    for (int row = chain.firstRow(expiry); row < chain.endRow(expiry); row++) {
      long millis = chain.strikeMillis(row);
      if (millis % Ticker.STRIKE_SCALE != 0) {
        continue;
      }
      int whole = (int) (millis / Ticker.STRIKE_SCALE);
      if (rows == before || strikes[rows - 1] != whole) {
        strikes[rows] = whole;
        calls[rows] = ChainGeometry.NONE;
        puts[rows] = ChainGeometry.NONE;
        rows++;
      }
      calls[rows - 1] = preferred(calls[rows - 1], ChainGeometry.callSlot(row));
      puts[rows - 1] = preferred(puts[rows - 1], ChainGeometry.putSlot(row));
    }
  }

  private int preferred(int held, int slot) {
    return held == ChainGeometry.NONE && chain.lists(slot) ? slot : held;
  }

  private void linkWings(int expiry, int width) {
    int end = firstRow[expiry + 1];
    int above = firstRow[expiry];
    for (int row = firstRow[expiry]; row < end; row++) {
      int wanted = strike[row] + widths[width];
      while (above < end && strike[above] < wanted) {
        above++;
      }
      if (above < end && strike[above] == wanted) {
        upper[row * widths.length + width] = above;
        lower[above * widths.length + width] = row;
      }
    }
  }

  boolean isOf(ChainGeometry chain, LocalDate today) {
    return this.chain == chain && this.today.equals(today);
  }

  public ChainGeometry chain() {
    return chain;
  }

  public int expiries() {
    return chainExpiry.length;
  }

  /** Index of the expiry in the chain. */
  public int chainExpiry(int expiry) {
    return chainExpiry[expiry];
  }

  public LocalDate expiry(int expiry) {
    return chain.expiry(chainExpiry[expiry]);
  }

  public int dte(int expiry) {
    return dte[expiry];
  }

  long closeMillis(int expiry) {
    return closeMillis[expiry];
  }

  public int rows() {
    return rows;
  }

  public int firstRow(int expiry) {
    return firstRow[expiry];
  }

  public int endRow(int expiry) {
    return firstRow[expiry + 1];
  }

  public int strike(int row) {
    return strike[row];
  }

  /** How many widths tiles come in. */
  public int widths() {
    return widths.length;
  }

  public int width(int index) {
    return widths[index];
  }

  public int tilesPerStrike() {
    return plan.tilesPerStrike();
  }

  /** What kind the tile at this place of a strike is. */
  public TileStrategy strategy(int offset) {
    return plan.strategy(offset);
  }

  /** The width in points of the tile at this place of a strike, 0 for singles. */
  public int widthOf(int offset) {
    return plan.width(offset);
  }

  int offset(TileStrategy strategy, int widthIndex) {
    return plan.offset(strategy, widthIndex);
  }
}
