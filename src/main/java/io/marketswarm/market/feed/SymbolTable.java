package io.marketswarm.market.feed;

/** The symbols seen so far, so that a stream of their events makes no new strings. */
final class SymbolTable {
  /** Who sends more symbols than this gets new strings. */
  private static final int MOST = 1 << 10;

  private static final int SLOTS = MOST * 2;

  private final String[] symbols = new String[SLOTS];
  private int count;

  String intern(char[] text, int from, int length) {
    int hash = 0;
    for (int i = from; i < from + length; i++) {
      hash = 31 * hash + text[i];
    }
    int slot = (hash ^ hash >>> 16) & SLOTS - 1;
    while (symbols[slot] != null) {
      if (isSame(symbols[slot], text, from, length)) {
        return symbols[slot];
      }
      slot = slot + 1 & SLOTS - 1;
    }
    String symbol = new String(text, from, length);
    if (count < MOST) {
      symbols[slot] = symbol;
      count++;
    }
    return symbol;
  }

  private static boolean isSame(String symbol, char[] text, int from, int length) {
    if (symbol.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (symbol.charAt(i) != text[from + i]) {
        return false;
      }
    }
    return true;
  }
}
