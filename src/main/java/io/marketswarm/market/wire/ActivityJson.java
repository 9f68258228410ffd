package io.marketswarm.market.wire;

import static io.marketswarm.market.wire.JsonBytes.ascii;

import io.marketswarm.market.model.StrikeActivity;

/** Writes what happened at strikes. */
public final class ActivityJson {
  private static final int STRIKE_DECIMALS = 3;

  private static final byte[] TICKS = ascii("{\"ticks\":");
  private static final byte[] BIDS = ascii(",\"bids\":");
  private static final byte[] ASKS = ascii(",\"asks\":");
  private static final byte[] CALLS = ascii(",\"calls\":");
  private static final byte[] PUTS = ascii(",\"puts\":");
  private static final byte[] PRESSURE = ascii(",\"pressure\":");
  private static final byte[] TS = ascii(",\"ts\":");

  private ActivityJson() {}

  /** All strikes with ticks, by strike. */
  public static void all(StrikeActivity activity, JsonBytes out) {
    out.clear().raw('{');
    for (int i = 0; i < activity.size(); i++) {
      int strike = activity.active(i);
      out.raw('"').decimal(activity.strike(strike), STRIKE_DECIMALS).raw('"').raw(':');
      counts(activity, strike, out);
      out.raw('}').raw(',');
    }
    out.close('}');
  }

  /** One strike, with how much more its bids than its asks have moved. */
  public static void hot(StrikeActivity activity, int strike, long wallMillis, JsonBytes out) {
    counts(activity, strike, out.clear());
    out.raw(PRESSURE).integer(activity.bids(strike) - activity.asks(strike));
    out.raw(TS).seconds(wallMillis).raw('}');
  }

  /** The name of a strike, without a fraction where it has none. */
  public static String name(double strike) {
    return strike == Math.rint(strike) ? Long.toString((long) strike) : Double.toString(strike);
  }

  private static void counts(StrikeActivity activity, int strike, JsonBytes out) {
    out.raw(TICKS).integer(activity.ticks(strike));
    out.raw(BIDS).integer(activity.bids(strike));
    out.raw(ASKS).integer(activity.asks(strike));
    out.raw(CALLS).integer(activity.calls(strike));
    out.raw(PUTS).integer(activity.puts(strike));
  }
}
