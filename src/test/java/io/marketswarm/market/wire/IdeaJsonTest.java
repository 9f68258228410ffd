package io.marketswarm.market.wire;

import static io.marketswarm.market.wire.Parsed.fields;
import static io.marketswarm.market.wire.Parsed.list;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketswarm.market.model.ButterflyGrid;
import io.marketswarm.market.model.Campaign;
import io.marketswarm.market.model.IdeaEntry;
import io.marketswarm.market.model.RankRecord;
import io.marketswarm.market.model.TrackedIdea;
import io.marketswarm.market.model.TrackingStats;
import io.marketswarm.market.model.VixRegime;
import io.marketswarm.market.model.VixSpecial;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdeaJsonTest {
  private static final Instant ENTERED = Instant.parse("2026-11-30T15:15:00.250Z");
  private static final Instant BEST = Instant.parse("2026-11-30T18:00:00Z");
  private static final Instant CLOSE = Instant.parse("2026-12-01T21:00:00Z");
  private static final TrackedIdea.Mark MARK = new TrackedIdea.Mark(18.4, 23.9, BEST, 6908);
  private static final TrackedIdea.Settlement END =
      new TrackedIdea.Settlement(CLOSE.plusSeconds(1), 6920, 18.4, 76.98744769874477, true, 11.5);

  private static IdeaEntry entry(double flip) {
    return new IdeaEntry(
        "I:SPX:butterfly:1:30:6910:call:1796051700",
        "I:SPX",
        "butterfly:1:30:6910:call",
        3,
        ENTERED,
        6905.25,
        18.5,
        VixRegime.GOLDILOCKS_1,
        flip,
        6950,
        6800,
        ButterflyGrid.Side.CALL,
        6910,
        30,
        1,
        1.6,
        17.75,
        Campaign.TACTICAL,
        List.of(VixSpecial.BATMAN, VixSpecial.TIMEWARP),
        CLOSE);
  }

  private static Map<String, Object> active() {
    return fields(
        "trade_id",
        "I:SPX:butterfly:1:30:6910:call:1796051700",
        "symbol",
        "I:SPX",
        "tile_key",
        "butterfly:1:30:6910:call",
        "entry_rank",
        3,
        "entry_time",
        "2026-11-30T15:15:00Z",
        "entry_spot",
        6905.25,
        "entry_vix",
        18.5,
        "entry_regime",
        "goldilocks_1",
        "entry_hour",
        10.25,
        "entry_day_of_week",
        0,
        "entry_gex_flip",
        6885,
        "entry_gex_call_wall",
        6950,
        "entry_gex_put_wall",
        6800,
        "entry_ts",
        1796051700.25,
        "strategy",
        "butterfly",
        "side",
        "call",
        "strike",
        6910,
        "width",
        30,
        "dte",
        1,
        "debit",
        1.6,
        "max_profit_theoretical",
        28.4,
        "r2r_predicted",
        17.75,
        "campaign",
        "0dte_tactical",
        "edge_cases",
        list("batman", "timewarp"),
        "expiration",
        "2026-12-01T21:00:00Z",
        "current_pnl",
        18.4,
        "max_pnl",
        23.9,
        "max_pnl_time",
        "2026-11-30T18:00:00Z",
        "max_pnl_spot",
        6908,
        "status",
        "active",
        "settled",
        false);
  }

  @Test
  void anActiveIdeaCarriesEveryField() {
    assertThat(Parsed.object(IdeaJson.IDEA, new TrackedIdea(entry(6885), MARK, null)))
        .isEqualTo(active());
  }

  @Test
  void aSettledIdeaAddsItsEnd() {
    Map<String, Object> expected = active();
    expected.put("status", "settled");
    expected.put("settled", true);
    expected.put("settlement_time", "2026-12-01T21:00:01Z");
    expected.put("settlement_spot", 6920.0);
    expected.put("final_pnl", 18.4);
    expected.put("pnl_captured_pct", 76.98744769874477);
    expected.put("is_winner", true);
    expected.put("r2r_achieved", 11.5);
    assertThat(Parsed.object(IdeaJson.IDEA, new TrackedIdea(entry(6885), MARK, END)))
        .isEqualTo(expected);
  }

  @Test
  void theJournalGetsItsOwnShape() {
    Map<String, Object> posted =
        Parsed.object(IdeaJson.journal(4), new TrackedIdea(entry(Double.NaN), MARK, END));
    assertThat(posted)
        .containsEntry("id", "I:SPX:butterfly:1:30:6910:call:1796051700")
        .containsEntry("entry_ts", 1796051700.0)
        .containsEntry("entry_gex_flip", null)
        .containsEntry("max_pnl_dte", 1.0)
        .containsEntry("params_version", 4.0)
        .containsEntry("is_winner", true)
        .doesNotContainKeys("trade_id", "tile_key", "status", "settled", "current_pnl");
    assertThat(posted.keySet())
        .contains(
            "symbol",
            "entry_rank",
            "entry_time",
            "entry_spot",
            "entry_vix",
            "entry_regime",
            "strategy",
            "side",
            "strike",
            "width",
            "dte",
            "debit",
            "max_profit_theoretical",
            "max_pnl",
            "settlement_time",
            "settlement_spot",
            "final_pnl",
            "edge_cases");
  }

  @Test
  void whatIsWrittenCanBeReadAgain() {
    for (double flip : new double[] {6885, Double.NaN}) {
      for (TrackedIdea.Settlement end : new TrackedIdea.Settlement[] {null, END}) {
        TrackedIdea idea = new TrackedIdea(entry(flip), MARK, end);
        assertThat(IdeaReader.read(IdeaJson.IDEA.bytes(idea))).isEqualTo(idea);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "null",
        "{}",
        "{\"trade_id\":7}",
        "{\"trade_id\":\"a\",\"symbol\":null}",
        "{\"max_pnl_time\":\"yesterday\",\"current_pnl\":1,\"max_pnl\":1,\"max_pnl_spot\":1}"
      })
  void whatIsNoIdeaIsRefusedWithTheReason(String json) {
    assertThatThrownBy(() -> IdeaReader.read(json.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("not a tracked idea: ");
  }

  @Test
  void fieldsOfLaterVersionsAreIgnored() {
    String json = Parsed.text(IdeaJson.IDEA.bytes(new TrackedIdea(entry(6885), MARK, null)));
    String newer = json.replaceFirst("\\{", "{\"x\":{\"y\":[1,{}]},\"z\":[[1],{\"a\":2}],");
    assertThat(IdeaReader.read(newer.getBytes(StandardCharsets.UTF_8)).entry().strike())
        .isEqualTo(6910);
  }

  @Test
  void statisticsAreSummedOverRanks() {
    TrackingStats stats =
        new TrackingStats(
            4,
            15,
            12.5,
            30.25,
            List.of(new RankRecord(1, 10, 6, 5.2, 11.0), new RankRecord(2, 5, 1, -3.0, 0)));
    assertThat(Parsed.object(IdeaJson.STATS, stats))
        .isEqualTo(
            fields(
                "activeCount", 4,
                "historyCount", 15,
                "totalCurrentPnl", 12.5,
                "totalMaxPnl", 30.25,
                "historicalTotalPnl", 5.2 - 3.0,
                "historicalTotalMaxPnl", 11,
                "historicalTotalWins", 7,
                "historicalTotalCount", 15,
                "byRank",
                    fields(
                        "1",
                            fields(
                                "count",
                                10,
                                "wins",
                                6,
                                "totalPnl",
                                5.2,
                                "totalMaxPnl",
                                11,
                                "winRate",
                                "60.0%",
                                "avgPnl",
                                "0.52",
                                "avgMaxPnl",
                                "1.10",
                                "captureRate",
                                "47.3%"),
                        "2",
                            fields(
                                "count",
                                5,
                                "wins",
                                1,
                                "totalPnl",
                                -3,
                                "totalMaxPnl",
                                0,
                                "winRate",
                                "20.0%",
                                "avgPnl",
                                "-0.60",
                                "avgMaxPnl",
                                "0.00",
                                "captureRate",
                                "0%"))));
  }

  @Test
  void aRankWithoutIdeasHasNoRecord() {
    assertThatThrownBy(() -> new RankRecord(1, 0, 0, 0, 0)).hasMessageContaining("not 0");
  }
}
