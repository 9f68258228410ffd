package io.marketswarm.market.wire;

import static io.marketswarm.market.model.VolumeProfile.Mode.RAW;
import static io.marketswarm.market.model.VolumeProfile.Mode.TV;
import static io.marketswarm.market.wire.Parsed.fields;
import static io.marketswarm.market.wire.Parsed.list;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketswarm.market.model.GravityArtifact;
import io.marketswarm.market.model.GravityContext;
import io.marketswarm.market.model.GravityEvent;
import io.marketswarm.market.model.PriceRange;
import io.marketswarm.market.model.ProfileBuilder;
import io.marketswarm.market.model.ProfileView;
import io.marketswarm.market.model.VolumeLevels;
import io.marketswarm.market.model.VolumeLevelsModel;
import io.marketswarm.market.model.VolumeNode;
import io.marketswarm.market.model.VolumeProfile;
import io.marketswarm.market.model.VolumeStructures;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileJsonTest {
  private static final Instant NOW = Instant.parse("2026-11-20T15:00:00.750Z");
  private static final VolumeStructures STRUCTURES =
      new VolumeStructures(
          List.of(VolumeNode.at(6902), new VolumeNode(6908.5, "#ff0000", 2)),
          List.of(new PriceRange(6899, 6900)),
          List.of(new PriceRange(6910, 6915)));
  private static final Map<String, Object> STRUCTURES_JSON =
      fields(
          "volume_nodes", list(6902, fields("price", 6908.5, "color", "#ff0000", "weight", 2)),
          "volume_wells", list(list(6899, 6900)),
          "crevasses", list(list(6910, 6915)));

  private static VolumeProfile profile() {
    return new ProfileBuilder("SPY", "SPX", 10)
        .point(RAW, 6902, 3600)
        .point(RAW, 6908, 9000.5)
        .point(TV, 6902, 2600)
        .point(TV, 6908, 1200)
        .build(NOW)
        .with(STRUCTURES);
  }

  @Test
  void theStoredProfileHasEveryBinOfItsRange() {
    Map<String, Object> json = Parsed.object(ProfileJson.PROFILE, profile());
    assertThat(json)
        .containsEntry("symbol", "SPY")
        .containsEntry("synthetic_symbol", "SPX")
        .containsEntry("spy_multiplier", 10.0)
        .containsEntry("bin_size", 1.0)
        .containsEntry("min_price", 6500.0)
        .containsEntry("max_price", 7300.0)
        .containsEntry("bin_count", 801.0)
        .containsEntry("last_updated", "2026-11-20T15:00:00Z")
        .containsEntry("structures", STRUCTURES_JSON)
        .hasSize(11);
    Map<?, ?> raw = (Map<?, ?>) json.get("buckets_raw");
    assertThat(raw).hasSize(801);
    assertThat(raw.get("6902")).isEqualTo(3600.0);
    assertThat(raw.get("6908")).isEqualTo(9000.5);
    assertThat(raw.get("6500")).isEqualTo(0.0);
    assertThat(((Map<?, ?>) json.get("buckets_tv")).get("6908")).isEqualTo(1200.0);
  }

  @Test
  void whatIsStoredCanBeReadAgain() {
    byte[] stored = ProfileJson.PROFILE.bytes(profile());
    VolumeProfile read = ProfileReader.read(stored);
    assertThat(Parsed.text(ProfileJson.PROFILE.bytes(read))).isEqualTo(Parsed.text(stored));
    assertThat(read.structures()).isEqualTo(STRUCTURES);
  }

  @Test
  void profilesOfOtherToolsAreUnderstood() {
    VolumeProfile read =
        read(
            """
            {"extra":{"a":[1]},"min_price":2000,"max_price":7000,"last_updated":"2026-11-20T15:00:00.123456",
             "buckets_raw":{"7100.0":5,"6900":"x","6901":null,"6902":-3},"buckets_tv":null,
             "structures":{"volume_nodes":[6900,{"price":6910,"color":"#fff","note":"x"},"y",null],
               "volume_wells":[5990,[6001,6000]],"crevasses":null,"more":{}}}""");
    assertThat(read.symbol()).isEqualTo("SPY");
    assertThat(read.syntheticSymbol()).isEqualTo("SPX");
    assertThat(read.multiplier()).isEqualTo(10);
    assertThat(read.lastUpdated()).isEqualTo(Instant.parse("2026-11-20T15:00:00.123456Z"));
    assertThat(read.maxPrice()).as("beyond the stored bound").isGreaterThan(7100);
    assertThat(ProfileView.of(read, TV, Double.NaN, Double.NaN).prices()).containsExactly(7100);
    assertThat(read.structures())
        .isEqualTo(
            new VolumeStructures(
                List.of(VolumeNode.at(6900), new VolumeNode(6910, "#fff", 1.5)),
                List.of(new PriceRange(5990, 5990), new PriceRange(6000, 6001)),
                List.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "7",
        "{",
        "{\"buckets_raw\":{\"a\":1}}",
        "{\"last_updated\":\"soon\"}",
        "{\"structures\":{\"volume_nodes\":[{\"color\":\"#fff\"}]}}",
        "{\"structures\":{\"volume_wells\":[[]]}}",
        "{\"structures\":{\"volume_wells\":[[\"a\"]]}}"
      })
  void whatIsNoProfileIsRefusedWithTheReason(String json) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("not a volume profile: ");
  }

  private static VolumeProfile read(String json) {
    return ProfileReader.read(json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aChartGetsItsLevelsFromTheTop() {
    ProfileView view = ProfileView.of(profile(), RAW, Double.NaN, Double.NaN);
    assertThat(Parsed.object(ProfileJson.VIEW, view))
        .isEqualTo(
            fields(
                "levels",
                list(
                    fields("price", 6908, "volume", 9000.5), fields("price", 6902, "volume", 3600)),
                "maxVolume",
                9000.5,
                "count",
                2,
                "mode",
                "raw",
                "step",
                1,
                "structures",
                STRUCTURES_JSON));
  }

  @Test
  void internalLevelsKeepTheirClassicalNames() {
    VolumeLevelsModel model =
        new VolumeLevelsModel(NOW, "SPX", VolumeLevels.of(new double[] {10, 1, 0, 4}, 6900));
    assertThat(Parsed.object(ProfileJson.LEVELS, model))
        .isEqualTo(
            fields(
                "ts",
                1795186800.75,
                "symbol",
                "SPX",
                "poc",
                6900,
                "vah",
                6901,
                "val",
                6900,
                "hvns",
                list(6900),
                "lvns",
                list(6901),
                "vpoc",
                6900));
  }

  @Test
  void theArtifactIsReadyToDraw() {
    GravityArtifact artifact =
        GravityArtifact.of(profile(), STRUCTURES, Double.NaN, 1795216037000L);
    Map<String, Object> json = Parsed.object(GravityJson.ARTIFACT, artifact);
    Map<?, ?> drawn = (Map<?, ?>) json.get("profile");
    assertThat((List<?>) drawn.get("bins")).hasSize(801);
    assertThat(((List<?>) drawn.get("bins")).get(402)).isEqualTo(1000.0);
    assertThat(drawn.get("min")).isEqualTo(6500.0);
    assertThat(drawn.get("max")).isEqualTo(7300.0);
    assertThat(drawn.get("step")).isEqualTo(1.0);
    assertThat(drawn.get("maxVolume")).isEqualTo(2600.0);
    assertThat(drawn.get("normalizedScale")).isEqualTo(1000.0);
    assertThat(json.get("structures")).isEqualTo(STRUCTURES_JSON);
    assertThat(json.get("meta"))
        .isEqualTo(
            fields(
                "spot", null,
                "algorithm", "tv_microbins_30",
                "normalized_scale", 1000,
                "artifact_version", "v1795216037000",
                "last_update", "2026-11-20T15:00:00Z"));
  }

  @Test
  void theContextIsComplete() {
    GravityArtifact artifact = GravityArtifact.of(profile(), STRUCTURES, 6900, 7);
    assertThat(
            Parsed.object(
                GravityJson.CONTEXT, GravityContext.of("SPX", 6900, profile(), artifact, -3, NOW)))
        .isEqualTo(
            fields(
                "symbol",
                "SPX",
                "spot",
                6900,
                "nearestVolumeNode",
                6902,
                "nearestVolumeNodeDist",
                2 / 6900.0,
                "volumeWellProximity",
                0,
                "inCrevasse",
                false,
                "marketMemoryStrength",
                0.68,
                "gammaAlignment",
                "negative",
                "artifactVersion",
                "v7",
                "timestamp",
                "2026-11-20T15:00:00Z"));
    assertThat(
            Parsed.object(
                GravityJson.CONTEXT,
                GravityContext.of("SPX", Double.NaN, profile(), artifact, Double.NaN, NOW)))
        .containsEntry("spot", null)
        .containsEntry("nearestVolumeNode", null)
        .containsEntry("nearestVolumeNodeDist", null)
        .containsEntry("volumeWellProximity", null)
        .containsEntry("gammaAlignment", null);
  }

  @Test
  void theEventNamesWhatHasChanged() {
    assertThat(
            Parsed.object(
                GravityJson.EVENT,
                new GravityEvent(GravityEvent.Kind.STRUCTURES, "SPX", "v7", NOW)))
        .isEqualTo(
            fields(
                "type", "structures_updated",
                "symbol", "SPX",
                "artifact_version", "v7",
                "occurred_at", "2026-11-20T15:00:00Z"));
    assertThat(GravityEvent.Kind.ARTIFACT.id()).isEqualTo("dealer_gravity_artifact_updated");
  }

  static Stream<byte[]> shownToTraders() {
    GravityArtifact artifact = GravityArtifact.of(profile(), 6900, 7);
    return Stream.of(
        ProfileJson.PROFILE.bytes(profile()),
        ProfileJson.VIEW.bytes(ProfileView.of(profile(), TV, Double.NaN, Double.NaN)),
        StructuresJson.STRUCTURES.bytes(STRUCTURES),
        GravityJson.ARTIFACT.bytes(artifact),
        GravityJson.CONTEXT.bytes(GravityContext.of("SPX", 6900, profile(), artifact, 1, NOW)),
        GravityJson.EVENT.bytes(new GravityEvent(GravityEvent.Kind.ARTIFACT, "SPX", "v7", NOW)));
  }

  /** Traders read of nodes, wells, crevasses and market memory; never of the classical levels. */
  @ParameterizedTest
  @MethodSource("shownToTraders")
  void classicalWordsAreNotShownToTraders(byte[] json) {
    Pattern banned = Pattern.compile("poc|vah|val(?!ue)|hvn|lvn|value.?area");
    for (Object leaf : Parsed.leaves(Parsed.object(json))) {
      if (leaf instanceof String text) {
        assertThat(banned.matcher(text.toLowerCase(Locale.ROOT)).find()).as(text).isFalse();
      }
    }
  }

  @Test
  void theBannedWordsAreRecognisedWhereTheyAreUsed() {
    VolumeLevelsModel model =
        new VolumeLevelsModel(NOW, "SPX", VolumeLevels.of(new double[] {1}, 6900));
    assertThatThrownBy(() -> classicalWordsAreNotShownToTraders(ProfileJson.LEVELS.bytes(model)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("poc");
  }
}
