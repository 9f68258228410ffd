package io.marketswarm.market.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import io.marketswarm.market.model.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class FrameReaderTest {
  private static final long MILLIS = 1_769_527_800_123L;

  private final FrameReader reader = new FrameReader();
  private final List<String> heard = new ArrayList<>();
  private final FrameEvents events = new Transcript(heard);

  @Test
  void readsEveryKindOfEvent() {
    assertThat(
            read(
                """
                [{"ev":"status","status":"success","message":"subscribed to: T.X"},
                 {"ev":"T","sym":"O:SPXW260127C06985000","x":309,"p":7.7,"s":3,"c":[227],
                  "t":1769527800123,"q":11},
                 {"ev":"Q","sym":"O:SPXW260127P06985000","bx":1,"ax":2,"bp":8.1,"ap":8.3,"bs":10,
                  "as":12,"t":1769527800123,"q":12},
                 {"ev":"T","sym":"SPY","x":4,"i":"id","z":1,"p":689.12,"s":100,"c":[0],
                  "t":1769527800123,"q":13},
                 {"ev":"A","sym":"AAPL","v":200,"av":8642007,"op":25.66,"vw":25.39,"o":25.39,
                  "c":25.40,"h":25.41,"l":25.38,"a":25.4,"z":50,"s":1769527800000,
                  "e":1769527801000},
                 {"ev":"A","sym":"ES","v":2,"o":1,"c":2,"h":3,"l":1,"dv":12.5,"s":1,"e":2},
                 {"ev":"V","T":"I:SPX","val":6900.12,"t":1769527800123}]
                """))
        .isTrue();
    assertThat(reader.elements()).isEqualTo(7);
    assertThat(heard)
        .containsExactly(
            "status success subscribed to: T.X",
            "trade O:SPXW260127C06985000 7.7 x 3 at 1769527800123",
            "quote O:SPXW260127P06985000 8.1/8.3 at 1769527800123",
            "stock SPY 689.12 x 100 at 1769527800123",
            "second AAPL 25.39 25.41 25.38 25.4 v 200.0 1769527800000-1769527801000 $NaN",
            "second ES 1.0 3.0 1.0 2.0 v 2.0 1-2 $12.5",
            "value I:SPX 6900.12 at 1769527800123");
  }

  @Test
  void readsABareEventAndMembersInAnyOrder() {
    assertThat(read("{\"t\":5,\"p\":1.5,\"c\":[],\"sym\":\"O:NDXP260127C25105000\",\"ev\":\"T\"}"))
        .isTrue();
    assertThat(heard).containsExactly("trade O:NDXP260127C25105000 1.5 x 0 at 5");
  }

  @Test
  void marksLateAndCancelledTrades() {
    read(
        """
        [{"ev":"T","sym":"O:SPXW260127C06985000","p":7.7,"s":3,"c":[209,202],"t":5},
         {"ev":"T","sym":"O:SPXW260127C06985000","p":7.7,"s":3,"c":[200,209],"t":5}]
        """);
    assertThat(heard)
        .containsExactly(
            "trade O:SPXW260127C06985000 7.7 x 3 at 5 out of line",
            "trade O:SPXW260127C06985000 7.7 x 3 at 5");
  }

  @Test
  void saysWhatIsUnusable() {
    read(
        """
        [{"ev":"T","sym":"O:SPY260127C00690500","p":1,"s":1,"t":5},
         {"ev":"T","sym":"O:garbage","p":1,"s":1,"t":5},
         {"ev":"T","p":1,"s":1,"t":5},
         {"ev":"T","sym":"O:SPXW260127C06985000","p":1,"s":1},
         {"ev":"T","sym":"O:SPXW260127C06985000","p":-1,"s":1,"t":5},
         {"ev":"T","sym":"O:SPXW260127C06985000","p":"7","s":1,"t":5},
         {"ev":"T","sym":"O:SPXW260127C06985000","p":NaN,"s":1,"t":5},
         {"ev":"T","sym":"O:SPXW260127C06985000","p":1e999,"s":1,"t":5},
         {"ev":"Q","sym":"O:SPXW260127C06985000","bp":8,"ap":7.9,"t":5},
         {"ev":"Q","sym":"SPY","bp":1,"ap":2,"t":5},
         {"ev":"A","sym":"AAPL","c":0},
         {"ev":"V","val":1,"t":5},
         {"sym":"AAPL"},
         7,
         {"ev":"LULD","T":"AAPL"}]
        """);
    assertThat(heard)
        .containsExactly(
            "UNKNOWN_TICKER",
            "UNKNOWN_TICKER",
            "NO_TICKER",
            "NO_TICKER",
            "IMPOSSIBLE",
            "IMPOSSIBLE",
            "IMPOSSIBLE",
            "IMPOSSIBLE",
            "CROSSED",
            "UNKNOWN_TICKER",
            "IMPOSSIBLE",
            "NO_TICKER",
            "MALFORMED",
            "MALFORMED");
    assertThat(reader.elements()).isEqualTo(15);
  }

  @Test
  void passesAQuoteOfOneSide() {
    read("{\"ev\":\"Q\",\"sym\":\"O:SPXW260127C06985000\",\"ap\":0.05,\"t\":5}");
    assertThat(heard).containsExactly("quote O:SPXW260127C06985000 NaN/0.05 at 5");
  }

  @Test
  void aDamagedFrameIsNotWhole() {
    String event = "{\"ev\":\"V\",\"T\":\"I:SPX\",\"val\":1,\"t\":5}";
    for (String damaged :
        List.of("", " ", "[", "nonsense", "7", "[{\"ev\":\"T\",\"sym\":", "[" + event, "{]")) {
      assertThat(read(damaged)).as(damaged).isFalse();
    }
    assertThat(read("[" + event + "] trailing")).isFalse();
    assertThat(read("[]")).isTrue();
    assertThat(heard).containsOnly("value I:SPX 1.0 at 5");
  }

  /** A reader must survive whatever comes, and be as good as new afterwards. */
  @Property(tries = 300)
  void survivesEveryCutAndSwap(@ForAll("mangled") byte[] frame) {
    reader.read(frame, new FrameEvents() {});
    heard.clear();
    assertThat(read("[{\"ev\":\"V\",\"T\":\"I:NDX\",\"val\":2,\"t\":7}]")).isTrue();
    assertThat(heard).containsExactly("value I:NDX 2.0 at 7");
  }

  @Provide
  Arbitrary<byte[]> mangled() {
    byte[] whole =
        "[{\"ev\":\"T\",\"sym\":\"O:SPXW260127C06985000\",\"p\":7.7,\"s\":3,\"c\":[227],\"t\":5}]"
            .getBytes(UTF_8);
    Arbitrary<Integer> cut = Arbitraries.integers().between(0, whole.length);
    Arbitrary<Integer> at = Arbitraries.integers().between(0, whole.length - 1);
    Arbitrary<Byte> with = Arbitraries.bytes();
    return net.jqwik.api.Combinators.combine(cut, at, with)
        .as(
            (length, place, value) -> {
              byte[] mangled = whole.clone();
              mangled[place] = value;
              return java.util.Arrays.copyOf(mangled, length);
            });
  }

  @Test
  void makesNoObjectsPerEvent() {
    byte[] frame =
        IntStream.range(0, 2_000)
            .mapToObj(
                i ->
                    "{\"ev\":\"T\",\"sym\":\"%s\",\"x\":309,\"p\":7.75,\"s\":3,\"c\":[227],\"t\":%d,\"q\":%d}"
                        .formatted(i % 2 == 0 ? "SPY" : "O:SPXW260127C06985000", MILLIS + i, i))
            .collect(java.util.stream.Collectors.joining(",", "[", "]"))
            .getBytes(UTF_8);
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    FrameEvents deaf = new FrameEvents() {};
    for (int i = 0; i < 20; i++) {
      assertThat(reader.read(frame, deaf)).isTrue();
    }
    long id = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(id);
    reader.read(frame, deaf);
    long perEvent = (threads.getThreadAllocatedBytes(id) - before) / 2_000;
    before = threads.getThreadAllocatedBytes(id);
    tokensOnly(frame);
    long leastPerEvent = (threads.getThreadAllocatedBytes(id) - before) / 2_000;
    assertThat(perEvent).isLessThanOrEqualTo(leastPerEvent + 1);
  }

  private static void tokensOnly(byte[] frame) {
    try (JsonParser in = Json.FACTORY.createParser(frame)) {
      while (in.nextToken() != null) {
        if (in.currentToken().isNumeric()) {
          in.getDoubleValue();
        }
      }
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  private boolean read(String frame) {
    return reader.read(frame.getBytes(UTF_8), events);
  }

  private record Transcript(List<String> heard) implements FrameEvents {
    @Override
    public void optionTrade(long ticker, double price, long size, long millis, boolean outOfLine) {
      heard.add(
          "trade %s %s x %d at %d%s"
              .formatted(
                  Ticker.format(ticker), price, size, millis, outOfLine ? " out of line" : ""));
    }

    @Override
    public void optionQuote(long ticker, double bid, double ask, long millis) {
      heard.add("quote %s %s/%s at %d".formatted(Ticker.format(ticker), bid, ask, millis));
    }

    @Override
    public void stockTrade(String symbol, double price, long size, long millis) {
      heard.add("stock %s %s x %d at %d".formatted(symbol, price, size, millis));
    }

    @Override
    public void second(SecondBar bar) {
      heard.add(
          "second %s %s %s %s %s v %s %d-%d $%s"
              .formatted(
                  bar.symbol(),
                  bar.open(),
                  bar.high(),
                  bar.low(),
                  bar.close(),
                  bar.volume(),
                  bar.startMillis(),
                  bar.endMillis(),
                  bar.dollarVolume()));
    }

    @Override
    public void indexValue(String symbol, double value, long millis) {
      heard.add("value %s %s at %d".formatted(symbol, value, millis));
    }

    @Override
    public void status(String status, String message) {
      heard.add("status " + status + " " + message);
    }

    @Override
    public void unusable(Flaw flaw) {
      heard.add(flaw.name());
    }
  }
}
