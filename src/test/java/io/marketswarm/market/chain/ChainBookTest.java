package io.marketswarm.market.chain;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.bus.ChainUpdate;
import io.marketswarm.bus.ChainUpdate.Column;
import io.marketswarm.market.feed.ChainContract;
import io.marketswarm.market.feed.ContractReader;
import io.marketswarm.market.feed.Flaws;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ChainBookTest {
  private static final String SPX = "I:SPX";
  private static final LocalDate TODAY = LocalDate.of(2026, 1, 27);
  private static final LocalDate TOMORROW = TODAY.plusDays(1);
  private static final StrikeWindow WINDOW = new StrikeWindow(6900, 156, 5);
  private static final long MILLIS = 1_769_527_800_250L;

  private final ChainBook book = new ChainBook(List.of(SPX, "I:NDX"));

  private ChainEdition publish(List<Harvest.Slice> slices) {
    TreeSet<LocalDate> listed = new TreeSet<>();
    slices.forEach(slice -> listed.add(slice.expiry()));
    book.take(new Harvest(SPX, 6900, listed, slices, 5));
    ChainEdition edition = book.next(MILLIS);
    book.published(edition);
    return edition;
  }

  private static Harvest.Slice slice(LocalDate expiry, int from, int to) {
    return new Harvest.Slice(expiry, WINDOW, Contracts.calls(expiry, from, to, 5), null);
  }

  private static Harvest.Slice failure(LocalDate expiry) {
    return new Harvest.Slice(expiry, WINDOW, List.of(), "HTTP 500");
  }

  @Test
  void aChangedSetOfContractsIsANewVersion() {
    ChainEdition stored =
        Contracts.edition(
            7, 41, MILLIS, Contracts.calls(TODAY, 6900, 6910, 5).toArray(ChainContract[]::new));
    book.restore(stored);
    ChainEdition changed = publish(List.of(slice(TODAY, 6905, 6915)));
    assertThat(changed.version()).isEqualTo(8);
    assertThat(changed.valueSequence()).isEqualTo(42);
    assertThat(changed.delta().entered()).containsExactly("O:SPXW260127C06915000");
    assertThat(changed.delta().exited()).containsExactly("O:SPXW260127C06900000");
    ChainEdition same = publish(List.of(slice(TODAY, 6905, 6915)));
    assertThat(same.version()).isEqualTo(8);
    assertThat(same.valueSequence()).isEqualTo(43);
    assertThat(same.delta().isEmpty()).isTrue();
  }

  @Test
  void whatWasNotPublishedIsStillADifference() {
    book.take(
        new Harvest(
            SPX, 6900, new TreeSet<>(List.of(TODAY)), List.of(slice(TODAY, 6900, 6900)), 5));
    assertThat(book.next(MILLIS).delta().entered()).hasSize(1);
    assertThat(book.next(MILLIS).delta().entered()).hasSize(1);
    assertThat(book.next(MILLIS).version()).isEqualTo(1);
  }

  @Test
  void anExpiryThatFailsKeepsItsContractsTwice() {
    publish(List.of(slice(TODAY, 6900, 6905), slice(TOMORROW, 6900, 6900)));
    for (int failures = 1; failures < ChainBook.FAILURES_TO_DROP; failures++) {
      ChainEdition partial = publish(List.of(slice(TODAY, 6900, 6905), failure(TOMORROW)));
      assertThat(partial.delta().isEmpty()).isTrue();
      assertThat(partial.contracts()).isEqualTo(3);
    }
    ChainEdition dropped = publish(List.of(slice(TODAY, 6900, 6905), failure(TOMORROW)));
    assertThat(dropped.delta().exited()).containsExactly("O:SPXW260128C06900000");
  }

  @Test
  void aSuccessInBetweenForgives() {
    publish(List.of(slice(TODAY, 6900, 6900), slice(TOMORROW, 6900, 6900)));
    for (int round = 0; round < 5; round++) {
      publish(List.of(slice(TODAY, 6900, 6900), failure(TOMORROW)));
      publish(List.of(slice(TODAY, 6900, 6900), failure(TOMORROW)));
      assertThat(
              publish(List.of(slice(TODAY, 6900, 6900), slice(TOMORROW, 6900, 6900))).contracts())
          .isEqualTo(2);
    }
  }

  @Test
  void anExpiryThatIsNotListedAnyMoreLeaves() {
    publish(List.of(slice(TODAY, 6900, 6900), slice(TOMORROW, 6900, 6900)));
    ChainEdition next = publish(List.of(slice(TOMORROW, 6900, 6900)));
    assertThat(next.delta().exited()).containsExactly("O:SPXW260127C06900000");
  }

  @Test
  void theOtherUnderlyingStaysWhenOneIsMissing() {
    book.take(
        new Harvest(
            "I:NDX",
            25100,
            new TreeSet<>(List.of(TODAY)),
            List.of(
                new Harvest.Slice(
                    TODAY, WINDOW, List.of(Contracts.of("O:NDXP260127C25100000")), null)),
            5));
    assertThat(publish(List.of(slice(TODAY, 6900, 6900))).contracts()).isEqualTo(2);
    assertThat(publish(List.of(slice(TODAY, 6900, 6900))).delta().isEmpty()).isTrue();
  }

  @Test
  void anEditionSurvivesBeingWrittenAndRead() throws IOException {
    ChainContract call =
        Contracts.read(
            """
            {"details":{"ticker":"O:SPXW260127C06985000"},"open_interest":42,
             "last_quote":{"bid":7.6,"ask":7.9,"midpoint":7.75,"last_updated":1769527800123000000},
             "greeks":{"gamma":0.01},"underlying_asset":{"value":6903.12}}\
            """);
    ChainEdition edition =
        Contracts.edition(7, 41, MILLIS, call, Contracts.of("O:NDXP260127P25100000"));
    byte[] text = ChainText.write(edition);
    JsonObject json = new JsonObject(new String(text, US_ASCII));
    assertThat(json.getInteger("version")).isEqualTo(7);
    assertThat(json.getInteger("value_seq")).isEqualTo(41);
    assertThat(json.getLong("ts")).isEqualTo(MILLIS / 1_000);
    JsonObject contracts = json.getJsonObject("contracts");
    assertThat(contracts.fieldNames())
        .containsExactlyInAnyOrder("O:SPXW260127C06985000", "O:NDXP260127P25100000");
    assertThat(contracts.getJsonObject("O:SPXW260127C06985000").getJsonObject("last_quote"))
        .isEqualTo(
            new JsonObject(
                "{\"bid\":7.6,\"ask\":7.9,\"midpoint\":7.75,\"last_updated\":1769527800123000000}"));
    assertThat(contracts.getJsonObject("O:NDXP260127P25100000").containsKey("fair_market_value"))
        .isTrue();
    ChainEdition read =
        ChainText.read(text, new ContractReader(new Flaws(new SimpleMeterRegistry())));
    assertThat(ChainText.write(read)).isEqualTo(text);
    assertThat(read.update(SPX).column(Column.GAMMA)).containsExactly(0.01);
  }

  @Test
  void anEmptyChainIsAlsoAChain() throws IOException {
    byte[] text = ChainText.write(ChainEdition.NONE);
    assertThat(new String(text, US_ASCII))
        .isEqualTo("{\"version\":0,\"value_seq\":0,\"ts\":0,\"contracts\":{}}");
    assertThat(ChainText.read(text, new ContractReader(new Flaws(new SimpleMeterRegistry()))))
        .isEqualTo(ChainEdition.NONE);
  }

  @Test
  void becomesColumnsInTheOrderOfItsTickers() {
    ChainEdition edition = publish(List.of(slice(TOMORROW, 6900, 6905), slice(TODAY, 6890, 6895)));
    ChainUpdate update = edition.update(SPX);
    assertThat(update.tickers()).isSorted().hasSize(4);
    assertThat(update.spot()).isEqualTo(6892.5);
    assertThat(update.epochMillis()).isEqualTo(MILLIS);
    assertThat(edition.update("I:NDX").contracts()).isZero();
    assertThat(edition.since(TOMORROW).update(SPX).contracts()).isEqualTo(2);
  }
}
