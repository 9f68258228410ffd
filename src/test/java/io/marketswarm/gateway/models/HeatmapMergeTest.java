package io.marketswarm.gateway.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class HeatmapMergeTest {
  record Step(Map<String, Integer> changed, Set<String> removed) {}

  private static Arbitrary<String> keys() {
    return Combinators.combine(
            Arbitraries.of("single", "vertical"),
            Arbitraries.integers().between(0, 2),
            Arbitraries.integers().between(0, 4))
        .as("%s:%d:0:%d"::formatted);
  }

  private static Arbitrary<Map<String, Integer>> tileMaps() {
    return Arbitraries.maps(keys(), Arbitraries.integers()).ofMaxSize(12);
  }

  @Provide
  Arbitrary<Map<String, Integer>> tiles() {
    return tileMaps();
  }

  /** As publishers tell them: no tile is both changed and removed. */
  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(tileMaps(), keys().set().ofMaxSize(6))
        .as(
            (changed, removed) -> {
              Set<String> others = new HashSet<>(removed);
              others.removeAll(changed.keySet());
              return new Step(changed, others);
            })
        .list()
        .ofMaxSize(6);
  }

  private static JsonObject tile(int value) {
    return new JsonObject().put("mid", value).put("text", "\"{,}é" + value);
  }

  private static JsonObject tilesOf(Map<String, Integer> values) {
    JsonObject tiles = new JsonObject();
    values.forEach((key, value) -> tiles.put(key, tile(value)));
    return tiles;
  }

  @Property(tries = 300)
  void isWhatApplyingOneAfterTheOtherGives(
      @ForAll("tiles") Map<String, Integer> before, @ForAll("steps") List<Step> steps)
      throws IOException {
    Map<String, Integer> expected = new HashMap<>(before);
    List<Buffer> diffs = new ArrayList<>();
    int version = 7;
    for (Step step : steps) {
      expected.putAll(step.changed());
      expected.keySet().removeAll(step.removed());
      diffs.add(
          new JsonObject()
              .put("ts", ++version * 10)
              .put("version", version)
              .put("changed", tilesOf(step.changed()))
              .put("removed", new JsonArray(List.copyOf(step.removed())))
              .toBuffer());
    }
    JsonObject whole =
        new JsonObject()
            .put("ts", 70)
            .put("symbol", "I:SPX")
            .put("version", 7)
            .put("tiles", tilesOf(before))
            .put("dte_tile_counts", new JsonObject())
            .put("spot", 6_831.25);
    JsonObject merged = HeatmapMerge.merge(whole.toBuffer(), diffs).toJsonObject();
    assertThat(merged.getJsonObject("tiles")).isEqualTo(tilesOf(expected));
    assertThat(merged.getInteger("version")).isEqualTo(version);
    assertThat(merged.getInteger("ts")).isEqualTo(version * 10);
    assertThat(merged.getDouble("spot")).isEqualTo(6_831.25);
    JsonObject counts = new JsonObject();
    expected
        .keySet()
        .forEach(
            key -> {
              String dte = key.split(":")[1];
              counts.put(dte, counts.getInteger(dte, 0) + 1);
            });
    assertThat(merged.getJsonObject("dte_tile_counts")).isEqualTo(counts);
  }

  @Example
  void brokenChangesAreRefused() {
    assertThatThrownBy(
            () ->
                HeatmapMerge.merge(
                    Buffer.buffer("{\"tiles\":{}}"), List.of(Buffer.buffer("{\"changed\":{"))))
        .isInstanceOf(IOException.class);
  }
}
