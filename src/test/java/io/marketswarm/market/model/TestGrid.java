package io.marketswarm.market.model;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** A grid of butterflies put together one by one; what was not put is absent. */
public final class TestGrid implements ButterflyGrid {
  /** One side of a tile. */
  public record Tile(int dte, int width, int strike, Side side) {}

  private final LocalDate today;
  private final int step;
  private final Map<Tile, Double> market = new TreeMap<>(TestGrid::order);
  private final Map<Tile, Double> theoretical = new TreeMap<>(TestGrid::order);
  private boolean indexed;
  private int[] dtes = {};
  private int[] widths = {};
  private int[][] strikes = {};

  public TestGrid(LocalDate today, int step) {
    this.today = today;
    this.step = step;
  }

  private static int order(Tile a, Tile b) {
    return Comparator.comparingInt(Tile::dte)
        .thenComparingInt(Tile::width)
        .thenComparingInt(Tile::strike)
        .thenComparing(Tile::side)
        .compare(a, b);
  }

  public TestGrid market(int dte, int width, int strike, Side side, double debit) {
    market.put(new Tile(dte, width, strike, side), debit);
    indexed = false;
    return this;
  }

  public TestGrid theoretical(int dte, int width, int strike, Side side, double debit) {
    theoretical.put(new Tile(dte, width, strike, side), debit);
    indexed = false;
    return this;
  }

  private TestGrid index() {
    if (indexed) {
      return this;
    }
    indexed = true;
    TreeSet<Tile> tiles = new TreeSet<>(TestGrid::order);
    tiles.addAll(market.keySet());
    tiles.addAll(theoretical.keySet());
    dtes = tiles.stream().mapToInt(Tile::dte).distinct().sorted().toArray();
    widths = tiles.stream().mapToInt(Tile::width).distinct().sorted().toArray();
    strikes = new int[dtes.length][];
    for (int i = 0; i < dtes.length; i++) {
      int dte = dtes[i];
      strikes[i] =
          tiles.stream()
              .filter(tile -> tile.dte == dte)
              .mapToInt(Tile::strike)
              .distinct()
              .sorted()
              .toArray();
    }
    return this;
  }

  public Map<Tile, Double> marketTiles() {
    return market;
  }

  public Map<Tile, Double> theoreticalTiles() {
    return theoretical;
  }

  @Override
  public int expirations() {
    return index().dtes.length;
  }

  @Override
  public int dte(int expiration) {
    return index().dtes[expiration];
  }

  @Override
  public LocalDate expiry(int expiration) {
    return today.plusDays(index().dtes[expiration]);
  }

  @Override
  public int[] strikes(int expiration) {
    return index().strikes[expiration];
  }

  @Override
  public int[] widths() {
    return index().widths;
  }

  @Override
  public int step() {
    return step;
  }

  @Override
  public double marketDebit(int expiration, int width, int strike, Side side) {
    return at(market, expiration, width, strike, side);
  }

  @Override
  public double theoreticalDebit(int expiration, int width, int strike, Side side) {
    return at(theoretical, expiration, width, strike, side);
  }

  private double at(Map<Tile, Double> tiles, int expiration, int width, int strike, Side side) {
    index();
    Tile tile = new Tile(dtes[expiration], widths[width], strikes[expiration][strike], side);
    return tiles.getOrDefault(tile, Double.NaN);
  }
}
