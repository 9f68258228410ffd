package io.marketswarm.market.wire;

import static io.marketswarm.market.wire.JsonBytes.ascii;

import io.marketswarm.market.model.ExpiryExposure;
import io.marketswarm.market.model.ExposureModel;
import io.marketswarm.market.model.ExposureTotals;
import io.marketswarm.market.model.GammaCurve;
import io.marketswarm.market.model.StrikeExposures;
import java.util.function.IntToDoubleFunction;

/**
 * Writes dealer exposures in columns: dollars are whole, prices have four decimals, what is unknown
 * is null.
 */
public final class ExposureEncoder {
  private static final int DOLLAR_DECIMALS = 0;
  private static final int PRICE_DECIMALS = 4;
  private static final int RATIO_DECIMALS = 4;

  private static final byte[] NULL = ascii("null");

  private ExposureEncoder() {}

  public static void model(ExposureModel model, long wallMillis, JsonBytes out) {
    out.clear().raw(ascii("{\"ts\":")).seconds(wallMillis);
    out.raw(ascii(",\"symbol\":")).quoted(model.symbol());
    price("spot", model.spot(), out);
    totals(model.totals(), out);
    price("call_wall", model.callWall(), out);
    price("put_wall", model.putWall(), out);
    price("zero_gamma", model.zeroGamma(), out);
    ratio("zero_dte_share", model.zeroDteShare(), out);
    ratio("put_call_volume", model.putCallVolume(), out);
    ratio("put_call_open_interest", model.putCallInterest(), out);
    out.raw(ascii(",\"contracts\":")).integer(model.contracts());
    out.raw(ascii(",\"unpriced\":")).integer(model.unpriced());
    out.raw(ascii(",\"by_strike\":{"));
    strikes(model.strikes(), out);
    out.raw(ascii("},\"expirations\":{"));
    for (ExpiryExposure expiry : model.expiries()) {
      expiry(expiry, out);
    }
    out.close('}');
    curve(model.curve(), out);
    out.raw('}');
  }

  private static void expiry(ExpiryExposure expiry, JsonBytes out) {
    out.quoted(expiry.expiry().toString()).raw(ascii(":{\"dte\":")).integer(expiry.dte());
    totals(expiry.totals(), out);
    price("max_pain", expiry.maxPain(), out);
    price("expected_move", expiry.expectedMove(), out);
    ratio("put_call_volume", expiry.putCallVolume(), out);
    ratio("put_call_open_interest", expiry.putCallInterest(), out);
    out.raw(ascii(",\"by_strike\":{"));
    strikes(expiry.strikes(), out);
    out.raw('}').raw('}').raw(',');
  }

  private static void totals(ExposureTotals totals, JsonBytes out) {
    dollars("gamma", totals.gamma(), out);
    dollars("gross_gamma", totals.grossGamma(), out);
    dollars("delta", totals.delta(), out);
    dollars("vanna", totals.vanna(), out);
    dollars("charm", totals.charm(), out);
  }

  private static void strikes(StrikeExposures strikes, JsonBytes out) {
    int size = strikes.size();
    column("strikes", size, strikes::strike, PRICE_DECIMALS, out);
    out.raw(',');
    column("call_gamma", size, strikes::callGamma, DOLLAR_DECIMALS, out);
    out.raw(',');
    column("put_gamma", size, strikes::putGamma, DOLLAR_DECIMALS, out);
    out.raw(',');
    column("delta", size, strikes::delta, DOLLAR_DECIMALS, out);
    out.raw(',');
    column("vanna", size, strikes::vanna, DOLLAR_DECIMALS, out);
    out.raw(',');
    column("charm", size, strikes::charm, DOLLAR_DECIMALS, out);
  }

  private static void curve(GammaCurve curve, JsonBytes out) {
    out.raw(ascii(",\"curve\":{"));
    column("spots", curve.points(), curve::price, PRICE_DECIMALS, out);
    out.raw(',');
    column("gamma", curve.points(), curve::gamma, DOLLAR_DECIMALS, out);
    out.raw('}');
  }

  private static void column(
      String name, int size, IntToDoubleFunction values, int decimals, JsonBytes out) {
    out.quoted(name).raw(':').raw('[');
    for (int i = 0; i < size; i++) {
      out.decimal(values.applyAsDouble(i), decimals).raw(',');
    }
    out.close(']');
  }

  private static void dollars(String name, double value, JsonBytes out) {
    number(name, value, DOLLAR_DECIMALS, out);
  }

  private static void price(String name, double value, JsonBytes out) {
    number(name, value, PRICE_DECIMALS, out);
  }

  private static void ratio(String name, double value, JsonBytes out) {
    number(name, value, RATIO_DECIMALS, out);
  }

  private static void number(String name, double value, int decimals, JsonBytes out) {
    out.raw(',').quoted(name).raw(':');
    if (Double.isNaN(value)) {
      out.raw(NULL);
    } else {
      out.decimal(value, decimals);
    }
  }
}
