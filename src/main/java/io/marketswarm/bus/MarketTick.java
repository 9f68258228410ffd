package io.marketswarm.bus;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/**
 * The latest value of an underlying.
 *
 * @param symbol for example {@code I:SPX}
 * @param value index points or dollars, as the exchange quotes it
 * @param epochMillis when the exchange quoted it
 */
public record MarketTick(String symbol, double value, long epochMillis) implements BusMessage {

  static final Wire<MarketTick> WIRE =
      new Wire<>("tick", 1, MarketTick.class, MarketTick::write, MarketTick::read);

  public MarketTick {
    if (symbol.isBlank()) {
      throw new IllegalArgumentException("tick without a symbol");
    }
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("value " + value + " of " + symbol + " is not finite");
    }
  }

  @Override
  public void writeJson(JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeStringField("symbol", symbol);
    out.writeNumberField("value", value);
    out.writeNumberField("ts", epochMillis);
    out.writeEndObject();
  }

  private static void write(MarketTick tick, WireWriter out) {
    out.text(tick.symbol).real(tick.value).number(tick.epochMillis);
  }

  private static MarketTick read(WireReader in) {
    return new MarketTick(in.text(), in.real(), in.number());
  }
}
