package io.marketswarm.market.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChainStateTest {
  private static final String CALL_6900 = "O:SPXW261120C06900000";
  private static final String PUT_6900 = "O:SPXW261120P06900000";
  private static final String LATER = "O:SPXW261123C06900000";

  private final ChainState state = new ChainState("I:SPX");

  private int list(String... tickers) {
    state.reshape(geometry(tickers));
    return state.slot(Ticker.parse(tickers[0]));
  }

  private static ChainGeometry geometry(String... tickers) {
    return ChainGeometry.of("I:SPX", Arrays.stream(tickers).mapToLong(Ticker::parse).toArray());
  }

  private ChainColumns columns() {
    return state.columns();
  }

  @Test
  void rowsAscendByExpiryStrikeAndClass() {
    ChainGeometry geometry =
        geometry(
            LATER, PUT_6900, "O:SPX261120C06900000", CALL_6900, "O:SPXW261120C06895000", CALL_6900);
    assertThat(geometry.rows()).isEqualTo(4);
    assertThat(geometry.contracts()).isEqualTo(5);
    assertThat(geometry.expiries()).isEqualTo(2);
    assertThat(geometry.expiry(0)).isEqualTo(LocalDate.of(2026, 11, 20));
    assertThat(geometry.firstRow(1)).isEqualTo(3);
    assertThat(geometry.endRow(1)).isEqualTo(4);
    assertThat(geometry.strike(0)).isEqualTo(6895);
    assertThat(geometry.slot(Ticker.parse(CALL_6900))).isEqualTo(2);
    assertThat(geometry.slot(Ticker.parse(PUT_6900))).isEqualTo(3);
    assertThat(geometry.slot(Ticker.parse("O:SPX261120C06900000"))).isEqualTo(4);
    assertThat(geometry.slot(Ticker.parse("O:SPX261120P06900000"))).isEqualTo(ChainGeometry.NONE);
    assertThat(geometry.slot(Ticker.parse("O:SPXW261120C06905000"))).isEqualTo(ChainGeometry.NONE);
    assertThat(geometry.slot(Ticker.UNKNOWN)).isEqualTo(ChainGeometry.NONE);
    assertThat(Ticker.format(geometry.ticker(3))).isEqualTo(PUT_6900);
  }

  @Test
  void contractsOfAnotherSymbolAreRefused() {
    assertThatThrownBy(() -> geometry(CALL_6900, "O:NDXP261120C25000000"))
        .hasMessage("O:NDXP261120C25000000 is not of I:SPX");
    assertThatThrownBy(() -> geometry("O:AAPL261120C00200000"))
        .hasMessage("ticker -1 is not of I:SPX");
    assertThatThrownBy(() -> state.reshape(ChainGeometry.empty("I:NDX")))
        .hasMessage("I:NDX is not I:SPX");
  }

  @Test
  void nothingIsWrittenForAContractThatIsNotListed() {
    int put = list(CALL_6900) + 1;
    assertThatThrownBy(() -> state.quote(put, 1, 2, 3)).hasMessage("slot 1 is not listed");
    assertThatThrownBy(() -> state.trade(ChainGeometry.NONE, 1, 2))
        .hasMessage("slot -1 is not listed");
    assertThatThrownBy(() -> state.replace(2, new ContractValues()))
        .hasMessage("slot 2 is not listed");
  }

  @Test
  void aChainRequestBringsEverythingAboutAContract() {
    int slot = list(CALL_6900, PUT_6900);
    state.replace(
        slot,
        new ContractValues()
            .bid(13.4)
            .ask(13.6)
            .quotedAt(10)
            .last(13.7)
            .tradedAt(9)
            .volatility(0.15)
            .gamma(0.0123)
            .delta(-0.5)
            .openInterest(1500)
            .volume(70));
    assertThat(columns().bid(slot)).isEqualTo(13.4);
    assertThat(columns().ask(slot)).isEqualTo(13.6);
    assertThat(columns().mid(slot)).isEqualTo(13.5);
    assertThat(columns().last(slot)).isEqualTo(13.7);
    assertThat(columns().quoteMillis(slot)).isEqualTo(10);
    assertThat(columns().tradeMillis(slot)).isEqualTo(9);
    assertThat(columns().volatility(slot)).isEqualTo(0.15);
    assertThat(columns().gamma(slot)).isEqualTo(0.0123);
    assertThat(columns().delta(slot)).isEqualTo(-0.5);
    assertThat(columns().openInterest(slot)).isEqualTo(1500);
    assertThat(columns().volume(slot)).isEqualTo(70);
    assertThat(columns().market(slot + 1)).isNaN();
  }

  @ParameterizedTest
  @CsvSource({
    "13.5, 13.4, 13.6, 13.7, 13.5",
    "NaN, 13.4, 13.6, 13.7, 13.5",
    "0, 13.4, 13.6, 13.7, 13.5",
    "NaN, 0, 0, 13.7, 13.7",
    "NaN, NaN, 13.6, 13.7, 13.7",
    "NaN, 0, 0.05, 13.7, 0.025",
    "NaN, NaN, NaN, 0, NaN",
    "NaN, NaN, NaN, NaN, NaN"
  })
  void theMarketPriceIsTheMiddleElseTheLastTrade(
      double mid, double bid, double ask, double last, double expected) {
    int slot = list(CALL_6900);
    state.replace(slot, new ContractValues().mid(mid).bid(bid).ask(ask).last(last));
    assertThat(columns().market(slot)).isEqualTo(Double.valueOf(expected));
  }

  @Test
  void whatCannotBeTrueNeverEntersAndIsCounted() {
    int slot = list(CALL_6900);
    assertThat(state.quote(slot, 13.4, 13.6, 1)).isTrue();
    assertThat(state.quote(slot, Double.NaN, 13.6, 2)).isFalse();
    assertThat(state.quote(slot, 13.4, Double.POSITIVE_INFINITY, 2)).isFalse();
    assertThat(state.quote(slot, -1, 13.6, 2)).isFalse();
    assertThat(state.trade(slot, Double.NEGATIVE_INFINITY, 2)).isFalse();
    state.spot(-5);
    assertThat(state.badNumbers()).isEqualTo(5);
    assertThat(state.quote(slot, 13.7, 13.6, 2)).isFalse();
    assertThat(state.crossedQuotes()).isEqualTo(1);
    assertThat(columns().mid(slot)).isEqualTo(13.5);
    assertThat(columns().last(slot)).isNaN();
    assertThat(columns().spot()).isNaN();

    state.replace(
        slot,
        new ContractValues()
            .bid(14)
            .ask(13)
            .mid(13.5)
            .quotedAt(3)
            .last(Double.POSITIVE_INFINITY)
            .volatility(-0.1)
            .gamma(Double.POSITIVE_INFINITY)
            .delta(1.5)
            .openInterest(-3)
            .volume(7));
    assertThat(state.crossedQuotes()).isEqualTo(2);
    assertThat(state.badNumbers()).isEqualTo(10);
    assertThat(columns().market(slot)).isNaN();
    assertThat(columns().bid(slot)).isNaN();
    assertThat(columns().volatility(slot)).isNaN();
    assertThat(columns().gamma(slot)).isNaN();
    assertThat(columns().delta(slot)).isNaN();
    assertThat(columns().openInterest(slot)).isNaN();
    assertThat(columns().volume(slot)).isEqualTo(7);
  }

  @Test
  void anOlderPriceNeverReplacesAYoungerOne() {
    int slot = list(CALL_6900);
    state.quote(slot, 13.4, 13.6, 100);
    state.trade(slot, 13.5, 100);
    assertThat(state.quote(slot, 10, 11, 99)).isFalse();
    assertThat(state.trade(slot, 10, 99)).isFalse();
    assertThat(state.latePrices()).isEqualTo(2);
    state.replace(slot, new ContractValues().bid(10).ask(11).quotedAt(99).last(10).volume(5));
    assertThat(columns().mid(slot)).isEqualTo(13.5);
    assertThat(columns().last(slot)).isEqualTo(13.5);
    assertThat(columns().volume(slot)).isEqualTo(5);
    state.replace(slot, new ContractValues().bid(10).ask(11).quotedAt(101));
    assertThat(columns().mid(slot)).isEqualTo(10.5);
    assertThat(columns().last(slot)).isEqualTo(13.5);
  }

  @Test
  void contractsThatStayKeepTheirNumbers() {
    int slot = list(CALL_6900, PUT_6900, LATER);
    state.quote(slot, 13.4, 13.6, 100);
    state.replace(state.slot(Ticker.parse(LATER)), new ContractValues().volatility(0.2).gamma(1));
    list("O:SPXW261120C06895000", LATER, CALL_6900);
    int moved = state.slot(Ticker.parse(CALL_6900));
    assertThat(moved).isNotEqualTo(slot);
    assertThat(columns().mid(moved)).isEqualTo(13.5);
    assertThat(columns().quoteMillis(moved)).isEqualTo(100);
    assertThat(columns().volatility(state.slot(Ticker.parse(LATER)))).isEqualTo(0.2);
    list(CALL_6900, PUT_6900);
    assertThat(columns().mid(state.slot(Ticker.parse(PUT_6900)))).isNaN();
  }

  @Test
  void theSameContractsAgainAreNoNews() {
    list(CALL_6900, PUT_6900);
    ChainGeometry before = columns().geometry();
    long revision = columns().priceRevision();
    list(PUT_6900, CALL_6900);
    assertThat(columns().geometry()).isSameAs(before);
    assertThat(columns().priceRevision()).isEqualTo(revision);
  }

  @Test
  void revisionsGrowOnlyWithChanges() {
    int slot = list(CALL_6900, LATER);
    state.quote(slot, 13.4, 13.6, 1);
    long first = columns().priceRevision(0);
    long second = columns().priceRevision(1);
    assertThat(state.quote(slot, 13.4, 13.6, 2)).isFalse();
    assertThat(columns().priceRevision(0)).isEqualTo(first);
    state.trade(slot, 13.5, 2);
    assertThat(columns().priceRevision(0)).isGreaterThan(first);
    assertThat(columns().priceRevision(1)).isEqualTo(second);
    long greeks = columns().greekRevision();
    state.replace(slot, new ContractValues().bid(13.4).ask(13.6).quotedAt(3).gamma(1));
    assertThat(columns().greekRevision()).isGreaterThan(greeks);
  }

  @Test
  void aSnapshotStaysAsItWas() {
    int slot = list(CALL_6900, PUT_6900);
    state.quote(slot, 13.4, 13.6, 1);
    state.publish();
    ChainSnapshot before = state.snapshot();
    state.quote(slot, 14.4, 14.6, 2);
    state.spot(6900);
    try (ChainSnapshot unpublished = state.snapshot()) {
      assertThat(unpublished.columns().mid(slot)).isEqualTo(13.5);
    }
    state.publish();
    state.reshape(geometry(LATER));
    state.publish();
    assertThat(before.columns().mid(slot)).isEqualTo(13.5);
    assertThat(before.columns().spot()).isNaN();
    before.close();
    try (ChainSnapshot after = state.snapshot()) {
      assertThat(after.columns().geometry().contracts()).isEqualTo(1);
      assertThat(after.columns().spot()).isEqualTo(6900);
    }
  }

  @Test
  void publishingReusesBuffersOnceReadersAreDone() {
    int slot = list(CALL_6900);
    List<ChainColumns> seen = new ArrayList<>();
    for (int i = 1; i <= 20; i++) {
      state.quote(slot, i, i + 1, i);
      state.publish();
      try (ChainSnapshot snapshot = state.snapshot()) {
        assertThat(snapshot.columns().bid(slot)).isEqualTo(i);
        if (seen.stream().noneMatch(columns -> columns == snapshot.columns())) {
          seen.add(snapshot.columns());
        }
      }
    }
    assertThat(seen).hasSizeLessThanOrEqualTo(2);
  }

  /** The writer gives all contracts the same price before it publishes; readers never see two. */
  @Test
  void readersOnOtherThreadsAlwaysSeeOneMoment() throws Exception {
    SyntheticChain chain = SyntheticChain.spx(16, 3);
    state.reshape(chain.geometry());
    write(1);
    AtomicBoolean writing = new AtomicBoolean(true);
    ExecutorService readers = Executors.newFixedThreadPool(3);
    try {
      List<Future<Integer>> moments = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        moments.add(readers.submit(() -> countMoments(writing)));
      }
      for (int value = 2; value < 500; value++) {
        write(value);
      }
      writing.set(false);
      for (Future<Integer> count : moments) {
        assertThat(count.get(10, TimeUnit.SECONDS)).isPositive();
      }
    } finally {
      writing.set(false);
      readers.shutdownNow();
    }
    assertThat(columns().bid(0)).isEqualTo(499);
  }

  private void write(int value) {
    for (int slot = 0; slot < columns().geometry().slots(); slot++) {
      state.quote(slot, value, value + 1, value);
    }
    state.publish();
  }

  private int countMoments(AtomicBoolean writing) {
    int moments = 0;
    double before = 0;
    do {
      try (ChainSnapshot snapshot = state.snapshot()) {
        ChainColumns columns = snapshot.columns();
        double value = columns.bid(0);
        assertThat(value).isGreaterThanOrEqualTo(before);
        for (int slot = 0; slot < columns.geometry().slots(); slot++) {
          if (columns.bid(slot) != value || columns.ask(slot) != value + 1) {
            throw new AssertionError(value + " is not " + columns.bid(slot) + " of slot " + slot);
          }
        }
        moments += value == before ? 0 : 1;
        before = value;
      }
    } while (writing.get());
    return moments;
  }

  @ParameterizedTest
  @CsvSource({
    "6900, 14999, 6800, 6900",
    "6900, 15000, 6800, 6800",
    "NaN, 0, 6800, 6800",
    "0, 0, NaN, NaN",
    "Infinity, 0, -1, NaN"
  })
  void aFreshLiveSpotIsPricedWithElseTheChains(
      double live, long ageMillis, double ofChain, double expected) {
    assertThat(PricingSpot.of(live, ageMillis, ofChain)).isEqualTo(Double.valueOf(expected));
  }
}
