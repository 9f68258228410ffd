package io.marketswarm.journal.leaderboard;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;

/** Which way a trader's record goes, from one value a day. */
final class AfiTrend {
  private static final int LOOKED_AT = 45;
  private static final int KEPT = 365;
  private static final double SLOPE = 0.002;

  private AfiTrend() {}

  /** The history with the value of a day, which replaces one of that day. */
  static JsonArray with(JsonArray history, LocalDate day, double value) {
    JsonArray next = new JsonArray();
    for (Object entry : history) {
      JsonObject known = (JsonObject) entry;
      if (!day.toString().equals(known.getString("date"))) {
        next.add(known);
      }
    }
    next.add(new JsonObject().put("date", day.toString()).put("value", value));
    while (next.size() > KEPT) {
      next.remove(0);
    }
    return next;
  }

  static String of(JsonArray history) {
    int n = Math.min(history.size(), LOOKED_AT);
    if (n < 3) {
      return "stable";
    }
    int first = history.size() - n;
    double meanX = (n - 1) / 2.0;
    double meanY = 0;
    for (int i = 0; i < n; i++) {
      meanY += history.getJsonObject(first + i).getDouble("value") / n;
    }
    double covariance = 0;
    double variance = 0;
    for (int i = 0; i < n; i++) {
      covariance += (i - meanX) * (history.getJsonObject(first + i).getDouble("value") - meanY);
      variance += (i - meanX) * (i - meanX);
    }
    double slope = covariance / variance;
    return slope > SLOPE ? "improving" : slope < -SLOPE ? "decaying" : "stable";
  }
}
