package io.marketswarm.market.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.marketswarm.market.model.ChainState;
import io.marketswarm.market.model.ExpiryClock;
import io.marketswarm.market.model.ExpiryExposure;
import io.marketswarm.market.model.ExposureBuilder;
import io.marketswarm.market.model.ExposureModel;
import io.marketswarm.market.model.SyntheticChain;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class ExposureEncoderTest {
  private static final long NOW =
      SyntheticChain.TODAY
          .atTime(13, 0)
          .atZone(ZoneId.of("America/New_York"))
          .toInstant()
          .toEpochMilli();

  private final JsonBytes out = new JsonBytes();

  private JsonObject encode(ExposureModel model) {
    ExposureEncoder.model(model, 1795197600250L, out);
    return new JsonObject(Buffer.buffer(out.toBytes()));
  }

  private static ExposureModel build(ChainState state, double spot) {
    return ExposureBuilder.build(
        state.columns(), spot, NOW, SyntheticChain.TODAY, ExpiryClock.newYork());
  }

  @Test
  void everyNumberOfTheModelIsWritten() {
    SyntheticChain chain = SyntheticChain.spx(16, 2);
    ExposureModel model = build(chain.state(NOW), 6901.25);
    JsonObject json = encode(model);
    assertThat(json.getDouble("ts")).isEqualTo(1795197600.25);
    assertThat(json.getString("symbol")).isEqualTo("I:SPX");
    assertThat(json.getDouble("spot")).isEqualTo(6901.25);
    assertThat(json.getDouble("gamma")).isCloseTo(model.totals().gamma(), within(0.5));
    assertThat(json.getDouble("gross_gamma")).isCloseTo(model.totals().grossGamma(), within(0.5));
    assertThat(json.getDouble("delta")).isCloseTo(model.totals().delta(), within(0.5));
    assertThat(json.getDouble("vanna")).isCloseTo(model.totals().vanna(), within(0.5));
    assertThat(json.getDouble("charm")).isCloseTo(model.totals().charm(), within(0.5));
    assertThat(json.getDouble("call_wall")).isEqualTo(model.callWall());
    assertThat(json.getDouble("put_wall")).isEqualTo(model.putWall());
    assertThat(json.getDouble("zero_gamma")).isCloseTo(model.zeroGamma(), within(5.1e-5));
    assertThat(json.getDouble("zero_dte_share")).isCloseTo(model.zeroDteShare(), within(5.1e-5));
    assertThat(json.getInteger("contracts")).isEqualTo(model.contracts());
    assertThat(json.getInteger("unpriced")).isZero();
    assertThat(json.getJsonObject("expirations").fieldNames())
        .containsExactly("2026-11-20", "2026-11-21", "2026-11-22");
    ExpiryExposure today = model.expiries().get(0);
    JsonObject expiry = json.getJsonObject("expirations").getJsonObject("2026-11-20");
    assertThat(expiry.getInteger("dte")).isZero();
    assertThat(expiry.getDouble("max_pain")).isEqualTo(today.maxPain());
    assertThat(expiry.getDouble("expected_move")).isCloseTo(today.expectedMove(), within(5.1e-5));
    JsonObject strikes = expiry.getJsonObject("by_strike");
    for (String column :
        new String[] {"strikes", "call_gamma", "put_gamma", "delta", "vanna", "charm"}) {
      assertThat(strikes.getJsonArray(column)).as(column).hasSize(today.strikes().size());
      assertThat(json.getJsonObject("by_strike").getJsonArray(column))
          .hasSize(model.strikes().size());
    }
    for (int i = 0; i < today.strikes().size(); i++) {
      assertThat(strikes.getJsonArray("put_gamma").getDouble(i))
          .isCloseTo(today.strikes().putGamma(i), within(0.5));
    }
    JsonArray spots = json.getJsonObject("curve").getJsonArray("spots");
    assertThat(spots).hasSize(json.getJsonObject("curve").getJsonArray("gamma").size());
    assertThat(spots.getDouble(100)).isEqualTo(6901.25);
  }

  @Test
  void whatIsUnknownIsNull() {
    JsonObject json = encode(build(new ChainState("I:SPX"), 6900));
    assertThat(json.containsKey("zero_gamma")).isTrue();
    assertThat(json.getValue("zero_gamma")).isNull();
    assertThat(json.getValue("call_wall")).isNull();
    assertThat(json.getValue("put_call_volume")).isNull();
    assertThat(json.getJsonObject("expirations").isEmpty()).isTrue();
  }
}
