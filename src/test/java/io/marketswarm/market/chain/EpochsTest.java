package io.marketswarm.market.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.market.MarketStage;
import io.marketswarm.market.MassiveSettings;
import io.marketswarm.market.chain.Dormancy.Finding;
import io.marketswarm.market.feed.ChainContract;
import io.vertx.redis.client.Request;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class EpochsTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 1, 27);
  private static final long START = 1_769_527_800_250L;
  private static final long MINUTE = 60_000;
  private static final Pattern REASON =
      Pattern.compile("\\$6\\r\\nreason\\r\\n\\$\\d+\\r\\n(\\w+)");

  private final Epochs epochs =
      new Epochs(MassiveSettings.from(MarketStage.config(Map.of()).env().all()).chain());

  private static ChainEdition calls(int from, int to) {
    return Contracts.edition(
        3, 1, START, Contracts.calls(TODAY, from, to, 5).toArray(ChainContract[]::new));
  }

  private String reason(ChainEdition edition, double spot, long millis) {
    Matcher reason =
        REASON.matcher(epochs.edition(edition, Map.of("I:SPX", spot), millis).toString());
    return reason.find() ? reason.group(1) : "";
  }

  @Test
  void beginsWhenThereIsReasonTo() {
    assertThat(reason(calls(6805, 6900), 6900, START)).isEqualTo("first_chain");
    assertThat(reason(calls(6805, 6900), 6900, START + MINUTE)).isEmpty();
    assertThat(reason(calls(6810, 6905), 6900, START)).as("2 of 20 changed").isEmpty();
    assertThat(reason(calls(6815, 6910), 6900, START)).as("4 of 20").isEqualTo("geometry");
    assertThat(reason(calls(6815, 6910), 6968.9, START)).isEmpty();
    assertThat(reason(calls(6815, 6910), 6831, START)).as("1 percent").isEqualTo("spot");
    assertThat(reason(calls(6815, 6910), 6831, START + 390 * MINUTE - 1)).isEmpty();
    assertThat(reason(calls(6815, 6910), 6831, START + 390 * MINUTE)).isEqualTo("age");
    ChainEdition other =
        Contracts.edition(
            4,
            1,
            START,
            Contracts.calls(TODAY.plusDays(1), 6815, 6910, 5).toArray(ChainContract[]::new));
    assertThat(reason(other, 6831, START + 391 * MINUTE)).isEqualTo("expirations");
    epochs.force();
    assertThat(reason(other, 6831, START + 392 * MINUTE)).isEqualTo("dormancy");
    assertThat(reason(other, 6831, START + 393 * MINUTE)).isEmpty();
  }

  @Test
  void isNamedByTimeAndContracts() throws Exception {
    ChainEdition edition = calls(6895, 6900);
    byte[] hash =
        MessageDigest.getInstance("SHA-1")
            .digest(
                "O:SPXW260127C06895000,O:SPXW260127C06900000".getBytes(StandardCharsets.US_ASCII));
    String id = "SPX:1769527800:" + HexFormat.of().formatHex(hash).substring(0, 4);
    List<Request> commands = epochs.edition(edition, Map.of("I:SPX", 6900.0), START);
    assertThat(commands.get(0).toString()).contains("epoch:active", "SPX", id);
    assertThat(commands.get(1).toString())
        .contains("epoch:meta:" + id, "geometry_version", "contract_count", "strike_count");
    assertThat(commands.toString())
        .contains("epoch:" + id + ":had_ws_updates", "epoch:timeline:SPX");
  }

  @Test
  void silenceOfAnOpenMarketIsNoticed() {
    Dormancy dormancy = new Dormancy(Duration.ofSeconds(5));
    assertThat(dormancy.look(0, 1_000)).isEqualTo(Finding.NOTHING);
    assertThat(dormancy.look(0, 6_000)).isEqualTo(Finding.NOTHING);
    assertThat(dormancy.look(0, 6_001)).isEqualTo(Finding.DORMANT);
    assertThat(dormancy.look(0, 6_002)).as("at most once in 5 s").isEqualTo(Finding.NOTHING);
    assertThat(dormancy.look(0, 11_002)).isEqualTo(Finding.DORMANT);
    assertThat(dormancy.look(0, 16_003)).isEqualTo(Finding.DORMANT_FOR_LONG);
    assertThat(dormancy.look(0, 21_004)).as("counted from one again").isEqualTo(Finding.DORMANT);
    assertThat(dormancy.look(21_500, 22_000)).isEqualTo(Finding.STIRRED);
    assertThat(dormancy.look(21_500, 27_001)).isEqualTo(Finding.DORMANT);
    dormancy.rest();
    assertThat(dormancy.look(21_500, 90_000))
        .as("a night is no silence")
        .isEqualTo(Finding.NOTHING);
  }
}
