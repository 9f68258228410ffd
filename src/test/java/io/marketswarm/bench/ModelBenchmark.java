package io.marketswarm.bench;

import io.marketswarm.market.model.BlackScholes;
import io.marketswarm.market.model.ChainColumns;
import io.marketswarm.market.model.ChainGeometry;
import io.marketswarm.market.model.ChainState;
import io.marketswarm.market.model.ExpiryClock;
import io.marketswarm.market.model.ExposureBuilder;
import io.marketswarm.market.model.ExposureModel;
import io.marketswarm.market.model.GammaCurve;
import io.marketswarm.market.model.GammaProfile;
import io.marketswarm.market.model.ImpliedVolatility;
import io.marketswarm.market.model.OptionSide;
import io.marketswarm.market.model.SyntheticChain;
import io.marketswarm.market.model.Ticker;
import io.marketswarm.market.model.TileBuilder;
import io.marketswarm.market.model.TilePlan;
import io.marketswarm.market.model.VolatilityRegime;
import io.marketswarm.market.wire.ExposureEncoder;
import io.marketswarm.market.wire.GammaEncoder;
import io.marketswarm.market.wire.HeatmapEncoder;
import io.marketswarm.market.wire.JsonBytes;
import io.vertx.core.buffer.Buffer;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.finmath.functions.AnalyticFormulas;

/**
 * What the models cost, against the least that the same work could cost. Absolute times depend on
 * the machine; the ratios should not.
 */
public final class ModelBenchmark {
  private static final LocalDate TODAY = SyntheticChain.TODAY;
  private static final long NOW =
      TODAY.atTime(13, 0).atZone(ZoneId.of("America/New_York")).toInstant().toEpochMilli();
  private static final ExpiryClock CLOCK = ExpiryClock.newYork();
  private static final List<Integer> SPX_WIDTHS = List.of(20, 25, 30, 35, 40, 45, 50);
  private static final List<Integer> NDX_WIDTHS = List.of(50, 60, 70, 80, 100, 120, 130);
  private static final double MICROS = 1000;
  private static final double KILOBYTE = 1024;

  private ModelBenchmark() {}

  public static void main(String[] args) {
    System.out.println("Tiles: one tick against pricing every leg once");
    tick("SPX, VIX 16, 0-3 days", SyntheticChain.spx(16, 3), SPX_WIDTHS);
    tick("SPX, VIX 16, 0-10 days", SyntheticChain.spx(16, 10), SPX_WIDTHS);
    tick("NDX, VIX 16, 0-10 days", SyntheticChain.ndx(16, 10), NDX_WIDTHS);
    tick("NDX, VIX 30, 0-10 days", SyntheticChain.ndx(30, 10), NDX_WIDTHS);
    System.out.println("Encoding: against a Jackson generator that gets names and numbers as text");
    encode();
    System.out.println("Gamma and dealer exposures");
    exposures("SPX, VIX 16, 0-10 days", SyntheticChain.spx(16, 10));
    exposures("NDX, VIX 30, 0-10 days", SyntheticChain.ndx(30, 10));
    System.out.println("Implied volatility of every call: against finmath-lib");
    impliedVolatility();
    System.out.println("(" + Stopwatch.sink() % 10 + ")");
  }

  private static TileBuilder builder(SyntheticChain chain, List<Integer> widths) {
    Set<Integer> dtes = IntStream.rangeClosed(0, 10).boxed().collect(Collectors.toSet());
    String symbol = chain.geometry().symbol();
    return new TileBuilder(new TilePlan(symbol, widths, dtes, TilePlan.DEFAULT_EPSILON), CLOCK);
  }

  /** Two chains of one geometry that differ in every quote. */
  private static ChainColumns[] twoChains(SyntheticChain chain) {
    ChainState[] states = {chain.state(NOW), chain.state(NOW)};
    ChainState second = states[1];
    for (int slot = 0; slot < chain.geometry().slots(); slot++) {
      double bid = second.columns().bid(slot);
      second.quote(slot, bid + 0.05, bid + 0.25, NOW + 1);
    }
    return new ChainColumns[] {states[0].columns(), states[1].columns()};
  }

  private static void tick(String name, SyntheticChain chain, List<Integer> widths) {
    ChainColumns[] chains = twoChains(chain);
    double vix = chain.vix();
    TileBuilder full = builder(chain, widths);
    TileBuilder theory = builder(chain, widths);
    TileBuilder quiet = builder(chain, widths);
    int[] turn = new int[2];
    LongSupplier fullTick =
        () -> {
          int odd = turn[0]++ & 1;
          full.tick(chains[odd], chain.spot() + 0.25 * odd, vix, NOW, TODAY);
          return full.surface().changedCount();
        };
    LongSupplier spotTick =
        () -> {
          int odd = turn[1]++ & 1;
          theory.tick(chains[0], chain.spot() + 0.25 * odd, vix, NOW, TODAY);
          return theory.surface().changedCount();
        };
    LongSupplier quietTick = () -> quiet.tick(chains[0], chain.spot(), vix, NOW, TODAY) ? 1 : 0;
    double[] best = Stopwatch.best(bare(chain), fullTick, spotTick, quietTick);
    System.out.printf(
        "  %-24s %6d legs %6d tiles: legs %7.1f us, tick %7.1f us (%.2fx, %.1f ns/tile, %.1f B),"
            + " spot only %7.1f us (%.2fx, %.1f B), quiet %.3f us (%.3f %%)%n",
        name,
        chain.geometry().contracts(),
        full.surface().tiles(),
        best[0] / MICROS,
        best[1] / MICROS,
        best[1] / best[0],
        best[1] / full.surface().tiles(),
        Stopwatch.allocated(fullTick, 200),
        best[2] / MICROS,
        best[2] / best[0],
        Stopwatch.allocated(spotTick, 200),
        best[3] / MICROS,
        100 * best[3] / best[1]);
  }

  /** Prices each leg once, everything but the price itself being known. */
  private static LongSupplier bare(SyntheticChain chain) {
    ChainGeometry geometry = chain.geometry();
    int slots = geometry.slots();
    double[] strikes = new double[slots];
    double[] years = new double[slots];
    double[] volatilities = new double[slots];
    double[] prices = new double[slots];
    for (int slot = 0; slot < slots; slot++) {
      long ticker = geometry.ticker(slot);
      strikes[slot] = Ticker.strike(ticker);
      years[slot] = CLOCK.years(Ticker.expiry(ticker), NOW);
      volatilities[slot] =
          VolatilityRegime.at(chain.vix())
              .volatility(SyntheticChain.VOLATILITY, strikes[slot], chain.spot());
    }
    return () -> {
      for (int slot = 0; slot < slots; slot++) {
        prices[slot] =
            BlackScholes.price(
                (slot & 1) == 0 ? OptionSide.CALL : OptionSide.PUT,
                chain.spot(),
                strikes[slot],
                years[slot],
                volatilities[slot],
                BlackScholes.RATE);
      }
      return (long) prices[slots / 2];
    };
  }

  /** The heatmap of a chain with at least so many tiles, as it is published. */
  static Buffer heatmap(int tiles) {
    TileBuilder builder;
    int days = 0;
    do {
      SyntheticChain chain = SyntheticChain.spx(16, days++);
      builder = builder(chain, SPX_WIDTHS);
      builder.tick(chain.state(NOW).columns(), chain.spot(), chain.vix(), NOW, TODAY);
    } while (builder.surface().tiles() < tiles);
    JsonBytes out = new JsonBytes();
    new HeatmapEncoder().model(builder.surface(), 1, NOW, out);
    return Buffer.buffer(out.toBytes());
  }

  private static void encode() {
    SyntheticChain chain = SyntheticChain.spx(16, 10);
    TileBuilder builder = builder(chain, SPX_WIDTHS);
    ChainColumns columns = chain.state(NOW).columns();
    builder.tick(columns, chain.spot(), chain.vix(), NOW, TODAY);
    HeatmapEncoder encoder = new HeatmapEncoder();
    JsonBytes out = new JsonBytes();
    compare(
        "model, " + builder.surface().tiles() + " tiles",
        out,
        () -> encoder.model(builder.surface(), 1, NOW, out));

    SyntheticChain near = SyntheticChain.spx(16, 3);
    TileBuilder diffs = builder(near, SPX_WIDTHS);
    ChainColumns quotes = near.state(NOW).columns();
    diffs.tick(quotes, near.spot(), near.vix(), NOW, TODAY);
    diffs.tick(quotes, near.spot() + 0.2, near.vix(), NOW, TODAY);
    compare(
        "diff, " + diffs.surface().changedCount() + " tiles",
        out,
        () -> encoder.diff(diffs.surface(), 1, NOW, out));
  }

  private static void compare(String name, JsonBytes out, Runnable encode) {
    encode.run();
    JsonTape tape = new JsonTape(out.toBytes());
    LongSupplier ours =
        () -> {
          encode.run();
          return out.length();
        };
    double[] best = Stopwatch.best(ours, tape::write);
    System.out.printf(
        "  %-24s %8d bytes: %8.1f us, Jackson %8.1f us (%.2fx), %.1f B allocated%n",
        name,
        out.length(),
        best[0] / MICROS,
        best[1] / MICROS,
        best[0] / best[1],
        Stopwatch.allocated(ours, 50));
  }

  private static void exposures(String name, SyntheticChain chain) {
    ChainState state = chain.state(NOW);
    chain.requote(state, chain.spot(), NOW, new SplittableRandom(2));
    ChainColumns columns = state.columns();
    JsonBytes out = new JsonBytes();
    double spot = chain.spot() + 1;
    LongSupplier gamma =
        () -> {
          GammaProfile profile = GammaProfile.of(columns);
          GammaEncoder.side(profile, OptionSide.CALL, NOW, out);
          int length = out.length();
          GammaEncoder.side(profile, OptionSide.PUT, NOW, out);
          return length + out.length();
        };
    LongSupplier exposure =
        () -> (long) ExposureBuilder.build(columns, spot, NOW, TODAY, CLOCK).zeroGamma();
    ExposureModel model = ExposureBuilder.build(columns, spot, NOW, TODAY, CLOCK);
    LongSupplier encode =
        () -> {
          ExposureEncoder.model(model, NOW, out);
          return out.length();
        };
    Stopwatch.settleHeap();
    double[] best =
        Stopwatch.best(
            gamma,
            exposure,
            encode,
            greeks(chain, columns),
            everyGamma(chain, columns, model.curve()));
    System.out.printf(
        "  %-24s gamma built and encoded %7.1f us (%.0f KB); exposures %7.1f us (%.0f KB, %.2fx of"
            + " each contract's greeks once, %.3fx of every gamma at %d prices), encoded"
            + " %7.1f us%n",
        name,
        best[0] / MICROS,
        Stopwatch.allocated(gamma, 50) / KILOBYTE,
        best[1] / MICROS,
        Stopwatch.allocated(exposure, 50) / KILOBYTE,
        best[1] / best[3],
        best[1] / best[4],
        model.curve().points(),
        best[2] / MICROS);
  }

  /** A bare loop that prices the gamma of every contract at every price of a curve. */
  private static LongSupplier everyGamma(
      SyntheticChain chain, ChainColumns columns, GammaCurve curve) {
    ChainGeometry geometry = chain.geometry();
    int slots = geometry.slots();
    double[] deviations = new double[slots];
    double[] peaks = new double[slots];
    for (int slot = 0; slot < slots; slot++) {
      long ticker = geometry.ticker(slot);
      double years = CLOCK.years(Ticker.expiry(ticker), NOW);
      double deviation = columns.volatility(slot) * Math.sqrt(years);
      deviations[slot] = deviation;
      peaks[slot] =
          Math.log(Ticker.strike(ticker)) - BlackScholes.RATE * years - deviation * deviation / 2;
    }
    double[] logs = new double[curve.points()];
    for (int point = 0; point < logs.length; point++) {
      logs[point] = Math.log(curve.price(point));
    }
    return () -> {
      double sum = 0;
      for (double log : logs) {
        for (int slot = 0; slot < slots; slot++) {
          double d1 = (log - peaks[slot]) / deviations[slot];
          sum += Math.exp(-0.5 * d1 * d1) / deviations[slot];
        }
      }
      return (long) sum;
    };
  }

  /** The greeks of every contract, by formula. */
  private static LongSupplier greeks(SyntheticChain chain, ChainColumns columns) {
    ChainGeometry geometry = chain.geometry();
    return () -> {
      double sum = 0;
      for (int expiry = 0; expiry < geometry.expiries(); expiry++) {
        double years = CLOCK.years(geometry.expiry(expiry), NOW);
        for (int slot = 2 * geometry.firstRow(expiry); slot < 2 * geometry.endRow(expiry); slot++) {
          sum +=
              BlackScholes.greeks(
                      slot % 2 == 0 ? OptionSide.CALL : OptionSide.PUT,
                      chain.spot(),
                      geometry.strike(slot / 2),
                      years,
                      columns.volatility(slot),
                      BlackScholes.RATE,
                      0)
                  .gamma();
        }
      }
      return (long) (sum * 1e6);
    };
  }

  private static void impliedVolatility() {
    SyntheticChain chain = SyntheticChain.spx(16, 10);
    ChainColumns columns = chain.state(NOW).columns();
    ChainGeometry geometry = chain.geometry();
    int calls = geometry.rows();
    double spot = chain.spot();
    double[] price = new double[calls];
    double[] years = new double[calls];
    for (int row = 0; row < calls; row++) {
      long ticker = geometry.ticker(ChainGeometry.callSlot(row));
      years[row] = CLOCK.years(Ticker.expiry(ticker), NOW);
      price[row] = columns.last(ChainGeometry.callSlot(row));
    }
    LongSupplier ours =
        () -> {
          double sum = 0;
          for (int row = 0; row < calls; row++) {
            sum +=
                ImpliedVolatility.of(
                    OptionSide.CALL,
                    price[row],
                    spot,
                    geometry.strike(row),
                    years[row],
                    BlackScholes.RATE);
          }
          return (long) sum;
        };
    LongSupplier theirs =
        () -> {
          double sum = 0;
          for (int row = 0; row < calls; row++) {
            double discount = Math.exp(-BlackScholes.RATE * years[row]);
            sum +=
                AnalyticFormulas.blackScholesOptionImpliedVolatility(
                    spot / discount, years[row], geometry.strike(row), discount, price[row]);
          }
          return (long) sum;
        };
    double[] best = Stopwatch.best(ours, theirs);
    System.out.printf(
        "  %d calls: %.1f us (%.0f ns each), finmath %.1f us (%.1fx)%n",
        calls, best[0] / MICROS, best[0] / calls, best[1] / MICROS, best[1] / best[0]);
  }
}
