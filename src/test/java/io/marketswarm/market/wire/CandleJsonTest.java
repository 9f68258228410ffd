package io.marketswarm.market.wire;

import static io.marketswarm.market.wire.Parsed.fields;
import static io.marketswarm.market.wire.Parsed.list;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.market.model.CandleBook;
import io.marketswarm.market.model.CandleModel;
import io.marketswarm.market.model.PinProbability.Pin;
import io.marketswarm.market.model.PinProbability.Tier;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CandleJsonTest {
  private static final long BASE = 1795185000;

  private static CandleModel model() {
    CandleBook book = new CandleBook("I:SPX");
    book.add(BASE, BASE, 6900);
    book.add(BASE + 60, BASE + 60, 6903.5);
    book.add(BASE + 700.5, BASE + 700.5, 6898.25);
    return book.snapshot(Instant.ofEpochSecond(BASE + 800), 2);
  }

  private static Map<String, Object> candle(long t, double o, double h, double l, double c) {
    return fields("t", t, "o", o, "h", h, "l", l, "c", c);
  }

  @Test
  void answersHoldAllSizes() {
    assertThat(Parsed.object(CandleJson.ANSWER, model()))
        .isEqualTo(
            fields(
                "symbol",
                "I:SPX",
                "spot",
                6898.25,
                "ts",
                BASE + 700.5,
                "days",
                2,
                "candles_5m",
                list(
                    candle(BASE, 6900, 6903.5, 6900, 6903.5),
                    candle(BASE + 600, 6898.25, 6898.25, 6898.25, 6898.25)),
                "candles_10m",
                list(
                    candle(BASE, 6900, 6903.5, 6900, 6903.5),
                    candle(BASE + 600, 6898.25, 6898.25, 6898.25, 6898.25)),
                "candles_15m",
                list(candle(BASE, 6900, 6903.5, 6898.25, 6898.25)),
                "candles_1h",
                list(candle(BASE - 1800, 6900, 6903.5, 6898.25, 6898.25))));
  }

  @Test
  void theStreamLeavesOutTenMinutesAndDays() {
    assertThat(Parsed.object(CandleJson.STREAM, model()).keySet())
        .containsExactly("symbol", "spot", "ts", "candles_5m", "candles_15m", "candles_1h");
  }

  @Test
  void pinsAreAShortList() {
    assertThat(
            Parsed.array(
                PinJson.PINS,
                List.of(new Pin(Tier.HIGH, 6700, 55.05), new Pin(Tier.BEST_GUESS, 6650, 22.02))))
        .isEqualTo(
            list(
                fields(
                    "tier",
                    "High",
                    "strike",
                    6700,
                    "probability",
                    55.05,
                    "explanation",
                    Tier.HIGH.explanation()),
                fields(
                    "tier",
                    "Best Guess",
                    "strike",
                    6650,
                    "probability",
                    22.02,
                    "explanation",
                    Tier.BEST_GUESS.explanation())));
  }
}
