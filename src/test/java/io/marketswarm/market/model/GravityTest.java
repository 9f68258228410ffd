package io.marketswarm.market.model;

import static io.marketswarm.market.model.VolumeProfile.Mode.TV;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GravityTest {
  private static final Instant NOW = Instant.parse("2026-11-20T15:00:00Z");

  @Test
  void binsAreScaledToTheBusiest() {
    GravityArtifact artifact = GravityArtifact.of(profile(), 6001, 1795216037000L);
    int first = 6000 - artifact.min();
    assertThat(artifact.bins()).hasSize(artifact.maxPrice() - artifact.min() + 1);
    assertThat(artifact.bins()[first]).isEqualTo(400);
    assertThat(artifact.bins()[first + 1]).isEqualTo(1000);
    assertThat(artifact.bins()[first + 2]).isZero();
    assertThat(artifact.bins()[first + 3]).isEqualTo(300);
    assertThat(artifact.maxVolume()).isEqualTo(25);
    assertThat(artifact.versionId()).isEqualTo("v1795216037000");
    assertThat(artifact.lastUpdate()).isEqualTo(NOW);
    assertThat(artifact.structures())
        .isEqualTo(CompactStructures.detect(profile().volumesOrOther(TV), profile().minPrice(), 1));
  }

  @Test
  void anEmptyProfileMakesAnEmptyArtifact() {
    VolumeProfile empty = new ProfileBuilder("SPY", "SPX", 10).build(NOW);
    GravityArtifact artifact = GravityArtifact.of(empty, Double.NaN, 1);
    assertThat(artifact.bins()).isEmpty();
    assertThat(artifact.maxVolume()).isZero();
    assertThat(GravityContext.memoryStrength(new double[0])).isZero();
  }

  @Test
  void theContextSaysWhereSpotStands() {
    GravityContext context = context(6000, 5.0);
    assertThat(context.nearestNode()).isEqualTo(6010);
    assertThat(context.nodeDistance()).isEqualTo(0.0016666666666666668);
    assertThat(context.wellProximity()).isEqualTo(0.0016666666666666668);
    assertThat(context.inCrevasse()).isTrue();
    assertThat(context.alignment()).isEqualTo(GravityContext.Alignment.POSITIVE);
    assertThat(context.artifactVersion()).isEqualTo("v7");
  }

  @Test
  void insideAWellTheDistanceIsZero() {
    assertThat(context(6125, 0).wellProximity()).isZero();
    assertThat(context(6140, 0).wellProximity()).isEqualTo(10 / 6140.0);
    assertThat(context(6140, 0).inCrevasse()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"5, POSITIVE", "-5, NEGATIVE", "0, NONE", "NaN, NONE"})
  void alignmentIsTheSignOfNetGamma(double net, GravityContext.Alignment alignment) {
    assertThat(context(6000, net).alignment()).isEqualTo(alignment);
  }

  @Test
  void withoutSpotNothingIsNear() {
    GravityContext context = context(Double.NaN, 1);
    assertThat(context.spot()).isNaN();
    assertThat(context.nearestNode()).isNaN();
    assertThat(context.nodeDistance()).isNaN();
    assertThat(context.wellProximity()).isNaN();
    assertThat(context.inCrevasse()).isFalse();
  }

  @Test
  void memoryIsTheShareOfTheBusiestThirdOfTheBins() {
    assertThat(GravityContext.memoryStrength(new double[] {50, 0, 10, 10, 10, 10, 5, 5, 0, 0}))
        // 30 % of seven traded bins, rounded up, are three: 50 + 10 + 10 of 100.
        .isEqualTo(0.7);
    assertThat(GravityContext.memoryStrength(new double[] {3})).isEqualTo(1);
  }

  private static GravityContext context(double spot, double net) {
    VolumeStructures structures =
        new VolumeStructures(
            List.of(new VolumeNode(5950, "#fff", 2), VolumeNode.at(6010), VolumeNode.at(6100)),
            List.of(new PriceRange(5990, 5990), new PriceRange(6120, 6130)),
            List.of(new PriceRange(5980, 6005)));
    GravityArtifact artifact = GravityArtifact.of(profile(), structures, spot, 7);
    return GravityContext.of("SPX", spot, profile(), artifact, net, NOW);
  }

  private static VolumeProfile profile() {
    return new ProfileBuilder("SPY", "SPX", 10)
        .point(TV, 6000, 10)
        .point(TV, 6001, 25)
        .point(TV, 6003, 7.5)
        .build(NOW);
  }
}
