package io.marketswarm.market.wire;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.marketswarm.market.model.GammaLadder;
import io.marketswarm.market.model.GammaProfile;
import io.marketswarm.market.model.GammaSummary;
import io.marketswarm.market.model.OptionSide;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;
import java.util.OptionalInt;

/** Writes gamma exposure: one model per symbol and side, and the summary of all symbols. */
public final class GammaEncoder {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER).build();
  private static final int MILLI_DECIMALS = 3;

  private GammaEncoder() {}

  /** One side of a profile; a side without data is better not published at all. */
  public static void side(GammaProfile profile, OptionSide side, long wallMillis, JsonBytes out) {
    write(out, json -> side(profile.symbol(), profile.side(side), wallMillis, json));
  }

  private static void side(String symbol, GammaLadder ladder, long wallMillis, JsonGenerator json)
      throws IOException {
    json.writeStartObject();
    json.writeNumberField("ts", BigDecimal.valueOf(wallMillis, MILLI_DECIMALS));
    json.writeStringField("symbol", symbol);
    json.writeObjectFieldStart("expirations");
    for (int expiry = 0; expiry < ladder.expiries(); expiry++) {
      json.writeObjectFieldStart(ladder.expiry(expiry).toString());
      for (int step = ladder.first(expiry); step < ladder.end(expiry); step++) {
        json.writeFieldName(Integer.toString(ladder.strike(step)));
        json.writeNumber(ladder.gamma(step));
      }
      json.writeEndObject();
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  /** All symbols in a line each. */
  public static void summary(Collection<GammaSummary> summaries, long wallMillis, JsonBytes out) {
    write(out, json -> summary(summaries, wallMillis, json));
  }

  private static void summary(
      Collection<GammaSummary> summaries, long wallMillis, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("ts", BigDecimal.valueOf(wallMillis, MILLI_DECIMALS));
    json.writeObjectFieldStart("symbols");
    for (GammaSummary summary : summaries) {
      json.writeObjectFieldStart(summary.symbol());
      json.writeNumberField("net_gex", summary.net());
      if (summary.flip().isPresent()) {
        json.writeNumberField("flip", summary.flip().getAsDouble());
      } else {
        json.writeNullField("flip");
      }
      wall("call_wall", summary.callWall(), json);
      wall("put_wall", summary.putWall(), json);
      json.writeArrayFieldStart("expirations");
      for (LocalDate expiration : summary.expirations()) {
        json.writeString(expiration.toString());
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void wall(String name, OptionalInt strike, JsonGenerator json) throws IOException {
    if (strike.isPresent()) {
      json.writeNumberField(name, strike.getAsInt());
    } else {
      json.writeNullField(name);
    }
  }

  @FunctionalInterface
  private interface Document {
    void write(JsonGenerator json) throws IOException;
  }

  private static void write(JsonBytes out, Document document) {
    out.clear();
    try (JsonGenerator json = JSON.createGenerator(out, JsonEncoding.UTF8)) {
      document.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
