package io.marketswarm.sim.core;

import io.marketswarm.sim.core.Instrument.Derived;
import io.marketswarm.sim.core.Instrument.Factor;
import io.marketswarm.sim.core.Instrument.Kind;
import io.marketswarm.sim.core.Instrument.Market;
import io.marketswarm.sim.core.Instrument.Motion;
import io.marketswarm.sim.core.Instrument.Volatility;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** All instruments, addressed by their index. A derived instrument stands after its parent. */
public final class Universe {
  public static final int SPX = 0;
  public static final int NDX = 1;
  public static final int VIX = 2;
  public static final int RUT = 3;

  private static final double SPY_OVER_TENTH_OF_SPX = 1.0006;
  private static final double NDX_PER_QQQ = 41.1;
  private static final double RUT_PER_IWM = 10.05;
  private static final double FUTURES_BASIS = 1.004;

  private final List<Instrument> instruments = new ArrayList<>();
  private final Map<String, Integer> indexBySymbol = new HashMap<>();
  private final Map<String, Double> opens;

  Universe(Map<String, Double> opens) {
    this.opens = opens;
    addIndices();
    addStocks();
    addFutures();
  }

  private void addIndices() {
    own("I:SPX", Kind.INDEX, "S&P 500 Index", 6900, new Market(), 0);
    own("I:NDX", Kind.INDEX, "Nasdaq-100 Index", 25_100, new Factor(1.25, 0.92), 0);
    own("I:VIX", Kind.INDEX, "Cboe Volatility Index", 16, new Volatility(), 0);
    own("I:RUT", Kind.INDEX, "Russell 2000 Index", 2600, new Factor(1.15, 0.85), 0);
    derived("I:XSP", Kind.INDEX, "Mini-SPX Index", SPX, 0.1, 0);
  }

  private void addStocks() {
    derived("SPY", Kind.STOCK, "SPDR S&P 500 ETF Trust", SPX, 0.1 * SPY_OVER_TENTH_OF_SPX, 4_800);
    derived("QQQ", Kind.STOCK, "Invesco QQQ Trust", NDX, 1 / NDX_PER_QQQ, 2_100);
    derived("IWM", Kind.STOCK, "iShares Russell 2000 ETF", RUT, 1 / RUT_PER_IWM, 1_300);
    own("DIA", Kind.STOCK, "SPDR Dow Jones ETF Trust", 475, new Factor(0.95, 0.9), 220);
    own("AAPL", Kind.STOCK, "Apple Inc.", 268, new Factor(1.7, 0.65), 2_200);
    own("AMD", Kind.STOCK, "Advanced Micro Devices", 235, new Factor(3.2, 0.6), 1_900);
    own("AMZN", Kind.STOCK, "Amazon.Com Inc", 225, new Factor(1.9, 0.65), 1_800);
    own("GOOGL", Kind.STOCK, "Alphabet Inc. Class A", 285, new Factor(1.8, 0.6), 1_500);
    own("META", Kind.STOCK, "Meta Platforms, Inc.", 620, new Factor(2.1, 0.6), 700);
    own("MSFT", Kind.STOCK, "Microsoft Corp", 510, new Factor(1.5, 0.7), 950);
    own("NVDA", Kind.STOCK, "Nvidia Corp", 188, new Factor(2.6, 0.7), 8_200);
    own("TSLA", Kind.STOCK, "Tesla, Inc.", 420, new Factor(3.4, 0.55), 3_600);
  }

  private void addFutures() {
    derived("ES", Kind.FUTURE, "E-mini S&P 500", SPX, FUTURES_BASIS, 60);
    derived("MES", Kind.FUTURE, "Micro E-mini S&P 500", SPX, FUTURES_BASIS, 48);
    derived("NQ", Kind.FUTURE, "E-mini Nasdaq-100", NDX, FUTURES_BASIS, 25);
    derived("MNQ", Kind.FUTURE, "Micro E-mini Nasdaq-100", NDX, FUTURES_BASIS, 65);
    derived("RTY", Kind.FUTURE, "E-mini Russell 2000", RUT, FUTURES_BASIS, 8);
    derived("YM", Kind.FUTURE, "E-mini Dow", indexOf("DIA").orElseThrow(), 100.4, 5);
    own("CL", Kind.FUTURE, "Crude Oil", 60, new Factor(2.2, 0.2), 12);
    own("GC", Kind.FUTURE, "Gold", 4_100, new Factor(1.2, 0.05), 9);
  }

  private void own(
      String symbol, Kind kind, String name, double open, Motion motion, double shares) {
    add(new Instrument(symbol, kind, name, opens.getOrDefault(symbol, open), motion, shares));
  }

  private void derived(
      String symbol, Kind kind, String name, int parent, double ratio, double shares) {
    double parentOpen = instruments.get(parent).open();
    double open = opens.getOrDefault(symbol, parentOpen * ratio);
    add(new Instrument(symbol, kind, name, open, new Derived(parent, open / parentOpen), shares));
  }

  private void add(Instrument instrument) {
    indexBySymbol.put(instrument.symbol(), instruments.size());
    instruments.add(instrument);
  }

  public int size() {
    return instruments.size();
  }

  public Instrument get(int index) {
    return instruments.get(index);
  }

  public List<Instrument> all() {
    return List.copyOf(instruments);
  }

  public OptionalInt indexOf(String symbol) {
    Integer index = indexBySymbol.get(symbol);
    return index == null ? OptionalInt.empty() : OptionalInt.of(index);
  }
}
