package io.marketswarm.market.wire;

import static io.marketswarm.market.wire.JsonFields.number;

import com.fasterxml.jackson.core.JsonGenerator;
import io.marketswarm.market.model.Candle;
import io.marketswarm.market.model.CandleModel;
import java.io.IOException;
import java.util.List;

/** Candles as JSON: in answers with all sizes, in the stream without the ten-minute ones. */
public final class CandleJson {
  public static final JsonShape<CandleModel> ANSWER = CandleJson::answer;
  public static final JsonShape<CandleModel> STREAM = CandleJson::stream;

  private CandleJson() {}

  private static void answer(CandleModel model, JsonGenerator out) throws IOException {
    out.writeStartObject();
    head(model, out);
    out.writeNumberField("days", model.days());
    candles(out, "candles_5m", model.fiveMinutes());
    candles(out, "candles_10m", model.tenMinutes());
    candles(out, "candles_15m", model.quarters());
    candles(out, "candles_1h", model.hours());
    out.writeEndObject();
  }

  private static void stream(CandleModel model, JsonGenerator out) throws IOException {
    out.writeStartObject();
    head(model, out);
    candles(out, "candles_5m", model.fiveMinutes());
    candles(out, "candles_15m", model.quarters());
    candles(out, "candles_1h", model.hours());
    out.writeEndObject();
  }

  private static void head(CandleModel model, JsonGenerator out) throws IOException {
    out.writeStringField("symbol", model.symbol());
    number(out, "spot", model.spot());
    JsonFields.seconds(out, "ts", model.ts());
  }

  private static void candles(JsonGenerator out, String name, List<Candle> candles)
      throws IOException {
    out.writeArrayFieldStart(name);
    for (Candle candle : candles) {
      out.writeStartObject();
      out.writeNumberField("t", candle.time());
      number(out, "o", candle.open());
      number(out, "h", candle.high());
      number(out, "l", candle.low());
      number(out, "c", candle.close());
      out.writeEndObject();
    }
    out.writeEndArray();
  }
}
