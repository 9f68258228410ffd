package io.marketswarm.market.wire;

import static io.marketswarm.market.wire.JsonFields.number;
import static io.marketswarm.market.wire.JsonFields.stamps;

import com.fasterxml.jackson.core.JsonGenerator;
import io.marketswarm.market.model.PinModel;
import io.marketswarm.market.model.PinProbability.Pin;
import java.io.IOException;
import java.util.List;

/** Pin probabilities as JSON. */
public final class PinJson {
  public static final JsonShape<List<Pin>> PINS = PinJson::write;
  public static final JsonShape<PinModel> MODEL = PinJson::write;

  private PinJson() {}

  private static void write(PinModel model, JsonGenerator out) throws IOException {
    out.writeStartObject();
    stamps(out, model.ts());
    out.writeStringField("symbol", model.symbol());
    number(out, "spot", model.spot());
    out.writeFieldName("pins");
    write(model.pins(), out);
    out.writeEndObject();
  }

  private static void write(List<Pin> pins, JsonGenerator out) throws IOException {
    out.writeStartArray();
    for (Pin pin : pins) {
      out.writeStartObject();
      out.writeStringField("tier", pin.tier().label());
      number(out, "strike", pin.strike());
      number(out, "probability", pin.percent());
      out.writeStringField("explanation", pin.tier().explanation());
      out.writeEndObject();
    }
    out.writeEndArray();
  }
}
