package io.marketswarm.market.model;

/** The key of a tile, {@code strategy:dte:width:strike}, packed into a long. */
public final class TileKey {
  private static final int STRIKE_BITS = 24;
  private static final int WIDTH_BITS = 20;
  private static final int DTE_BITS = 16;
  private static final int WIDTH_SHIFT = STRIKE_BITS;
  private static final int DTE_SHIFT = WIDTH_SHIFT + WIDTH_BITS;
  private static final int STRATEGY_SHIFT = DTE_SHIFT + DTE_BITS;

  private TileKey() {}

  public static long of(TileStrategy strategy, int dte, int width, int strike) {
    return (long) strategy.ordinal() << STRATEGY_SHIFT
        | (long) fitting(dte, DTE_BITS, "dte") << DTE_SHIFT
        | (long) fitting(width, WIDTH_BITS, "width") << WIDTH_SHIFT
        | fitting(strike, STRIKE_BITS, "strike");
  }

  public static TileStrategy strategy(long key) {
    return TileStrategy.at((int) (key >> STRATEGY_SHIFT));
  }

  public static int dte(long key) {
    return part(key, DTE_SHIFT, DTE_BITS);
  }

  public static int width(long key) {
    return part(key, WIDTH_SHIFT, WIDTH_BITS);
  }

  public static int strike(long key) {
    return part(key, 0, STRIKE_BITS);
  }

  /** The key as clients know it. */
  public static String format(long key) {
    return strategy(key).id() + ':' + dte(key) + ':' + width(key) + ':' + strike(key);
  }

  private static int part(long key, int shift, int bits) {
    return (int) (key >> shift) & (1 << bits) - 1;
  }

  private static int fitting(int value, int bits, String name) {
    if (value < 0 || value >= 1 << bits) {
      throw new IllegalArgumentException(name + " " + value + " does not fit a tile key");
    }
    return value;
  }
}
