package io.marketswarm.journal.feedback;

import com.fasterxml.jackson.core.JsonGenerator;
import io.marketswarm.web.api.JsonText;
import java.io.IOException;

/** What was earned so far, against the most it ever was; both begin at 0. */
final class Equity {
  private double sum;
  private double highWater;

  void add(double earned) {
    sum += earned;
    highWater = Math.max(highWater, sum);
  }

  double highWater() {
    return highWater;
  }

  double drawdown() {
    return highWater - sum;
  }

  /** Of the most it ever was; 0 as long as that is nothing. */
  double drawdownShare() {
    return highWater == 0 ? 0 : drawdown() / highWater;
  }

  void write(JsonGenerator out) throws IOException {
    number(out, "cumulativePnl", sum);
    number(out, "highWater", highWater);
    number(out, "drawdown", drawdown());
    number(out, "drawdownPct", drawdownShare());
  }

  private static void number(JsonGenerator out, String name, double value) throws IOException {
    out.writeFieldName(name);
    JsonText.number(out, value);
  }
}
