package io.marketswarm.market.feed;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketswarm.market.model.Ticker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Reads contracts of a chain: the numbers that models need, and the object itself as it came, with
 * a null for each member it lacks. What cannot be true is left out and counted.
 */
public final class ContractReader {
  /** Every contract shows all of these. */
  private static final List<String> MEMBERS =
      List.of(
          "break_even_price",
          "day",
          "details",
          "greeks",
          "implied_volatility",
          "last_quote",
          "last_trade",
          "open_interest",
          "underlying_asset",
          "fair_market_value");

  private static final byte[][] NULLS =
      MEMBERS.stream()
          .map(name -> (",\"" + name + "\":null").getBytes(StandardCharsets.US_ASCII))
          .toArray(byte[][]::new);

  private final Flaws flaws;

  private int present;
  private boolean writable;
  private String ticker;
  private double bid;
  private double ask;
  private double mid;
  private double last;
  private double volatility;
  private double gamma;
  private double delta;
  private double openInterest;
  private double volume;
  private double underlying;
  private long quoteMillis;
  private long tradeMillis;

  public ContractReader(Flaws flaws) {
    this.flaws = flaws;
  }

  /**
   * Reads the contract at whose opening brace the parser stands.
   *
   * @param source what the parser reads
   * @return nothing when it is of no use
   */
  public Optional<ChainContract> read(JsonParser in, byte[] source) throws IOException {
    forget();
    int from = (int) in.currentLocation().getByteOffset() - 1;
    for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
      in.nextToken();
      member(in, name);
    }
    int to = (int) in.currentLocation().getByteOffset();
    return contract(source, from, to);
  }

  private void forget() {
    present = 0;
    writable = true;
    ticker = "";
    bid = ask = mid = last = Double.NaN;
    volatility = gamma = delta = openInterest = volume = underlying = Double.NaN;
    quoteMillis = tradeMillis = 0;
  }

  private void member(JsonParser in, String name) throws IOException {
    int index = MEMBERS.indexOf(name);
    if (index >= 0) {
      present |= 1 << index;
    }
    switch (name) {
      case "day" -> members(in, this::day);
      case "details" -> members(in, this::detail);
      case "greeks" -> members(in, this::greek);
      case "implied_volatility" -> volatility = number(in);
      case "last_quote" -> members(in, this::quote);
      case "last_trade" -> members(in, this::trade);
      case "open_interest" -> openInterest = number(in);
      case "underlying_asset" -> members(in, this::asset);
      default -> pass(in);
    }
  }

  @FunctionalInterface
  private interface Member {
    void read(JsonParser in, String name) throws IOException;
  }

  private void members(JsonParser in, Member member) throws IOException {
    if (in.currentToken() != JsonToken.START_OBJECT) {
      pass(in);
      return;
    }
    for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
      in.nextToken();
      member.read(in, name);
    }
  }

  private void day(JsonParser in, String name) throws IOException {
    if (name.equals("volume")) {
      volume = number(in);
    } else {
      pass(in);
    }
  }

  private void detail(JsonParser in, String name) throws IOException {
    if (name.equals("ticker")) {
      ticker = Json.text(in);
    } else {
      pass(in);
    }
  }

  private void greek(JsonParser in, String name) throws IOException {
    switch (name) {
      case "gamma" -> gamma = number(in);
      case "delta" -> delta = number(in);
      default -> pass(in);
    }
  }

  private void quote(JsonParser in, String name) throws IOException {
    switch (name) {
      case "bid" -> bid = number(in);
      case "ask" -> ask = number(in);
      case "midpoint" -> mid = number(in);
      case "last_updated" -> quoteMillis = Json.millis(in);
      default -> pass(in);
    }
  }

  private void trade(JsonParser in, String name) throws IOException {
    switch (name) {
      case "price" -> last = number(in);
      case "sip_timestamp" -> tradeMillis = Json.millis(in);
      default -> pass(in);
    }
  }

  private void asset(JsonParser in, String name) throws IOException {
    switch (name) {
      case "value", "price" -> underlying = number(in);
      default -> pass(in);
    }
  }

  private double number(JsonParser in) throws IOException {
    pass(in);
    return Json.number(in);
  }

  /** Goes past a value; a number that JSON does not know must not be passed on. */
  private void pass(JsonParser in) throws IOException {
    if (in.currentToken() == JsonToken.START_OBJECT || in.currentToken() == JsonToken.START_ARRAY) {
      int depth = 1;
      while (depth > 0) {
        JsonToken token = in.nextToken();
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        writable &= token != JsonToken.VALUE_NUMBER_FLOAT || !in.isNaN();
      }
    } else {
      writable &= in.currentToken() != JsonToken.VALUE_NUMBER_FLOAT || !in.isNaN();
    }
  }

  private Optional<ChainContract> contract(byte[] source, int from, int to) {
    if (ticker.isEmpty()) {
      return refuse(Flaw.NO_TICKER);
    }
    long packed = Ticker.parse(ticker);
    if (packed == Ticker.UNKNOWN) {
      return refuse(Flaw.UNKNOWN_TICKER);
    }
    if (!writable) {
      return refuse(Flaw.NOT_A_NUMBER);
    }
    clean();
    return Optional.of(
        new ChainContract(
            packed,
            ticker,
            bid,
            ask,
            mid,
            last,
            volatility,
            gamma,
            delta,
            openInterest,
            volume,
            quoteMillis,
            tradeMillis,
            underlying,
            complete(source, from, to)));
  }

  private Optional<ChainContract> refuse(Flaw flaw) {
    flaws.found(flaw);
    return Optional.empty();
  }

  private void clean() {
    bid = notNegative(bid);
    ask = notNegative(ask);
    mid = notNegative(mid);
    last = notNegative(last);
    volatility = notNegative(volatility);
    gamma = notNegative(gamma);
    openInterest = notNegative(openInterest);
    volume = notNegative(volume);
    underlying = notNegative(underlying);
    if (Math.abs(delta) > 1) {
      delta = impossible();
    }
    if (bid > ask) {
      flaws.found(Flaw.CROSSED);
      bid = ask = mid = Double.NaN;
    }
    quoteMillis = Math.max(0, quoteMillis);
    tradeMillis = Math.max(0, tradeMillis);
  }

  private double notNegative(double value) {
    return value < 0 || value == Double.POSITIVE_INFINITY ? impossible() : value;
  }

  private double impossible() {
    flaws.found(Flaw.IMPOSSIBLE);
    return Double.NaN;
  }

  private byte[] complete(byte[] source, int from, int to) {
    int length = to - from;
    for (int i = 0; i < NULLS.length; i++) {
      length += (present & 1 << i) == 0 ? NULLS[i].length : 0;
    }
    byte[] json = new byte[length];
    int at = to - 1 - from;
    System.arraycopy(source, from, json, 0, at);
    for (int i = 0; i < NULLS.length; i++) {
      if ((present & 1 << i) == 0) {
        System.arraycopy(NULLS[i], 0, json, at, NULLS[i].length);
        at += NULLS[i].length;
      }
    }
    json[at] = '}';
    return json;
  }
}
