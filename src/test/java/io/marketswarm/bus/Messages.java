package io.marketswarm.bus;

import io.marketswarm.bus.ServiceCommand.Restart;
import io.marketswarm.bus.ServiceCommand.Scale;
import io.marketswarm.bus.ServiceCommand.Start;
import io.marketswarm.bus.ServiceCommand.Stop;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Any message of every kind. */
final class Messages {
  private Messages() {}

  static Arbitrary<BusMessage> any() {
    return Arbitraries.oneOf(
        models(),
        userEvents(),
        ticks(),
        chains(),
        questions(),
        truths(),
        gates(),
        services(),
        commands(),
        replies());
  }

  private static Arbitrary<BusMessage> models() {
    return Combinators.combine(
            names(), longs(), longs(), Arbitraries.of(ModelUpdate.Kind.class), payloads())
        .as(ModelUpdate::new);
  }

  private static Arbitrary<BusMessage> userEvents() {
    return Combinators.combine(positive(), names(), positive(), longs(), payloads())
        .as(UserEvent::new);
  }

  private static Arbitrary<BusMessage> ticks() {
    return Combinators.combine(names(), Arbitraries.doubles(), longs()).as(MarketTick::new);
  }

  private static Arbitrary<BusMessage> chains() {
    return Combinators.combine(names(), longs(), longs(), Arbitraries.integers().between(0, 9))
        .as(
            (symbol, version, sequence, contracts) -> {
              double[][] columns = new double[ChainUpdate.Column.values().length][contracts];
              for (double[] column : columns) {
                Arrays.setAll(column, i -> i % 2 == 0 ? Double.NaN : version * 0.01 + i);
              }
              long[] tickers = new long[contracts];
              Arrays.setAll(tickers, i -> sequence + i);
              return new ChainUpdate(
                  symbol, version, sequence, 7, 6900.5, tickers, columns, tickers, tickers);
            });
  }

  private static Arbitrary<BusMessage> questions() {
    return names().map(ChainQuestion::new);
  }

  private static Arbitrary<BusMessage> truths() {
    return Combinators.combine(names(), longs()).as(TruthUpdated::new);
  }

  private static Arbitrary<BusMessage> gates() {
    return names().map(TierGatesUpdated::new);
  }

  private static Arbitrary<BusMessage> services() {
    return Combinators.combine(
            names(),
            names(),
            Arbitraries.of(ServiceChanged.State.class),
            Arbitraries.integers().between(0, Integer.MAX_VALUE),
            longs())
        .as(ServiceChanged::new);
  }

  private static Arbitrary<BusMessage> commands() {
    return Arbitraries.oneOf(
        Combinators.combine(names(), env()).as(Start::new),
        names().map(Stop::new),
        Combinators.combine(names(), env()).as(Restart::new),
        Combinators.combine(names(), Arbitraries.integers().between(1, 16)).as(Scale::new));
  }

  private static Arbitrary<BusMessage> replies() {
    return Combinators.combine(
            Arbitraries.of(true, false),
            texts(),
            longs(),
            Arbitraries.integers().between(0, Integer.MAX_VALUE),
            Arbitraries.of(true, false))
        .as(ServiceReply::new);
  }

  private static Arbitrary<Map<String, String>> env() {
    return Arbitraries.maps(names(), texts()).ofMaxSize(5);
  }

  private static Arbitrary<String> names() {
    return texts().filter(text -> !text.isBlank());
  }

  private static Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ascii().ofMaxLength(40),
        Arbitraries.strings().withCharRange('\u0080', '\ud7ff').ofMaxLength(200),
        Arbitraries.of("📈", "日経", "\ufffd", ""));
  }

  private static Arbitrary<Long> longs() {
    return Arbitraries.longs();
  }

  private static Arbitrary<Long> positive() {
    return Arbitraries.longs().between(1, Long.MAX_VALUE);
  }

  private static Arbitrary<Buffer> payloads() {
    return Arbitraries.bytes().array(byte[].class).ofMaxSize(2_000).map(Buffer::buffer);
  }
}
