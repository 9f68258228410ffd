package io.marketswarm.sim.core;

import io.marketswarm.market.model.MarketCalendar.Session;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One session, from its opening to its close, second by second. The same options, opening and
 * interventions always make the same day.
 */
public final class TradingDay {
  private static final int PIN_LOOK_SECONDS = 60;
  private static final double PIN_REACH = 0.003;

  private final Board board;
  private final DayTape tape;
  private final Paths paths;
  private final QuoteBook quotes;
  private final OptionTape optionTape;
  private final List<OptionFlow> optionFlows = new ArrayList<>();
  private final StockFlow stockFlow;
  private final List<Intervention> interventions = new ArrayList<>();
  private final List<OptionPrint> optionPrints = new ArrayList<>();
  private final List<StockPrint> stockPrints = new ArrayList<>();
  private int nextOptionPrint;
  private int nextStockPrint;

  TradingDay(Board board) {
    this.board = board;
    MarketOptions options = board.options();
    this.tape = new DayTape(board.universe(), length());
    this.paths = new Paths(board.universe(), options, board.opening());
    this.quotes = new QuoteBook(listing(), tape, session().open().toEpochMilli());
    this.optionTape = new OptionTape(listing().size());
    for (String underlying : options.underlyings()) {
      OptionClass optionClass = OptionClass.of(underlying);
      optionFlows.add(new OptionFlow(options, optionClass, session().date(), listing(), quotes));
    }
    this.stockFlow = new StockFlow(board.universe(), options, session().date(), tape);
  }

  /** Something from outside that changed the course of the day after a step. */
  sealed interface Intervention {
    int step();
  }

  record Turn(int step, Scenario scenario) implements Intervention {}

  record Shock(int step, int instrument, double share, int seconds) implements Intervention {}

  public Session session() {
    return board.opening().session();
  }

  Board board() {
    return board;
  }

  public DayTape tape() {
    return tape;
  }

  public OptionListing listing() {
    return board.listing();
  }

  public int length() {
    return session().seconds();
  }

  public boolean over() {
    return tape.step() == length();
  }

  public Scenario scenario() {
    return paths.scenario(tape.step());
  }

  Scenario regime() {
    return paths.regime();
  }

  public double previousClose(int instrument) {
    return board.opening().previousCloses().get(instrument);
  }

  /** The contract's midpoint at the close of the day before, in thousandths of a dollar. */
  int previousCloseMills(int contract) {
    return board.previousCloses().mills(contract);
  }

  QuoteBook quotes() {
    return quotes;
  }

  OptionTape optionTape() {
    return optionTape;
  }

  List<Intervention> interventionsUntil(int step) {
    return interventions.stream().filter(i -> i.step() <= step).toList();
  }

  void intervene(Intervention intervention) {
    interventions.add(intervention);
    if (intervention instanceof Turn turn) {
      paths.enter(turn.scenario(), tape.step());
    } else if (intervention instanceof Shock shock) {
      paths.shock(shock.instrument(), shock.share(), shock.seconds());
    }
  }

  /** Hears of trades when they happen. */
  interface Trades {
    Trades UNHEARD =
        new Trades() {
          @Override
          public void traded(OptionPrint print) {}

          @Override
          public void traded(StockPrint print) {}
        };

    void traded(OptionPrint print);

    void traded(StockPrint print);
  }

  /** Ends the running second and begins the next. */
  void advance(WallTimes times, Trades trades) {
    release(1, trades);
    tape.begin(times.at(tape.step() + 1, 0));
    int step = tape.step();
    if (step > 0) {
      lookForPin(step);
      paths.advance(step);
    }
    for (int i = 0; i < board.universe().size(); i++) {
      tape.price(i, Cents.round(paths.level(i)));
    }
    optionPrints.clear();
    stockPrints.clear();
    nextOptionPrint = 0;
    nextStockPrint = 0;
    if (step < length() && !paths.halted(step)) {
      double activity = Intraday.squared((double) step / length());
      optionFlows.forEach(flow -> flow.trade(step, activity, times, optionPrints));
      optionPrints.sort(Comparator.comparingDouble(OptionPrint::offset));
      stockFlow.trade(step, activity, times, stockPrints);
    }
  }

  /** Lets the trades of the running second happen up to an offset into it. */
  void release(double offset, Trades trades) {
    while (nextOptionPrint < optionPrints.size()
        && optionPrints.get(nextOptionPrint).offset() <= offset) {
      OptionPrint print = optionPrints.get(nextOptionPrint++);
      optionTape.record(print);
      trades.traded(print);
    }
    while (nextStockPrint < stockPrints.size()
        && stockPrints.get(nextStockPrint).offset() <= offset) {
      trades.traded(stockPrints.get(nextStockPrint++));
    }
  }

  private void lookForPin(int step) {
    if (step % PIN_LOOK_SECONDS == 1) {
      double spot = paths.level(Universe.SPX);
      listing().series().stream()
          .filter(series -> series.instrument() == Universe.SPX && series.dte() == 0)
          .forEach(series -> paths.pinTo(listing().busiestStrike(series, spot, PIN_REACH)));
    }
  }

  /** The same day lived again up to a step, with what had intervened until then. */
  static TradingDay replay(
      Board board, List<Intervention> interventions, int target, WallTimes times) {
    TradingDay day = new TradingDay(board);
    int next = 0;
    for (int step = 0; step <= target; step++) {
      day.advance(times, Trades.UNHEARD);
      while (next < interventions.size() && interventions.get(next).step() == step) {
        day.intervene(interventions.get(next++));
      }
    }
    return day;
  }
}
