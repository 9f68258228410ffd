package io.marketswarm.market.wire;

import static io.marketswarm.market.wire.JsonFields.number;

import com.fasterxml.jackson.core.JsonGenerator;
import io.marketswarm.market.model.SpotValue;
import io.marketswarm.market.model.SpotValue.Kind;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Values of underlyings as JSON: whole for the latest key, without changes for the trail. */
public final class SpotJson {
  public static final JsonShape<SpotValue> LATEST = SpotJson::latest;
  public static final JsonShape<SpotValue> TRAIL = SpotJson::trail;

  /** Seconds and a numeric zone: readers of these keys do not know {@code Z}. */
  private static final DateTimeFormatter ISO =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'+00:00'").withZone(ZoneOffset.UTC);

  private SpotJson() {}

  /** For example {@code 2026-01-27T15:30:00+00:00}. */
  public static String iso(long millis) {
    return ISO.format(Instant.ofEpochMilli(millis));
  }

  private static void trail(SpotValue spot, JsonGenerator out) throws IOException {
    out.writeStartObject();
    base(spot, out);
    out.writeEndObject();
  }

  private static void latest(SpotValue spot, JsonGenerator out) throws IOException {
    out.writeStartObject();
    base(spot, out);
    if (spot.kind() != Kind.ETF) {
      out.writeNumberField("ts_ms", spot.millis());
    }
    if (!spot.marketStatus().isEmpty()) {
      out.writeStringField("market_status", spot.marketStatus());
    }
    if (spot.previousClose() > 0) {
      number(out, "prevClose", spot.previousClose());
      number(out, "change", spot.change());
      number(out, "changePercent", spot.changePercent());
    }
    out.writeEndObject();
  }

  private static void base(SpotValue spot, JsonGenerator out) throws IOException {
    out.writeStringField("symbol", spot.symbol());
    number(out, "value", spot.value());
    if (spot.kind() == Kind.ETF || spot.kind() == Kind.STOCK || spot.kind() == Kind.FUTURE) {
      known(out, "open", spot.open());
      known(out, "high", spot.high());
      known(out, "low", spot.low());
      known(out, "close", spot.close());
      known(out, "volume", spot.volume());
      known(out, "dollar_volume", spot.dollarVolume());
    }
    if (spot.kind() == Kind.ETF) {
      out.writeNumberField("ts_epoch_ms", spot.millis());
    }
    out.writeStringField("ts", iso(spot.millis()));
    out.writeStringField("source", spot.kind().source());
    if (!spot.kind().instrument().isEmpty()) {
      out.writeStringField("instrument_type", spot.kind().instrument());
    }
    out.writeStringField("timeframe", spot.timeframe());
  }

  private static void known(JsonGenerator out, String name, double value) throws IOException {
    if (Double.isFinite(value)) {
      number(out, name, value);
    }
  }
}
