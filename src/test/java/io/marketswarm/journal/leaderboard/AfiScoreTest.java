package io.marketswarm.journal.leaderboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vertx.core.json.JsonArray;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AfiScoreTest {
  private static final double[] TEN = {1, -1, 2, -.5, .5, -1, 3, -1, 1.5, -.5};

  private static List<AfiScore.Closed> daily(
      double[] multiples, int times, LocalDate first, long risk) {
    List<AfiScore.Closed> trades = new ArrayList<>();
    for (int i = 0; i < multiples.length * times; i++) {
      double r = multiples[i % multiples.length];
      trades.add(new AfiScore.Closed(r, Math.round(r * risk), first.plusDays(i).atTime(20, 0)));
    }
    return trades;
  }

  @Test
  void scoresTheGoldenTraders() {
    AfiScore ten = AfiScore.of(daily(TEN, 1, LocalDate.of(2026, 1, 5), 50_000), 2_500_000);
    assertThat(ten.lifetimeSharpe()).isCloseTo(3.66611, within(5e-6));
    assertThat(ten.resilience()).isCloseTo(0.861472, within(5e-7));
    assertThat(ten.asymmetry()).isCloseTo(0.666667, within(5e-7));
    assertThat(ten.velocity()).isCloseTo(0.961538, within(5e-7));
    assertThat(ten.durability()).isCloseTo(0.884083, within(5e-7));
    assertThat(ten.confidence()).isCloseTo(0.204124, within(5e-7));
    assertThat(ten.robust()).isCloseTo(823.31, within(0.005));
    assertThat(ten.current()).isCloseTo(854.49, within(0.005));
    assertThat(ten.composite()).isCloseTo(488.83, within(0.005));
    assertThat(ten.isProvisional()).isTrue();

    AfiScore sixty =
        AfiScore.of(
            daily(new double[] {1.2, -.8, .4, -1, 2.5}, 12, LocalDate.of(2026, 1, 1), 25_000),
            5_000_000);
    assertThat(sixty.lifetimeSharpe()).isCloseTo(5.404614, within(5e-7));
    assertThat(sixty.durability()).isCloseTo(0.828175, within(5e-7));
    assertThat(sixty.confidence()).isCloseTo(0.603023, within(5e-7));
    assertThat(sixty.robust()).isCloseTo(802.59, within(0.005));
    assertThat(sixty.composite()).isCloseTo(673.14, within(0.005));
    assertThat(sixty.isProvisional()).isFalse();
  }

  @Test
  void spreadsTheScale() {
    double[][] cases = {{0, 345.51}, {.25, 433.62}, {.5, 600}, {.75, 766.38}, {1, 854.49}};
    for (double[] one : cases) {
      assertThat(AfiScore.compress(one[0])).isCloseTo(one[1], within(0.005));
    }
  }

  @Test
  void measuresDrawdowns() {
    LocalDateTime[] exits = new LocalDateTime[TEN.length];
    for (int i = 0; i < exits.length; i++) {
      exits[i] = LocalDate.of(2026, 1, 5).plusDays(i).atTime(20, 0);
    }
    Drawdowns drawdowns = Drawdowns.of(TEN, exits);
    assertThat(drawdowns.periods())
        .extracting(Drawdowns.Period::depth)
        .containsExactly(1.0, .5, 1.0, 1.0, .5);
    assertThat(drawdowns.volatility()).isCloseTo(0.244949, within(5e-7));
  }

  @Test
  void seesWhichWayARecordGoes() {
    JsonArray history = new JsonArray();
    for (int day = 0; day < 60; day++) {
      history = AfiTrend.with(history, LocalDate.of(2026, 1, 1).plusDays(day), 0.4 + day * 0.003);
    }
    assertThat(AfiTrend.of(history)).isEqualTo("improving");
    assertThat(AfiTrend.with(history, LocalDate.of(2026, 3, 1), 0.1)).hasSize(60);
    assertThat(AfiTrend.of(new JsonArray())).isEqualTo("stable");
  }
}
