package io.marketswarm.gateway.ai;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What a column of a broker's trade list may mean, and how brokers head it. */
enum CsvColumn {
  DATE(
      "exec time",
      "date",
      "trade date",
      "tradedate",
      "date/time",
      "datetime",
      "transaction date",
      "run date",
      "exec date",
      "time placed"),
  TIME("time", "trade time", "tradetime", "exec hour", "transaction time"),
  SYMBOL(
      "symbol",
      "underlying symbol",
      "underlyingsymbol",
      "root symbol",
      "underlying",
      "ticker",
      "instrument"),
  EXPIRATION("exp", "expiration date", "expiration", "expiry", "exp date", "expirationdate"),
  STRIKE("strike", "strike price", "strikeprice"),
  TYPE("type", "call or put", "put/call", "call/put", "right", "option type", "c/p"),
  QUANTITY("qty", "quantity", "contracts", "size", "filled qty"),
  PRICE(
      "price",
      "average price",
      "tradeprice",
      "t. price",
      "trade price",
      "fill price",
      "avg price",
      "price ($)"),
  COMMISSION("commission", "commissions", "ibcommission", "comm", "comm/fee", "commission ($)"),
  FEES("fees", "misc fees", "fees & comm", "fees & commissions", "fees ($)", "reg fees"),
  EFFECT("pos effect", "open/close", "open/closeindicator", "position effect", "code", "sub type"),
  SIDE("side", "action", "buy/sell", "b/s", "trade type", "order action");

  private final Set<String> headings;

  CsvColumn(String... headings) {
    this.headings = Arrays.stream(headings).collect(Collectors.toUnmodifiableSet());
  }

  /** The name on the wire. */
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean isHeadedBy(String heading) {
    return headings.contains(heading);
  }
}
