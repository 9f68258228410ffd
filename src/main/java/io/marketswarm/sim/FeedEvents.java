package io.marketswarm.sim;

import io.marketswarm.sim.core.Bar;
import io.marketswarm.sim.core.DayTape;
import io.marketswarm.sim.core.Instrument.Kind;
import io.marketswarm.sim.core.OptionPrint;
import io.marketswarm.sim.core.OptionSnapshot;
import io.marketswarm.sim.core.StockPrint;
import io.marketswarm.sim.core.Universe;

/** Market events in the provider's JSON. All texts in them are our own symbols, safe unescaped. */
final class FeedEvents {
  private static final int TAPE_A = 1;
  private static final int OPTIONS_EXCHANGE = 300;

  private FeedEvents() {}

  static String trade(String ticker, OptionPrint print) {
    return "{\"ev\":\"T\",\"sym\":\""
        + ticker
        + "\",\"x\":"
        + print.exchange()
        + ",\"p\":"
        + print.price()
        + ",\"s\":"
        + print.size()
        + ",\"c\":["
        + print.condition()
        + "],\"t\":"
        + print.wallMillis()
        + ",\"q\":"
        + print.sequence()
        + "}";
  }

  static String quote(OptionSnapshot option, int sequence) {
    return "{\"ev\":\"Q\",\"sym\":\""
        + option.ticker()
        + "\",\"bx\":"
        + OPTIONS_EXCHANGE
        + ",\"ax\":"
        + OPTIONS_EXCHANGE
        + ",\"bp\":"
        + option.bid()
        + ",\"ap\":"
        + option.ask()
        + ",\"bs\":"
        + option.bidSize()
        + ",\"as\":"
        + option.askSize()
        + ",\"t\":"
        + option.quotedMillis()
        + ",\"q\":"
        + sequence
        + "}";
  }

  static String trade(String symbol, StockPrint print) {
    return "{\"ev\":\"T\",\"sym\":\""
        + symbol
        + "\",\"x\":"
        + print.exchange()
        + ",\"i\":\""
        + print.id()
        + "\",\"z\":"
        + TAPE_A
        + ",\"p\":"
        + print.price()
        + ",\"s\":"
        + print.size()
        + ",\"c\":[0],\"t\":"
        + print.wallMillis()
        + ",\"q\":"
        + print.id()
        + "}";
  }

  static String value(String symbol, double value, long millis) {
    return "{\"ev\":\"V\",\"T\":\"" + symbol + "\",\"val\":" + value + ",\"t\":" + millis + "}";
  }

  /**
   * @param end the step behind the last one of the bar
   * @param begin the wall second of the bar, in epoch milliseconds
   */
  static String second(Universe universe, DayTape tape, int index, Bar bar, int end, long begin) {
    double dollars = bar.vwap() * bar.volume();
    String dollarVolume =
        universe.get(index).kind() == Kind.FUTURE
            ? ",\"dv\":" + Math.rint(dollars * 100) / 100
            : "";
    return "{\"ev\":\"A\",\"sym\":\""
        + universe.get(index).symbol()
        + "\",\"v\":"
        + bar.volume()
        + ",\"av\":"
        + tape.volumeUntil(index, end)
        + dollarVolume
        + ",\"op\":"
        + tape.open(index)
        + ",\"vw\":"
        + bar.vwap()
        + ",\"o\":"
        + bar.open()
        + ",\"c\":"
        + bar.close()
        + ",\"h\":"
        + bar.high()
        + ",\"l\":"
        + bar.low()
        + ",\"a\":"
        + bar.vwap()
        + ",\"z\":"
        + bar.volume() / Math.max(1, bar.trades())
        + ",\"s\":"
        + begin
        + ",\"e\":"
        + (begin + 1_000)
        + "}";
  }
}
