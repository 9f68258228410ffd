package io.marketswarm.gateway.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.gateway.models.Heatmap.Change;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

class HeatmapTest {
  private final Heatmap heatmap = new Heatmap("I:SPX");

  private static Model model(long version) {
    return new Model(Buffer.buffer("{\"version\":" + version + "}"));
  }

  private Change change(long version) {
    return heatmap.take(new HeatmapDiff("I:SPX", version, model(version)));
  }

  @Test
  void changesWaitForTheWhole() {
    assertThat(change(11)).isEqualTo(Change.LOST);
    assertThat(heatmap.isWhole()).isFalse();
    assertThat(heatmap.take(model(10), 10)).isTrue();
    assertThat(heatmap.pending()).hasSize(1);
    assertThat(heatmap.version()).isEqualTo(11);
    assertThat(change(12)).isEqualTo(Change.NEXT);
    assertThat(heatmap.take(model(12), 12)).isTrue();
    assertThat(heatmap.isWhole()).isTrue();
  }

  @Test
  void whatComesTwiceCountsOnce() {
    heatmap.take(model(10), 10);
    assertThat(change(11)).isEqualTo(Change.NEXT);
    assertThat(change(11)).isEqualTo(Change.KNOWN);
    assertThat(heatmap.pending()).hasSize(1);
  }

  @Test
  void aChangeThatIsPartOfTheWholeThatWasToldIsKnown() {
    heatmap.take(model(10), 10);
    assertThat(heatmap.isUntold()).isTrue();
    heatmap.told(10);
    assertThat(heatmap.isUntold()).isFalse();
    assertThat(change(10)).isEqualTo(Change.KNOWN);
    assertThat(change(11)).isEqualTo(Change.NEXT);
  }

  @Test
  void anOlderWholeChangesNothing() {
    heatmap.take(model(10), 10);
    assertThat(heatmap.take(model(9), 9)).isFalse();
    assertThat(heatmap.wholeVersion()).isEqualTo(10);
  }

  @Test
  void aPublisherThatCountsAnewIsNoticed() {
    heatmap.take(model(10), 10);
    change(11);
    assertThat(change(3)).isEqualTo(Change.RESTARTED);
    heatmap.reset();
    assertThat(heatmap.take(model(3), 3)).isTrue();
    assertThat(change(4)).isEqualTo(Change.NEXT);
  }
}
