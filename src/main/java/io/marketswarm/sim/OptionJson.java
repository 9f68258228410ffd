package io.marketswarm.sim;

import com.fasterxml.jackson.core.JsonGenerator;
import io.marketswarm.market.model.Greeks;
import io.marketswarm.sim.core.OptionPrint;
import io.marketswarm.sim.core.OptionSeries;
import io.marketswarm.sim.core.OptionSnapshot;
import io.marketswarm.sim.core.OptionSnapshot.DayBar;
import java.io.IOException;

/** One option contract as the provider's chain snapshot shows it. */
final class OptionJson {
  static final int SHARES_PER_CONTRACT = 100;

  private static final String REAL_TIME = "REAL-TIME";
  private static final long NANOS_PER_MILLI = 1_000_000;

  private OptionJson() {}

  /**
   * @param greeks whether to tell greeks and implied volatility
   */
  static void members(JsonGenerator json, OptionSnapshot option, boolean greeks)
      throws IOException {
    json.writeNumberField("break_even_price", option.breakEven());
    day(json, option);
    details(json, option);
    greeks(json, option, greeks);
    if (greeks) {
      json.writeNumberField("implied_volatility", option.iv());
    }
    lastQuote(json, option);
    if (option.lastTrade().isPresent()) {
      lastTrade(json, option.lastTrade().get());
    }
    json.writeNumberField("open_interest", option.openInterest());
    underlying(json, option);
  }

  private static void day(JsonGenerator json, OptionSnapshot option) throws IOException {
    json.writeObjectFieldStart("day");
    if (option.day().isPresent()) {
      DayBar day = option.day().get();
      int change = day.closeMills() - option.previousCloseMills();
      double previous = OptionSnapshot.dollars(option.previousCloseMills());
      json.writeNumberField("change", OptionSnapshot.dollars(change));
      json.writeNumberField("change_percent", percent(change, option.previousCloseMills()));
      json.writeNumberField("close", OptionSnapshot.dollars(day.closeMills()));
      json.writeNumberField("high", OptionSnapshot.dollars(day.highMills()));
      json.writeNumberField(
          "last_updated", option.lastTrade().orElseThrow().wallMillis() * NANOS_PER_MILLI);
      json.writeNumberField("low", OptionSnapshot.dollars(day.lowMills()));
      json.writeNumberField("open", OptionSnapshot.dollars(day.openMills()));
      json.writeNumberField("previous_close", previous);
      json.writeNumberField("volume", day.volume());
      json.writeNumberField("vwap", Math.rint(day.vwap() * 10_000) / 10_000);
    }
    json.writeEndObject();
  }

  /** A change in percent, to two decimals; nothing to compare with makes no change. */
  static double percent(double change, double previous) {
    return previous == 0 ? 0 : Math.rint(change / previous * 10_000) / 100;
  }

  private static void details(JsonGenerator json, OptionSnapshot option) throws IOException {
    json.writeObjectFieldStart("details");
    json.writeStringField("contract_type", option.call() ? "call" : "put");
    json.writeStringField("exercise_style", "european");
    json.writeStringField("expiration_date", option.series().expiration().toString());
    json.writeNumberField("shares_per_contract", SHARES_PER_CONTRACT);
    number(json, "strike_price", option.strike());
    json.writeStringField("ticker", option.ticker());
    json.writeEndObject();
  }

  private static void greeks(JsonGenerator json, OptionSnapshot option, boolean told)
      throws IOException {
    json.writeObjectFieldStart("greeks");
    if (told && option.valuation().isPresent()) {
      greeks(json, option.valuation().get().greeks());
    }
    json.writeEndObject();
  }

  static void greeks(JsonGenerator json, Greeks value) throws IOException {
    json.writeNumberField("delta", value.delta());
    json.writeNumberField("gamma", value.gamma());
    json.writeNumberField("theta", value.theta());
    json.writeNumberField("vega", value.vega());
  }

  private static void lastQuote(JsonGenerator json, OptionSnapshot option) throws IOException {
    json.writeObjectFieldStart("last_quote");
    json.writeNumberField("ask", option.ask());
    json.writeNumberField("ask_size", option.askSize());
    json.writeNumberField("bid", option.bid());
    json.writeNumberField("bid_size", option.bidSize());
    json.writeNumberField("last_updated", option.quotedMillis() * NANOS_PER_MILLI);
    json.writeNumberField("midpoint", option.midpoint());
    json.writeStringField("timeframe", REAL_TIME);
    json.writeEndObject();
  }

  private static void lastTrade(JsonGenerator json, OptionPrint print) throws IOException {
    json.writeObjectFieldStart("last_trade");
    json.writeArrayFieldStart("conditions");
    json.writeNumber(print.condition());
    json.writeEndArray();
    json.writeNumberField("exchange", print.exchange());
    json.writeNumberField("price", print.price());
    json.writeNumberField("sip_timestamp", print.wallMillis() * NANOS_PER_MILLI);
    json.writeNumberField("size", print.size());
    json.writeStringField("timeframe", REAL_TIME);
    json.writeEndObject();
  }

  private static void underlying(JsonGenerator json, OptionSnapshot option) throws IOException {
    double toBreakEven = Math.rint((option.breakEven() - option.spot()) * 1_000) / 1_000;
    json.writeObjectFieldStart("underlying_asset");
    json.writeNumberField("change_to_break_even", toBreakEven);
    json.writeNumberField("last_updated", option.spotMillis() * NANOS_PER_MILLI);
    json.writeStringField("ticker", option.series().underlying());
    json.writeStringField("timeframe", REAL_TIME);
    json.writeNumberField("value", option.spot());
    json.writeEndObject();
  }

  /** One line of the list of contracts. */
  static void reference(
      JsonGenerator json, String ticker, OptionSeries series, boolean call, double strike)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("cfi", call ? "OCEICS" : "OPEICS");
    json.writeStringField("contract_type", call ? "call" : "put");
    json.writeStringField("exercise_style", "european");
    json.writeStringField("expiration_date", series.expiration().toString());
    json.writeStringField("primary_exchange", "XCBO");
    json.writeNumberField("shares_per_contract", SHARES_PER_CONTRACT);
    number(json, "strike_price", strike);
    json.writeStringField("ticker", ticker);
    json.writeStringField("underlying_ticker", series.underlying().substring(2));
    json.writeEndObject();
  }

  /** A whole number without a fraction, as the provider writes strikes. */
  private static void number(JsonGenerator json, String name, double value) throws IOException {
    if (value == Math.rint(value)) {
      json.writeNumberField(name, (long) value);
    } else {
      json.writeNumberField(name, value);
    }
  }
}
