package io.marketswarm.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketswarm.market.feed.FrameEvents;
import io.marketswarm.market.feed.FrameReader;
import io.marketswarm.market.model.ChainGeometry;
import io.marketswarm.market.model.ChainState;
import io.marketswarm.market.model.SyntheticChain;
import io.marketswarm.market.model.Ticker;
import io.marketswarm.market.tape.Hydrator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/**
 * What it takes to read trades from frames into a chain, against a JSON parser that only walks over
 * the same frames.
 */
public final class TapeBenchmark {
  private static final int FRAMES = 400;
  private static final int TRADES_PER_FRAME = 10;
  private static final long OPEN = 1_795_185_000_000L;
  private static final JsonFactory JSON = new JsonFactory();

  private TapeBenchmark() {}

  public static void main(String[] args) {
    SyntheticChain synthetic = SyntheticChain.spx(16, 3);
    ChainState chain = synthetic.state(OPEN);
    Hydrator hydrator = new Hydrator(chain, false);
    byte[][] frames = frames(synthetic.geometry());
    FrameReader reader = new FrameReader();
    LongSupplier tokens = () -> walk(frames, false);
    LongSupplier values = () -> walk(frames, true);
    FrameEvents nobody = new FrameEvents() {};
    LongSupplier parsed = () -> read(frames, reader, nobody);
    LongSupplier hydrated =
        () -> {
          read(frames, reader, hydrator);
          long dirty = hydrator.dirty();
          hydrator.clean();
          return dirty;
        };
    double[] best = Stopwatch.best(tokens, values, parsed, hydrated);
    int trades = FRAMES * TRADES_PER_FRAME;
    System.out.printf(
        Locale.ROOT,
        "  %d trades: tokens %.0f ns each, tokens with their numbers %.0f ns; parsed %.0f ns,"
            + " hydrated %.0f ns (%.2fx of the tokens, %.2fx of the numbers), %.0f trades/s%n",
        trades,
        best[0] / trades,
        best[1] / trades,
        best[2] / trades,
        best[3] / trades,
        best[3] / best[0],
        best[3] / best[1],
        trades / best[3] * 1e9);
    System.out.printf(
        Locale.ROOT, "  allocated %.1f B a trade%n", Stopwatch.allocated(hydrated, 50) / trades);
  }

  private static long read(byte[][] frames, FrameReader reader, FrameEvents into) {
    long events = 0;
    for (byte[] frame : frames) {
      reader.read(frame, into);
      events += reader.elements();
    }
    return events;
  }

  private static long walk(byte[][] frames, boolean numbers) {
    long sum = 0;
    try {
      for (byte[] frame : frames) {
        try (JsonParser in = JSON.createParser(frame)) {
          for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
            if (!numbers) {
              sum += token.ordinal();
            } else if (token == JsonToken.VALUE_NUMBER_FLOAT) {
              sum += (long) in.getDoubleValue();
            } else if (token == JsonToken.VALUE_NUMBER_INT) {
              sum += in.getLongValue();
            } else if (token == JsonToken.VALUE_STRING) {
              sum += in.getTextLength();
            }
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sum;
  }

  private static byte[][] frames(ChainGeometry geometry) {
    SplittableRandom random = new SplittableRandom(7);
    byte[][] frames = new byte[FRAMES][];
    for (int frame = 0; frame < FRAMES; frame++) {
      StringBuilder text = new StringBuilder("[");
      for (int trade = 0; trade < TRADES_PER_FRAME; trade++) {
        long ticker = geometry.ticker(random.nextInt(geometry.slots()));
        text.append(trade == 0 ? "" : ",")
            .append(
                "{\"ev\":\"T\",\"sym\":\"%s\",\"x\":309,\"p\":%.2f,\"s\":%d,\"c\":[227],\"t\":%d,\"q\":%d}"
                    .formatted(
                        Ticker.format(ticker),
                        random.nextInt(1, 2000) / 20.0,
                        random.nextInt(1, 30),
                        OPEN + frame,
                        random.nextInt(1, 100_000)));
      }
      frames[frame] = text.append(']').toString().getBytes(StandardCharsets.US_ASCII);
    }
    return frames;
  }
}
