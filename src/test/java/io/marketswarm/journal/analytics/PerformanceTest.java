package io.marketswarm.journal.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.marketswarm.journal.JournalServer;
import io.marketswarm.journal.Trader;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PerformanceTest {
  private static JournalServer journal;
  private final Trader ada = journal.trader();

  @BeforeAll
  static void open() {
    journal = JournalServer.start();
  }

  @AfterAll
  static void close() {
    journal.close();
  }

  private void butterfly(
      String log,
      double entry,
      Double exit,
      int quantity,
      String entered,
      String exited,
      Integer maxProfit) {
    JsonObject body =
        Trader.butterfly()
            .put("entry_mode", "freeform")
            .put("entry_price", (int) Math.round(entry))
            .put("price_unit", "cents")
            .put("quantity", quantity)
            .put("planned_risk", Math.round(entry) * 100 * quantity)
            .put("entry_time", "2026-" + entered + ":00")
            .put("max_profit", maxProfit);
    if (exit != null) {
      body.put("exit_price", (int) Math.round(exit)).put("exit_time", "2026-" + exited + ":00");
    }
    Trader.data(ada.post("/api/logs/" + log + "/trades", body));
  }

  @Test
  void figuresOfTheGoldenBook() {
    String log = ada.newLog();
    butterfly(log, 150, 450.0, 1, "01-05T15:00", "01-05T19:30", 185_000);
    butterfly(log, 200, 50.0, 1, "01-06T15:00", "01-06T20:00", 180_000);
    butterfly(log, 120, 120.0, 2, "01-07T15:00", "01-07T20:00", 376_000);
    butterfly(log, 100, 0.0, 1, "01-08T15:00", "01-08T21:00", null);
    butterfly(log, 250, 700.0, 1, "01-12T15:00", "01-13T16:00", 175_000);
    butterfly(log, 180, null, 1, "01-14T15:00", null, 182_000);
    String path = "/api/logs/" + log;
    JsonObject figures = Trader.data(ada.get(path + "/analytics"));
    Object[][] expected = {
      {"span_days", 9},
      {"total_trades", 6},
      {"trades_per_week", 4.666666666666666},
      {"net_profit", 50_000},
      {"current_equity", 2_550_000},
      {"total_return_percent", 2},
      {"open_trades", 1},
      {"closed_trades", 5},
      {"winners", 2},
      {"losers", 2},
      {"breakeven", 1},
      {"win_rate", 40},
      {"avg_win", 37_500},
      {"avg_loss", -12_500},
      {"win_loss_ratio", 3},
      {"avg_risk", 18_800},
      {"largest_win", 45_000},
      {"largest_loss", -15_000},
      {"largest_win_pct_gross", 60},
      {"largest_loss_pct_gross", 60},
      {"gross_profit", 75_000},
      {"gross_loss", 25_000},
      {"avg_net_profit", 10_000},
      {"profit_factor", 3},
      {"max_drawdown_pct", 0.9881422924901186},
      {"avg_r_multiple", 0.41},
      {"avg_r2r", 10.822222222222223},
      {"sharpe_ratio", 0.9534625892455922},
      {"net_profit_dollars", 500}
    };
    for (Object[] figure : expected) {
      assertThat(figures.getDouble((String) figure[0]))
          .as((String) figure[0])
          .isCloseTo(((Number) figure[1]).doubleValue(), within(1e-12));
    }
    assertThat(points(path + "/equity", "equity", "value"))
        .containsExactly(0.0, 30_000.0, 15_000.0, 15_000.0, 5_000.0, 50_000.0);
    assertThat(points(path + "/equity?from=2026-01-07", "equity", "value"))
        .containsExactly(0.0, 0.0, -10_000.0, 35_000.0);
    assertThat(points(path + "/drawdown", "drawdown", "drawdown_pct"))
        .containsExactly(0.0, 0.0, 0.592885375494071, 0.592885375494071, 0.9881422924901186, 0.0);
    assertThat(points(path + "/drawdown", "drawdown", "peak"))
        .containsExactly(
            2_500_000.0, 2_530_000.0, 2_530_000.0, 2_530_000.0, 2_530_000.0, 2_550_000.0);
    JsonArray bins =
        Trader.data(ada.get(path + "/distribution?bins=10")).getJsonArray("distribution");
    assertThat(bins).hasSize(12);
    assertThat(
            bins.stream()
                .map(JsonObject.class::cast)
                .filter(bin -> bin.getInteger("count") > 0)
                .map(bin -> bin.getInteger("bin_start")))
        .containsExactly(-18_000, -12_000, 0, 30_000, 42_000);
    assertThat(bins.getJsonObject(3).getBoolean("is_zero")).isTrue();
    assertThat(bins.getJsonObject(11).getInteger("bin_start")).isEqualTo(48_000);
  }

  private List<Double> points(String path, String list, String field) {
    return Trader.data(ada.get(path)).getJsonArray(list).stream()
        .map(p -> ((JsonObject) p).getDouble(field))
        .toList();
  }

  @Test
  void anEmptyBookHasFigures() {
    String path = "/api/logs/" + ada.newLog();
    assertThat(Trader.data(ada.get(path + "/analytics")).getInteger("span_days")).isZero();
    assertThat(points(path + "/equity", "equity", "value")).isEmpty();
    assertThat(points(path + "/distribution", "distribution", "count")).isEmpty();
  }

  private record Deal(LocalDateTime in, LocalDateTime out, long pnl, Long risk, Double r) {}

  /** The same figures of random books, computed from lists, by the definitions and nothing else. */
  @Test
  void agreesWithTheDefinitionsOnRandomBooks() {
    Random random = new Random(11);
    for (int book = 0; book < 300; book++) {
      long capital = random.nextInt(10) == 0 ? 0 : random.nextLong(1, 10_000_000);
      List<Deal> deals = new ArrayList<>();
      for (int i = random.nextInt(60); i > 0; i--) {
        LocalDateTime in = LocalDateTime.of(2026, 1, 1, 15, 0).plusMinutes(random.nextInt(200_000));
        deals.add(
            new Deal(
                in,
                in.plusMinutes(random.nextInt(9_000)),
                random.nextInt(5) == 0 ? 0 : random.nextLong(-90_000, 90_000),
                random.nextInt(4) == 0 ? null : (Long) random.nextLong(1, 90_000),
                random.nextInt(4) == 0 ? null : (Double) random.nextGaussian()));
      }
      deals.sort(Comparator.comparing(Deal::out));
      Performance made = new Performance(capital);
      for (Deal deal : deals) {
        made.trade(deal.in, deal.out);
        made.earned(deal.pnl);
        if (deal.risk != null) {
          made.risked(deal.risk);
        }
        if (deal.r != null) {
          made.multiple(deal.r);
        }
      }
      compare(made, deals, capital);
    }
  }

  private static void compare(Performance made, List<Deal> deals, long capital) {
    List<Long> wins = deals.stream().map(Deal::pnl).filter(pnl -> pnl > 0).toList();
    List<Long> losses = deals.stream().map(Deal::pnl).filter(pnl -> pnl < 0).toList();
    long net = deals.stream().mapToLong(Deal::pnl).sum();
    long won = wins.stream().mapToLong(x -> x).sum();
    long lost = -losses.stream().mapToLong(x -> x).sum();
    int n = deals.size();
    assertThat(made.net()).isEqualTo(net);
    assertThat(made.winners()).isEqualTo(wins.size());
    assertThat(made.losers()).isEqualTo(losses.size());
    assertThat(made.breakeven()).isEqualTo(n - wins.size() - losses.size());
    assertThat(made.winRate()).isEqualTo(n == 0 ? 0 : (double) wins.size() / n * 100);
    assertThat(made.averageWin())
        .isEqualTo(wins.isEmpty() ? 0 : (long) ((double) won / wins.size()));
    assertThat(made.averageLoss())
        .isEqualTo(losses.isEmpty() ? 0 : (long) ((double) -lost / losses.size()));
    assertThat(made.profitFactor()).isEqualTo(lost == 0 ? 0 : (double) won / lost);
    assertThat(made.largestWin()).isEqualTo(deals.stream().mapToLong(Deal::pnl).max().orElse(0));
    assertThat(made.largestLoss()).isEqualTo(deals.stream().mapToLong(Deal::pnl).min().orElse(0));
    assertThat(made.averageNet()).isEqualTo(n == 0 ? 0 : (long) ((double) net / n));
    assertThat(made.averageRisk())
        .isEqualTo(
            (long)
                deals.stream()
                    .filter(d -> d.risk != null)
                    .mapToLong(Deal::risk)
                    .average()
                    .orElse(0));
    assertThat(made.averageMultiple())
        .isCloseTo(
            deals.stream().filter(d -> d.r != null).mapToDouble(Deal::r).average().orElse(0),
            within(1e-9));
    LocalDateTime first = deals.stream().map(Deal::in).min(Comparator.naturalOrder()).orElse(null);
    LocalDateTime last = deals.stream().map(Deal::out).max(Comparator.naturalOrder()).orElse(null);
    assertThat(made.spanDays())
        .isEqualTo(n == 0 ? 0 : Math.max(1, Duration.between(first, last).toDays()));
    double deepest = 0;
    for (int i = 0; i < n; i++) {
      long equity = capital;
      long peak = capital;
      for (int j = 0; j <= i; j++) {
        equity += deals.get(j).pnl;
        peak = Math.max(peak, equity);
      }
      deepest = peak > 0 ? Math.max(deepest, (double) (peak - equity) / peak * 100) : deepest;
    }
    assertThat(made.maxDrawdownPercent()).isEqualTo(deepest);
    double[] returns = deals.stream().mapToDouble(d -> (double) d.pnl / capital).toArray();
    double mean = java.util.Arrays.stream(returns).average().orElse(0);
    double deviation =
        Math.sqrt(
            java.util.Arrays.stream(returns).map(x -> (x - mean) * (x - mean)).average().orElse(0));
    double sharpe = capital <= 0 || n < 2 || deviation == 0 ? 0 : mean / deviation * Math.sqrt(n);
    assertThat(made.sharpe()).isCloseTo(sharpe, within(1e-9 * Math.max(1, Math.abs(sharpe))));
  }
}
