package io.marketswarm.sim;

import io.marketswarm.sim.Faults.Kind;
import io.marketswarm.sim.core.Bar;
import io.marketswarm.sim.core.DayTape;
import io.marketswarm.sim.core.Instrument;
import io.marketswarm.sim.core.Market;
import io.marketswarm.sim.core.OptionPrint;
import io.marketswarm.sim.core.StockPrint;
import io.marketswarm.sim.core.TradingDay;
import io.marketswarm.sim.core.Universe;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalInt;

/** Turns what happens on the market into events for those who subscribed to them. */
final class Feed implements Market.Listener {
  private static final long SECOND = 1_000;

  private final Exchange exchange;
  private final Map<Cluster, Subscriptions> subscriptions = new EnumMap<>(Cluster.class);
  private int nextBarStep;

  Feed(Exchange exchange) {
    this.exchange = exchange;
    for (Cluster cluster : Cluster.values()) {
      subscriptions.put(cluster, new Subscriptions());
    }
    sessionBegan();
  }

  Subscriptions subscriptions(Cluster cluster) {
    return subscriptions.get(cluster);
  }

  void sessionBegan() {
    nextBarStep = exchange.market().day().tape().step();
  }

  @Override
  public void stepped(TradingDay day) {
    if (stalled()) {
      return;
    }
    values(day.tape());
    quotes(day);
  }

  private void values(DayTape tape) {
    Subscriptions indices = subscriptions(Cluster.INDICES);
    Universe universe = exchange.market().universe();
    for (int i = 0; i < universe.size(); i++) {
      Instrument instrument = universe.get(i);
      if (instrument.kind() == Instrument.Kind.INDEX && indices.wanted("V", instrument.symbol())) {
        String event = FeedEvents.value(instrument.symbol(), tape.last(i), tape.wall(tape.step()));
        indices.send("V", instrument.symbol(), event);
      }
    }
  }

  private void quotes(TradingDay day) {
    Subscriptions options = subscriptions(Cluster.OPTIONS);
    options
        .symbols("Q")
        .forEach(
            ticker -> {
              OptionalInt contract = day.listing().find(ticker);
              if (contract.isPresent()
                  && exchange.market().desk().requotedNow(contract.getAsInt())
                  && !exchange.faults().afflicts(Kind.STALE_QUOTES, ticker)) {
                String event =
                    FeedEvents.quote(exchange.see(contract.getAsInt()), day.tape().step());
                options.send("Q", ticker, event);
              }
            });
  }

  @Override
  public void traded(OptionPrint print) {
    Subscriptions options = subscriptions(Cluster.OPTIONS);
    String ticker = exchange.market().day().listing().ticker(print.contract());
    if (options.wanted("T", ticker) && !stalled()) {
      options.send("T", ticker, FeedEvents.trade(ticker, print));
    }
  }

  @Override
  public void traded(StockPrint print) {
    Subscriptions stocks = subscriptions(Cluster.STOCKS);
    String symbol = exchange.market().universe().get(print.instrument()).symbol();
    if (stocks.wanted("T", symbol) && !stalled()) {
      stocks.send("T", symbol, FeedEvents.trade(symbol, print));
    }
  }

  /** Sends the bars of all seconds of the wall clock that have ended. */
  void endSeconds(long wall) {
    DayTape tape = exchange.market().day().tape();
    while (nextBarStep <= tape.step()) {
      long begin = Math.floorDiv(tape.wall(nextBarStep), SECOND) * SECOND;
      int end = tape.firstStepFrom(begin + SECOND);
      if (begin + SECOND > wall) {
        return;
      }
      if (!stalled()) {
        second(tape, nextBarStep, end, begin);
      }
      nextBarStep = end;
    }
  }

  private void second(DayTape tape, int from, int end, long begin) {
    Universe universe = exchange.market().universe();
    for (int i = 0; i < universe.size(); i++) {
      Instrument instrument = universe.get(i);
      Subscriptions interested = subscriptions(Cluster.of(instrument.kind()));
      if (tape.hasVolume(i) && interested.wanted("A", instrument.symbol())) {
        Bar bar = exchange.market().bar(i, from, end);
        if (bar.volume() > 0) {
          interested.send(
              "A", instrument.symbol(), FeedEvents.second(instrument, tape, i, bar, end, begin));
        }
      }
    }
  }

  private boolean stalled() {
    return exchange.faults().isActive(Kind.WS_STALL);
  }
}
