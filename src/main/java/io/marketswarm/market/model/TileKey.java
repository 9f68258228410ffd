package io.marketswarm.market.model;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The key of a tile, {@code strategy:dte:width:strike}, packed into a long. */
public final class TileKey {
  /** What {@link #parse} returns for text that is no key. */
  public static final long UNKNOWN = -1;

  private static final Pattern TEXT =
      Pattern.compile("(single|vertical|butterfly):(\\d{1,4}):(\\d{1,5}):(\\d{1,7})");

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

  /** The key in a client's text, or {@link #UNKNOWN}. */
  public static long parse(String text) {
    Matcher key = TEXT.matcher(text);
    return key.matches()
        ? of(
            TileStrategy.named(key.group(1)),
            Integer.parseInt(key.group(2)),
            Integer.parseInt(key.group(3)),
            Integer.parseInt(key.group(4)))
        : UNKNOWN;
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
