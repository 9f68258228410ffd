package io.marketswarm.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketswarm.market.feed.ContractReader;
import io.marketswarm.market.feed.Flaws;
import io.marketswarm.market.feed.FrameEvents;
import io.marketswarm.market.feed.FrameReader;
import io.marketswarm.market.model.ChainGeometry;
import io.marketswarm.market.model.ChainState;
import io.marketswarm.market.model.SyntheticChain;
import io.marketswarm.market.model.Ticker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What it costs to take frames of option trades into the state of a chain, against Jackson merely
 * looking at their tokens.
 */
public final class FeedBenchmark {
  private static final int FRAMES = 64;
  private static final long NOW = 1_769_527_800_000L;

  private FeedBenchmark() {}

  public static void main(String[] args) {
    ChainState state = SyntheticChain.spx(16, 3).state(NOW);
    for (int trades : new int[] {1, 10, 100}) {
      report(trades, state);
    }
    chainPage();
    System.out.println("(" + Stopwatch.sink() % 10 + ")");
  }

  private static void report(int trades, ChainState state) {
    byte[][] frames = frames(trades, state.columns().geometry());
    FrameReader reader = new FrameReader();
    FrameEvents into =
        new FrameEvents() {
          @Override
          public void optionTrade(long ticker, double price, long size, long millis, boolean off) {
            int slot = state.slot(ticker);
            if (slot != ChainGeometry.NONE) {
              state.trade(slot, price, millis);
            }
          }
        };
    int[] turn = new int[2];
    LongSupplier ours =
        () ->
            reader.read(frames[turn[0]++ & FRAMES - 1], into) ? state.columns().priceRevision() : 0;
    JsonFactory factory = new JsonFactory();
    LongSupplier least = () -> tokens(factory, frames[turn[1]++ & FRAMES - 1]);
    double[] nanos = Stopwatch.best(ours, least);
    System.out.printf(
        Locale.ROOT,
        "%4d trades a frame: %,9.0f trades/s, %.2f of the tokens alone, %.1f bytes allocated"
            + " each%n",
        trades,
        trades * 1e9 / nanos[0],
        nanos[0] / nanos[1],
        Stopwatch.allocated(ours, 2_000) / trades);
  }

  /** A page of the provider's chain, to numbers and bytes. */
  private static void chainPage() {
    byte[] page =
        IntStream.range(0, 250)
            .mapToObj(FeedBenchmark::contract)
            .collect(Collectors.joining(",", "[", "]"))
            .getBytes(StandardCharsets.US_ASCII);
    JsonFactory factory = new JsonFactory();
    ContractReader reader = new ContractReader(new Flaws(new SimpleMeterRegistry()));
    LongSupplier ours = () -> contracts(factory, reader, page);
    LongSupplier least = () -> tokens(factory, page);
    double[] nanos = Stopwatch.best(ours, least);
    System.out.printf(
        Locale.ROOT,
        "page of 250 contracts, %d kB: %.2f ms, %.2f of the tokens alone%n",
        page.length >> 10,
        nanos[0] / 1e6,
        nanos[0] / nanos[1]);
  }

  private static long contracts(JsonFactory factory, ContractReader reader, byte[] page) {
    long count = 0;
    try (JsonParser in = factory.createParser(page)) {
      in.nextToken();
      while (in.nextToken() == JsonToken.START_OBJECT) {
        count += reader.read(in, page).isPresent() ? 1 : 0;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return count;
  }

  private static String contract(int i) {
    return """
    {"break_even_price":6912.35,"day":{"change":-1.2,"change_percent":-8.7,"close":12.3,    "high":14.9,"last_updated":1769527799000000000,"low":9.8,"open":13.1,"previous_close":13.5,    "volume":%d,"vwap":12.7},"details":{"contract_type":"call","exercise_style":"european",    "expiration_date":"2026-01-27","shares_per_contract":100,"strike_price":%d,    "ticker":"O:SPXW260127C%08d"},"greeks":{"delta":0.507774,"gamma":0.00703,"theta":-8.116106,    "vega":1.733618},"implied_volatility":0.130533,"last_quote":{"ask":12.5,"ask_size":12,    "bid":12.3,"bid_size":31,"last_updated":1769527800123000000,"midpoint":12.4,    "timeframe":"REAL-TIME"},"last_trade":{"conditions":[227],"exchange":309,"price":12.4,    "sip_timestamp":1769527800001000000,"size":3,"timeframe":"REAL-TIME"},"open_interest":4799,    "underlying_asset":{"change_to_break_even":9.23,"last_updated":1769527800000000000,    "ticker":"I:SPX","timeframe":"REAL-TIME","value":6903.12}}\
    """
        .formatted(1_000 + i, 6_000 + 5 * i, (6_000 + 5 * i) * 1_000);
  }

  private static long tokens(JsonFactory factory, byte[] frame) {
    long count = 0;
    try (JsonParser in = factory.createParser(frame)) {
      for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
        count += token.id();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return count;
  }

  private static byte[][] frames(int trades, ChainGeometry geometry) {
    SplittableRandom random = new SplittableRandom(7);
    byte[][] frames = new byte[FRAMES][];
    for (int f = 0; f < FRAMES; f++) {
      frames[f] =
          IntStream.range(0, trades)
              .mapToObj(i -> trade(geometry, random))
              .collect(Collectors.joining(",", "[", "]"))
              .getBytes(StandardCharsets.US_ASCII);
    }
    return frames;
  }

  private static String trade(ChainGeometry geometry, SplittableRandom random) {
    int slot = random.nextInt(geometry.slots());
    return String.format(
        Locale.ROOT,
        "{\"ev\":\"T\",\"sym\":\"%s\",\"x\":%d,\"p\":%.2f,\"s\":%d,\"c\":[%d],\"t\":%d,\"q\":%d}",
        Ticker.format(geometry.ticker(slot)),
        300 + random.nextInt(26),
        0.05 * (1 + random.nextInt(2_000)),
        1 + random.nextInt(50),
        209,
        NOW + 1,
        random.nextInt(1_000_000));
  }
}
