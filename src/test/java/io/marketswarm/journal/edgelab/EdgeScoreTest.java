package io.marketswarm.journal.edgelab;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class EdgeScoreTest {
  @Test
  void scoresTheGoldenTrader() {
    EdgeScore score = EdgeScore.of(20, 15, 12, 2, 3);
    assertThat(score.integrity()).isEqualTo(0.75);
    assertThat(score.discipline()).isEqualTo(0.6);
    assertThat(score.bias()).isEqualTo(0.1);
    assertThat(score.alignment()).isEqualTo(0.85);
    assertThat(score.value()).isEqualTo(0.597);
  }

  @Test
  void roundsSharesToThreeDecimals() {
    EdgeScore score = EdgeScore.of(12, 1, 2, 0, 0);
    assertThat(score.integrity()).isEqualTo(0.083);
    assertThat(score.discipline()).isEqualTo(0.167);
    assertThat(score.alignment()).isEqualTo(1);
    assertThat(EdgeScore.share(0, 0)).isZero();
  }

  @Test
  void suggestsWhatIsLikely() {
    JsonObject strained = new JsonObject().put("friction", "high").put("sleep", "short");
    JsonObject tired = new JsonObject().put("sleep", "short").put("focus", "centered");
    Object[][] cases = {
      {strained, true, true, true, "bias_interference", 0.65},
      {tired, true, false, true, "execution_error", 0.55},
      {null, false, true, true, "execution_error", 0.55},
      {null, true, true, false, "execution_error", 0.50},
      {tired, true, true, true, "structural_win", 0.40}
    };
    for (Object[] one : cases) {
      Suggestion suggestion =
          Suggestion.of((JsonObject) one[0], (Boolean) one[1], (Boolean) one[2], (Boolean) one[3]);
      assertThat(suggestion.outcome()).isEqualTo(one[4]);
      assertThat(suggestion.confidence()).isEqualTo(one[5]);
      assertThat(suggestion.reasoning()).isNotBlank();
    }
  }
}
