package io.marketswarm.market.model;

/**
 * The option classes of the indices, in order of preference: where two classes list the same
 * series, tiles show the one settled at the afternoon close.
 */
public enum OptionRoot {
  SPXW("I:SPX"),
  SPXM("I:SPX"),
  SPX("I:SPX"),
  NDXP("I:NDX"),
  NDX("I:NDX");

  private static final OptionRoot[] ROOTS = values();

  private final String symbol;

  OptionRoot(String symbol) {
    this.symbol = symbol;
  }

  /** The index the options are on, for example {@code I:SPX}. */
  public String symbol() {
    return symbol;
  }

  static OptionRoot at(int ordinal) {
    return ROOTS[ordinal];
  }

  /** The root spelt by part of a ticker, or null: exact matches only. */
  static OptionRoot in(CharSequence text, int from, int to) {
    for (OptionRoot root : ROOTS) {
      if (root.spells(text, from, to)) {
        return root;
      }
    }
    return null;
  }

  private boolean spells(CharSequence text, int from, int to) {
    String name = name();
    if (name.length() != to - from) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (text.charAt(i) != name.charAt(i - from)) {
        return false;
      }
    }
    return true;
  }
}
