package io.marketswarm.sim;

import java.util.Optional;

/** Something to subscribe to: a kind of event of one symbol, or of all. */
record Channel(String event, String symbol) {
  private static final String ALL = "*";
  private static final int LONGEST = 40;

  static Channel of(String event, String symbol) {
    return new Channel(event, symbol);
  }

  static Channel all(String event) {
    return new Channel(event, ALL);
  }

  /** Reads {@code T.SPY}, {@code T.O:SPXW260127C06985000} or {@code T.*}. */
  static Optional<Channel> parse(String text) {
    int dot = text.indexOf('.');
    if (dot < 1 || dot == text.length() - 1 || text.length() > LONGEST) {
      return Optional.empty();
    }
    return Optional.of(new Channel(text.substring(0, dot), text.substring(dot + 1)));
  }

  boolean all() {
    return symbol.equals(ALL);
  }

  @Override
  public String toString() {
    return event + "." + symbol;
  }
}
