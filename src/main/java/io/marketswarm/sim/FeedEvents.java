package io.marketswarm.sim;

import io.marketswarm.sim.core.Bar;
import io.marketswarm.sim.core.DayTape;
import io.marketswarm.sim.core.Instrument;
import io.marketswarm.sim.core.Instrument.Kind;
import io.marketswarm.sim.core.OptionPrint;
import io.marketswarm.sim.core.OptionSnapshot;
import io.marketswarm.sim.core.StockPrint;

/** Market events as the provider words them. */
final class FeedEvents {
  private static final int TAPE_A = 1;
  private static final int REGULAR_SALE = 0;
  private static final int OPTIONS_EXCHANGE = 300;
  private static final long SECOND = 1_000;

  private FeedEvents() {}

  static String trade(String ticker, OptionPrint print) {
    return new EventText("T")
        .put("sym", ticker)
        .put("x", print.exchange())
        .put("p", print.price())
        .put("s", print.size())
        .list("c", print.condition())
        .put("t", print.wallMillis())
        .put("q", print.sequence())
        .end();
  }

  static String quote(OptionSnapshot option, int sequence) {
    return new EventText("Q")
        .put("sym", option.ticker())
        .put("bx", OPTIONS_EXCHANGE)
        .put("ax", OPTIONS_EXCHANGE)
        .put("bp", option.bid())
        .put("ap", option.ask())
        .put("bs", option.bidSize())
        .put("as", option.askSize())
        .put("t", option.quotedMillis())
        .put("q", sequence)
        .end();
  }

  static String trade(String symbol, StockPrint print) {
    return new EventText("T")
        .put("sym", symbol)
        .put("x", print.exchange())
        .put("i", Long.toString(print.id()))
        .put("z", TAPE_A)
        .put("p", print.price())
        .put("s", print.size())
        .list("c", REGULAR_SALE)
        .put("t", print.wallMillis())
        .put("q", print.id())
        .end();
  }

  static String value(String symbol, double value, long millis) {
    return new EventText("V").put("T", symbol).put("val", value).put("t", millis).end();
  }

  /**
   * The bar of one second of the wall clock.
   *
   * @param end the step behind the last one of the bar
   * @param begin the second, in epoch milliseconds
   */
  static String second(
      Instrument instrument, DayTape tape, int index, Bar bar, int end, long begin) {
    EventText event =
        new EventText("A")
            .put("sym", instrument.symbol())
            .put("v", bar.volume())
            .put("av", tape.volumeUntil(index, end));
    if (instrument.kind() == Kind.FUTURE) {
      event.put("dv", Math.rint(bar.vwap() * bar.volume() * 100) / 100);
    }
    return event
        .put("op", tape.open(index))
        .put("vw", bar.vwap())
        .put("o", bar.open())
        .put("c", bar.close())
        .put("h", bar.high())
        .put("l", bar.low())
        .put("a", bar.vwap())
        .put("z", bar.volume() / Math.max(1, bar.trades()))
        .put("s", begin)
        .put("e", begin + SECOND)
        .end();
  }
}
