package io.marketswarm.market.tape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.marketswarm.market.model.ChainGeometry;
import io.marketswarm.market.model.ChainState;
import io.marketswarm.market.model.ContractValues;
import io.marketswarm.market.model.StrikeActivity;
import io.marketswarm.market.model.Ticker;
import org.junit.jupiter.api.Test;

class HydratorTest {
  private static final long CALL = Ticker.parse("O:SPXW260127C06985000");
  private static final long PUT = Ticker.parse("O:SPXW260127P06985000");
  private static final long NEXT = Ticker.parse("O:SPXW260127C06990000");
  private static final long T = 1_769_527_800_000L;

  private final ChainState chain = new ChainState("I:SPX");
  private final Hydrator hydrator;

  HydratorTest() {
    chain.reshape(ChainGeometry.of("I:SPX", CALL, PUT));
    chain.replace(chain.slot(CALL), new ContractValues().bid(7.5).ask(7.9).quotedAt(T));
    hydrator = new Hydrator(chain, false);
  }

  private void trade(long ticker, double price, long size, long millis) {
    hydrator.optionTrade(ticker, price, size, millis, false);
  }

  private double last(long ticker) {
    return chain.columns().last(chain.slot(ticker));
  }

  private double mid(long ticker) {
    return chain.columns().mid(chain.slot(ticker));
  }

  @Test
  void inventsNoContracts() {
    trade(NEXT, 5, 1, T);
    hydrator.optionQuote(Ticker.parse("O:NDXP260127C25000000"), 5, 6, T);
    Hydrator.Tally tally = hydrator.takeTally();
    assertThat(tally.geometryMisses).isEqualTo(2);
    assertThat(tally.hydrated).isZero();
    assertThat(hydrator.known()).isZero();
    assertThat(chain.columns().geometry().contracts()).isEqualTo(2);
  }

  @Test
  void countsTheVolumeOfLatePrintsAndNothingElse() {
    trade(CALL, 7.8, 2, T + 10);
    trade(CALL, 9.9, 5, T + 9);
    hydrator.optionTrade(CALL, 9.9, 7, T + 20, true);
    assertThat(last(CALL)).isEqualTo(7.8);
    Hydrator.Tally tally = hydrator.takeTally();
    assertThat(tally.volume).isEqualTo(14);
    assertThat(tally.latePrints).isEqualTo(2);
    assertThat(tally.hydrated).isOne();
    trade(CALL, 8.0, 1, T + 10);
    assertThat(last(CALL)).as("of the same millisecond the later one counts").isEqualTo(8.0);
  }

  @Test
  void leavesYoungerQuotesOfTheChainAlone() {
    hydrator.optionQuote(CALL, 6, 6.5, T - 1);
    assertThat(mid(CALL)).isEqualTo(7.7);
    hydrator.optionQuote(CALL, 7.6, Double.NaN, T + 1);
    assertThat(chain.columns().bid(chain.slot(CALL))).isEqualTo(7.6);
    assertThat(mid(CALL)).as("with the ask of the chain").isEqualTo(7.75);
    hydrator.optionQuote(PUT, 3, Double.NaN, T + 1);
    assertThat(mid(PUT)).as("half a quote has no middle").isNaN();
    hydrator.optionQuote(CALL, 9, Double.NaN, T + 2);
    assertThat(mid(CALL)).as("nor has one above the chain's ask").isEqualTo(7.75);
  }

  @Test
  void passesChangesOnOnce() {
    trade(CALL, 7.8, 2, T);
    trade(CALL, 7.8, 2, T + 1);
    trade(PUT, 4, 1, T);
    assertThat(hydrator.dirty()).isEqualTo(2);
    StrikeActivity activity = hydrator.activity();
    assertThat(activity.busiest(10)).hasSize(1);
    assertThat(activity.ticks(activity.active(0))).isEqualTo(2);
    hydrator.clean();
    assertThat(hydrator.dirty()).isZero();
    assertThat(activity.size()).isZero();
    trade(CALL, 7.8, 2, T + 2);
    assertThat(hydrator.dirty()).as("nothing new").isZero();
    trade(CALL, 7.8, 3, T + 3);
    assertThat(hydrator.dirty()).as("another size").isOne();
    assertThat(hydrator.takeTally().dirtyFlips).isEqualTo(3);
  }

  @Test
  void forgetsWhatLeavesTheChainAndKeepsWhatStays() {
    trade(CALL, 7.8, 2, T);
    trade(PUT, 4, 1, T);
    chain.reshape(ChainGeometry.of("I:SPX", CALL, NEXT));
    hydrator.reshape();
    assertThat(hydrator.known()).isOne();
    assertThat(hydrator.dirty()).isOne();
    trade(PUT, 4.2, 1, T + 1);
    assertThat(hydrator.takeTally().geometryMisses).isOne();
    trade(CALL, 7.0, 1, T - 1);
    assertThat(last(CALL)).as("what was known still decides what is late").isEqualTo(7.8);
    hydrator.forget();
    assertThat(hydrator.known()).isZero();
    assertThat(hydrator.dirty()).isZero();
  }

  @Test
  void letsTradesMoveStaleQuotesWhereThatIsWanted() {
    trade(CALL, 8.5, 1, T + 1);
    assertThat(mid(CALL)).isEqualTo(7.7);
    Hydrator moving = new Hydrator(chain, true);
    moving.optionTrade(CALL, 8.0, 1, T + 2, false);
    assertThat(mid(CALL)).as("within the spread of the middle").isEqualTo(7.7);
    moving.optionTrade(CALL, 8.3, 1, T + 3, false);
    assertThat(mid(CALL)).as("far from it").isEqualTo(8.3);
    moving.optionQuote(CALL, 8.2, 8.6, T + 4);
    assertThat(mid(CALL)).isCloseTo(8.4, within(1e-9));
  }
}
