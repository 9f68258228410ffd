package io.marketswarm.market.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.market.MarketStage;
import io.marketswarm.market.MassiveSettings;
import io.marketswarm.market.feed.ChainContract;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChannelsTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 1, 31);

  private static MassiveSettings.Stream settings(Map<String, String> variables) {
    return MassiveSettings.from(MarketStage.config(variables).env().all()).stream();
  }

  /** Today, the first of the next month, and yesterday; a strike that looks like today's date. */
  private static ChainEdition edition() {
    List<ChainContract> contracts = new ArrayList<>();
    contracts.addAll(Contracts.calls(TODAY.minusDays(1), 6900, 6900, 5));
    contracts.addAll(Contracts.calls(TODAY, 6890, 6910, 5));
    contracts.addAll(Contracts.calls(TODAY.plusDays(1), 6900, 6900, 5));
    contracts.add(Contracts.of("O:SPXW260203C00260131"));
    return Contracts.edition(1, 1, 0, contracts.toArray(ChainContract[]::new));
  }

  @Test
  void onlyWhatExpiresTodayIsStreamed() {
    Channels channels = Channels.of(edition(), settings(Map.of()), TODAY);
    assertThat(channels.names())
        .containsExactly(
            "T.O:SPXW260131C06890000",
            "T.O:SPXW260131C06895000",
            "T.O:SPXW260131C06900000",
            "T.O:SPXW260131C06905000",
            "T.O:SPXW260131C06910000");
    assertThat(channels.leftOut()).isZero();
    assertThat(Channels.of(edition(), settings(Map.of()), TODAY.plusDays(9)).names()).isEmpty();
  }

  @Test
  void moreDaysOnRequest() {
    Channels channels = Channels.of(edition(), settings(Map.of("MASSIVE_WS_MAX_DTE", "1")), TODAY);
    assertThat(channels.contracts()).hasSize(6).contains("O:SPXW260201C06900000");
  }

  @Test
  void theNearestToTheMoneyAreKept() {
    Channels channels =
        Channels.of(edition(), settings(Map.of("MASSIVE_WS_MAX_CHANNELS_PER_SYMBOL", "2")), TODAY);
    assertThat(channels.contracts())
        .containsExactly("O:SPXW260131C06895000", "O:SPXW260131C06900000");
    assertThat(channels.leftOut()).isEqualTo(3);
  }

  @Test
  void quotesOfNoMoreThanAThousandContracts() {
    ChainEdition wide =
        Contracts.edition(
            1, 1, 0, Contracts.calls(TODAY, 1, 1_400, 1).toArray(ChainContract[]::new));
    Channels channels = Channels.of(wide, settings(Map.of("MASSIVE_WS_CHANNELS", "T,Q")), TODAY);
    List<String> quotes = channels.names().stream().filter(n -> n.startsWith("Q.")).toList();
    assertThat(quotes).hasSize(1_000).contains("Q.O:SPXW260131C00700000");
    assertThat(quotes).doesNotContain("Q.O:SPXW260131C00001000", "Q.O:SPXW260131C01400000");
    assertThat(channels.names()).hasSize(2_400);
  }
}
