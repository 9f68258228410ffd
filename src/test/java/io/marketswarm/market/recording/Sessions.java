package io.marketswarm.market.recording;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.marketswarm.bus.ChainUpdate;
import io.marketswarm.market.chain.ChainEdition;
import io.marketswarm.market.chain.ChainText;
import io.marketswarm.market.chain.Delta;
import io.marketswarm.market.feed.ChainContract;
import io.marketswarm.market.feed.ContractReader;
import io.marketswarm.market.feed.Flaws;
import io.marketswarm.market.model.SpotValue;
import io.marketswarm.market.wire.SpotJson;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sessions made up for tests: a small market whose every second is known. */
final class Sessions {
  /** 09:30 in New York on Tuesday, January 27 2026. */
  static final long START = 1_769_524_200_000L;

  static final ContractReader CONTRACTS = new ContractReader(new Flaws(new SimpleMeterRegistry()));

  private static final long SECOND = 1_000;

  private Sessions() {}

  static Shelf shelf(Path folder, boolean compress) {
    return new Shelf(
        folder.resolve("spot"), folder.resolve("chain"), folder.resolve("ws"), compress);
  }

  /**
   * Records some seconds: every second a value of the index and a frame, every tenth second a
   * chain, whose contracts change once, in the middle.
   */
  static String record(Shelf shelf, int seconds) throws IOException {
    String name = Shelf.name(START);
    try (Recorder recorder =
        new Recorder(new SessionWriter(shelf, name), Set.of("SPX"), CONTRACTS)) {
      for (int second = 0; second <= seconds; second++) {
        long now = START + second * SECOND;
        recorder.spot(spot(second), now);
        if (second % 10 == 0) {
          ChainEdition edition = edition(second, seconds);
          MarketTime time = new MarketTime(now + 1, now + 1, 1);
          recorder.chain(ChainText.write(edition), announced(edition, now), time);
        }
        recorder.frame(frame(second), now + 2);
      }
    }
    return name;
  }

  private static ChainUpdate announced(ChainEdition edition, long now) {
    return new ChainUpdate(
        "I:SPX",
        edition.version(),
        edition.valueSequence(),
        now,
        Double.NaN,
        new long[0],
        new double[ChainUpdate.Column.values().length][0],
        new long[0],
        new long[0]);
  }

  /** The index stands at 6900 and so many. */
  static double value(int second) {
    return 6_900 + second;
  }

  static byte[] spot(int second) {
    return SpotJson.LATEST.bytes(
        SpotValue.index(
            "I:SPX", value(second), START + second * SECOND, "REAL-TIME", "open", 6_890));
  }

  static byte[] frame(int second) {
    return ("[{\"ev\":\"T\",\"sym\":\"O:SPXW260127C06900000\",\"p\":%d.5,\"s\":1,\"t\":%d}]")
        .formatted(second + 1, START + second * SECOND)
        .getBytes(US_ASCII);
  }

  static ChainEdition edition(int second, int seconds) {
    boolean later = 2 * second > seconds;
    List<ChainContract> chain = new ArrayList<>();
    chain.add(contract("O:SPXW260127C06900000", second));
    chain.add(contract(later ? "O:SPXW260127C06910000" : "O:SPXW260127C06905000", 7));
    return new ChainEdition(
        later ? 4 : 3,
        second / 10 + 1,
        START + second * SECOND,
        Map.of("I:SPX", chain),
        Delta.NONE);
  }

  private static ChainContract contract(String ticker, int bid) {
    byte[] json =
        "{\"details\":{\"ticker\":\"%s\"},\"last_quote\":{\"bid\":%d}}"
            .formatted(ticker, bid)
            .getBytes(US_ASCII);
    try (JsonParser in = new JsonFactory().createParser(json)) {
      in.nextToken();
      return CONTRACTS.read(in, json).orElseThrow();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
