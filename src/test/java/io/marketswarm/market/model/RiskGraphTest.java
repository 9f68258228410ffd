package io.marketswarm.market.model;

import static io.marketswarm.market.model.OptionSide.CALL;
import static io.marketswarm.market.model.OptionSide.PUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.marketswarm.market.model.RiskGraph.Leg;
import io.marketswarm.market.model.RiskGraph.View;
import java.util.List;
import org.junit.jupiter.api.Test;

class RiskGraphTest {
  private static final List<Leg> BUTTERFLY =
      List.of(new Leg(CALL, 6900, 0, 1), new Leg(CALL, 6930, 0, -2), new Leg(CALL, 6960, 0, 1));

  @Test
  void aLongButterflyOnItsLastDay() {
    RiskGraph graph = RiskGraph.of(BUTTERFLY, 1.60, 6902.5, new View(0.01, 11, 0, 0.2, 0.05));
    assertThat(graph.spots()[5]).isCloseTo(6902.5, within(1e-9));
    assertThat(graph.profits()[5]).isCloseTo(0.90, within(1e-9));
    assertThat(graph.spots()[7]).isCloseTo(6930.11, within(1e-9));
    assertThat(graph.maxProfit()).isCloseTo(28.29, within(1e-9));
    assertThat(graph.maxLoss()).isCloseTo(-1.6, within(1e-9));
    assertThat(graph.breakevens())
        .usingComparatorWithPrecision(1e-6)
        .containsExactly(6897.5302, 6961.837281);
  }

  @Test
  void aCreditIsKeptOutsideTheStrikes() {
    List<Leg> strangle = List.of(new Leg(PUT, 6800, 0, -1), new Leg(CALL, 7000, 0, -1));
    RiskGraph graph = RiskGraph.of(strangle, -20, 6900, View.DEFAULT);
    assertThat(graph.spots()).hasSize(100);
    assertThat(graph.maxProfit()).isCloseTo(20, within(1e-9));
    assertThat(graph.breakevens()).usingComparatorWithPrecision(1e-6).containsExactly(6780, 7020);
  }

  @Test
  void timeThatPassesBringsTheGraphToItsFinalShape() {
    List<Leg> call = List.of(new Leg(CALL, 6900, 5, 1));
    View today = new View(0.05, 101, 0, 0.2, 0.05);
    View expiry = new View(0.05, 101, 5, 0.2, 0.05);
    assertThat(RiskGraph.of(call, 0, 6900, today).profits()[50])
        .isCloseTo(BlackScholes.price(CALL, 6900, 6900, 5 / 365.0, 0.2, 0.05), within(1e-9));
    assertThat(RiskGraph.of(call, 0, 6900, expiry).profits()[50]).isCloseTo(0, within(1e-9));
    assertThat(RiskGraph.of(call, 0, 6900, expiry).profits()[60]).isCloseTo(69, within(1e-9));
  }

  @Test
  void aPointExactlyOnZeroIsOneBreakeven() {
    List<Leg> spread = List.of(new Leg(CALL, 100, 0, 1), new Leg(CALL, 120, 0, -1));
    RiskGraph graph = RiskGraph.of(spread, 5, 100, new View(0.5, 101, 0, 0.2, 0));
    assertThat(graph.breakevens()).containsExactly(105);
  }

  @Test
  void aFlatStretchOnZeroIsItsTwoEnds() {
    List<Leg> call = List.of(new Leg(CALL, 100, 0, 1));
    RiskGraph graph = RiskGraph.of(call, 0, 100, new View(0.5, 11, 0, 0.2, 0));
    assertThat(graph.breakevens()).containsExactly(50, 100);
  }

  @Test
  void saysWhatIsWrongWithAView() {
    assertThatThrownBy(() -> new View(0, 100, 0, 0.2, 0.05))
        .hasMessage("range 0.0 is not between 0 and 1");
    assertThatThrownBy(() -> new View(0.1, 1, 0, 0.2, 0.05)).hasMessage("points 1 make no line");
    assertThatThrownBy(() -> new Leg(CALL, -5, 0, 1))
        .hasMessage("strike -5.0 is not a positive number");
  }
}
