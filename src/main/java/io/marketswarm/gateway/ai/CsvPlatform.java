package io.marketswarm.gateway.ai;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Brokers whose trade lists are recognised by their headings. */
enum CsvPlatform {
  TOS(
      Set.of(
          "exec time",
          "spread",
          "side",
          "qty",
          "pos effect",
          "symbol",
          "exp",
          "strike",
          "type",
          "price",
          "net price")),
  TASTYTRADE(
      Set.of(
          "date",
          "type",
          "sub type",
          "action",
          "symbol",
          "instrument type",
          "description",
          "value",
          "quantity",
          "average price",
          "root symbol",
          "call or put")),
  IBKR(
      Set.of(
          "symbol",
          "underlyingsymbol",
          "tradedate",
          "date/time",
          "quantity",
          "tradeprice",
          "t. price",
          "ibcommission",
          "comm/fee",
          "put/call",
          "open/closeindicator",
          "buy/sell")),
  SCHWAB(
      Set.of(
          "date", "action", "symbol", "description", "quantity", "price", "fees & comm", "amount")),
  UNKNOWN(Set.of());

  /** Fewer common headings than this say nothing. */
  private static final double CERTAIN_ENOUGH = 0.5;

  private final Set<String> headings;

  CsvPlatform(Set<String> headings) {
    this.headings = headings;
  }

  /** The name on the wire. */
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whose headings these are. */
  static CsvPlatform of(List<String> headings) {
    CsvPlatform best = UNKNOWN;
    for (CsvPlatform platform : values()) {
      if (platform.likeness(headings) > best.likeness(headings)) {
        best = platform;
      }
    }
    return best.likeness(headings) >= CERTAIN_ENOUGH ? best : UNKNOWN;
  }

  static CsvPlatform byId(Object id) {
    for (CsvPlatform platform : values()) {
      if (platform.id().equals(id)) {
        return platform;
      }
    }
    return UNKNOWN;
  }

  /** The share of a broker's headings that are there. */
  double likeness(List<String> given) {
    return headings.isEmpty()
        ? 0
        : headings.stream().filter(given::contains).count() / (double) headings.size();
  }
}
