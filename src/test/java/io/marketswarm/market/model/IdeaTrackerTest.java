package io.marketswarm.market.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.marketswarm.market.model.IdeaCommand.Insert;
import io.marketswarm.market.model.IdeaCommand.Settle;
import io.marketswarm.market.model.IdeaCommand.Totals;
import io.marketswarm.market.model.IdeaCommand.Update;
import io.marketswarm.market.model.IdeaTracker.Observation;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class IdeaTrackerTest {
  private static final Instant OPEN = Instant.parse("2026-11-30T15:00:00Z");
  private static final Instant CLOSE = Instant.parse("2026-11-30T21:00:00Z");
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 30);
  private static final BiasLfi BIAS = TradeSelectorTest.exampleBias();

  private final IdeaTracker tracker = new IdeaTracker();

  @Test
  void aNewRecommendationBecomesATrackedIdea() {
    List<IdeaCommand> commands = tracker.observe(seen(OPEN, 6905, fly(1, 6910, 30, 1, 1.6)));

    assertThat(commands).hasSize(2);
    TrackedIdea idea = ((Insert) commands.get(0)).idea();
    IdeaEntry entry = idea.entry();
    assertThat(entry.tradeId())
        .isEqualTo("I:SPX:butterfly:1:30:6910:call:" + OPEN.getEpochSecond());
    assertThat(entry.rank()).isEqualTo(1);
    assertThat(entry.hour()).isEqualTo(10.0);
    assertThat(entry.dayOfWeek()).as("a Monday").isZero();
    assertThat(entry.flip()).isEqualTo(6885);
    assertThat(entry.callWall()).isEqualTo(6950);
    assertThat(entry.putWall()).isEqualTo(6800);
    assertThat(entry.maxProfit()).isEqualTo(28.4);
    assertThat(entry.expiration())
        .as("the month's end is no obstacle")
        .isEqualTo(Instant.parse("2026-12-01T21:00:00Z"));
    assertThat(entry.daysLeft(OPEN)).isEqualTo(1);
    assertThat(idea.mark().profit()).isEqualTo(30 - 5 - 1.6);
    assertThat(idea.mark().maxSpot()).isEqualTo(6905);
    assertThat(idea.settlement()).isNull();
    assertThat(commands.get(1)).isEqualTo(new Totals(23.4, 23.4, 1, OPEN));
  }

  @Test
  void theEveningInLondonIsStillTheDayInNewYork() {
    Instant lateOnMonday = Instant.parse("2026-12-01T02:30:00Z");
    TrackedIdea idea = inserted(tracker.observe(seen(lateOnMonday, 6905, fly(1, 6910, 30, 2, 1))));
    assertThat(idea.entry().dayOfWeek()).isZero();
    assertThat(idea.entry().hour()).isEqualTo(21.5);
  }

  @Test
  void anIdeaIsWrittenAgainOnlyWhenItsProfitChanges() {
    tracker.observe(seen(OPEN, 7000, fly(1, 6910, 30, 0, 1.6)));

    assertThat(tracker.observe(seen(at(1), 7001, fly(1, 6910, 30, 0, 1.6))))
        .as("worthless here and there")
        .singleElement()
        .isInstanceOf(Totals.class);

    List<IdeaCommand> inside = tracker.observe(seen(at(2), 6920, fly(1, 6910, 30, 0, 1.6)));
    TrackedIdea idea = ((Update) inside.get(0)).idea();
    assertThat(idea.mark().profit()).isEqualTo(18.4, within(1e-12));
    assertThat(idea.mark().maxTime()).isEqualTo(at(2));

    List<IdeaCommand> farther = tracker.observe(seen(at(3), 6930, fly(1, 6910, 30, 0, 1.6)));
    idea = ((Update) farther.get(0)).idea();
    assertThat(idea.mark().profit()).isEqualTo(8.4, within(1e-12));
    assertThat(idea.mark().maxProfit()).isEqualTo(18.4, within(1e-12));
    assertThat(idea.mark().maxTime()).isEqualTo(at(2));
    assertThat(idea.mark().maxSpot()).isEqualTo(6920);
  }

  @Test
  void dippingOutOfTheRankingIsNoNewIdea() {
    tracker.observe(seen(OPEN, 6905, fly(1, 6910, 30, 0, 1.6)));
    assertThat(inserts(tracker.observe(seen(at(60), 6905, fly(1, 6950, 30, 0, 1.6))))).isOne();

    assertThat(inserts(tracker.observe(seen(at(14 * 60), 6905, fly(1, 6910, 30, 0, 1.6)))))
        .as("back after less than a quarter of an hour")
        .isZero();
    assertThat(inserts(tracker.observe(seen(at(15 * 60), 6905, fly(1, 6950, 30, 0, 1.6)))))
        .isZero();
  }

  @Test
  void returningAfterAQuarterOfAnHourIsANewIdea() {
    tracker.observe(seen(OPEN, 6905, fly(1, 6910, 30, 0, 1.6)));
    tracker.observe(seen(at(1), 6905, fly(1, 6950, 30, 0, 1.6)));
    assertThat(inserts(tracker.observe(seen(at(15 * 60), 6905, fly(1, 6910, 30, 0, 1.6))))).isOne();
  }

  @Test
  void stayingInTheRankingForHoursIsOneIdea() {
    for (int minute = 0; minute < 300; minute += 20) {
      List<IdeaCommand> commands =
          tracker.observe(seen(at(minute * 60), 6905, fly(1, 6910, 30, 0, 1.6)));
      assertThat(inserts(commands)).isEqualTo(minute == 0 ? 1 : 0);
    }
  }

  @Test
  void anEmptyRankingForgetsNothing() {
    tracker.observe(seen(OPEN, 6905, fly(1, 6910, 30, 0, 1.6)));
    tracker.observe(seen(at(1), 6905));
    assertThat(inserts(tracker.observe(seen(at(7200), 6905, fly(1, 6910, 30, 0, 1.6))))).isZero();
  }

  @Test
  void theSameKeyOfTheNextDayIsANewIdea() {
    tracker.observe(seen(OPEN, 6905, fly(1, 6910, 30, 0, 1.6)));
    tracker.observe(seen(CLOSE, 6905));
    Instant tomorrow = OPEN.plus(Duration.ofDays(1));
    Recommendation sameKey = recommendation(1, 6910, 30, 0, 1.6, TODAY.plusDays(1));
    assertThat(inserts(tracker.observe(seen(tomorrow, 6905, sameKey)))).isOne();
  }

  @Test
  void whatHasExpiredIsNotEntered() {
    assertThat(inserts(tracker.observe(seen(CLOSE, 6905, fly(1, 6910, 30, 0, 1.6))))).isZero();
  }

  @Test
  void restartDoesNotEnterTwice() {
    TrackedIdea idea = inserted(tracker.observe(seen(OPEN, 6905, fly(1, 6910, 30, 0, 1.6))));
    IdeaTracker restarted = new IdeaTracker();
    restarted.seed(List.of(idea), at(100));

    assertThat(inserts(restarted.observe(seen(at(101), 6905, fly(1, 6950, 30, 0, 1.6))))).isOne();
    List<IdeaCommand> back = restarted.observe(seen(at(160), 6906, fly(1, 6910, 30, 0, 1.6)));
    assertThat(inserts(back)).isZero();
    assertThat(((Totals) back.get(back.size() - 1)).active()).isEqualTo(2);
  }

  @Test
  void settlesWithTheFirstSpotAtTheClose() {
    tracker.observe(seen(OPEN, 6905, fly(3, 6910, 30, 0, 1.6)));
    tracker.observe(seen(CLOSE.minusSeconds(1), 6909));
    List<IdeaCommand> commands = tracker.observe(seen(CLOSE.plusMillis(400), 6915));

    TrackedIdea idea = ((Settle) commands.get(0)).idea();
    assertThat(idea.entry().rank()).isEqualTo(3);
    assertThat(idea.mark().maxProfit()).isEqualTo(27.4, within(1e-9));
    assertThat(idea.settlement().spot()).isEqualTo(6915);
    assertThat(idea.settlement().profit()).isEqualTo(23.4, within(1e-9));
    assertThat(idea.settlement().capturedPercent()).isEqualTo(23.4 / 27.4 * 100, within(1e-9));
    assertThat(idea.settlement().isWinner()).isTrue();
    assertThat(idea.settlement().rewardAchieved()).isEqualTo(23.4 / 1.6, within(1e-9));
    assertThat(commands.get(1)).isEqualTo(new Totals(0, 0, 0, CLOSE.plusMillis(400)));
  }

  @Test
  void aLoserThatNeverShoneCapturesNothing() {
    tracker.observe(seen(OPEN, 7000, fly(1, 6910, 30, 0, 1.6)));
    TrackedIdea idea = ((Settle) tracker.observe(seen(CLOSE, 7000)).get(0)).idea();
    assertThat(idea.settlement().capturedPercent()).isZero();
    assertThat(idea.settlement().isWinner()).isFalse();
    assertThat(idea.settlement().rewardAchieved()).isEqualTo(-1);
  }

  @Test
  void aMissedCloseWaitsForTheRealClosingSpot() {
    tracker.observe(seen(OPEN, 6905, fly(1, 6910, 30, 0, 1.6)));
    Instant nextMorning = OPEN.plus(Duration.ofDays(1));

    assertThat(tracker.overdue("I:SPX", CLOSE.plusSeconds(30))).isEmpty();
    assertThat(tracker.observe(seen(nextMorning, 7100)))
        .as("tomorrow's spot settles nothing")
        .singleElement()
        .isInstanceOf(Totals.class);
    assertThat(tracker.overdue("I:SPX", nextMorning)).containsExactly(CLOSE);
    assertThat(tracker.overdue("I:NDX", nextMorning)).isEmpty();

    assertThat(tracker.settle("I:NDX", CLOSE, 25000, nextMorning)).hasSize(1);
    List<IdeaCommand> commands = tracker.settle("I:SPX", CLOSE, 6911, nextMorning);
    assertThat(((Settle) commands.get(0)).idea().settlement().spot()).isEqualTo(6911);
    assertThat(((Settle) commands.get(0)).idea().settlement().time()).isEqualTo(nextMorning);
    assertThat(tracker.overdue("I:SPX", nextMorning)).isEmpty();
  }

  @Test
  void aSpotFromBeforeTheCloseSettlesNothingAfterIt() {
    tracker.observe(seen(OPEN, 6905, fly(1, 6910, 30, 0, 1.6)));
    Observation stale =
        new Observation(
            "I:SPX",
            CLOSE.plusSeconds(5),
            6907,
            CLOSE.minusSeconds(2),
            18,
            VixRegime.GOLDILOCKS_1,
            BIAS,
            List.of());
    assertThat(tracker.observe(stale)).noneMatch(Settle.class::isInstance);
  }

  @Test
  void symbolsDoNotMix() {
    tracker.observe(seen(OPEN, 6905, fly(1, 6910, 30, 0, 1.6)));
    Observation other =
        new Observation(
            "I:NDX",
            at(1),
            25000,
            at(1),
            18,
            VixRegime.GOLDILOCKS_1,
            null,
            List.of(fly(1, 6910, 30, 0, 1.6)));
    List<IdeaCommand> commands = tracker.observe(other);
    assertThat(commands).hasSize(2);
    assertThat(inserted(commands).entry().flip()).isNaN();
    assertThat(((Totals) commands.get(1)).active()).isEqualTo(2);
  }

  @Test
  void refusesSpotsThatAreNone() {
    assertThatThrownBy(() -> seen(OPEN, Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> tracker.settle("I:SPX", CLOSE, 0, OPEN)).hasMessageContaining("0.0");
  }

  @Property(tries = 300)
  void whatIsWrittenAddsUp(@ForAll long seed) {
    Random random = new Random(seed);
    IdeaTracker fresh = new IdeaTracker();
    Map<String, TrackedIdea> store = new HashMap<>();
    Instant time = OPEN;
    double spot = 6905;
    for (int i = 0; i < 60; i++) {
      time = time.plusSeconds(random.nextInt(900));
      spot += random.nextInt(21) - 10;
      List<Recommendation> ranking = new ArrayList<>();
      int ranked = random.nextInt(5);
      for (int rank = 1; rank <= ranked; rank++) {
        ranking.add(fly(rank, 6850 + 5 * random.nextInt(20), 30, random.nextInt(2), 1 + rank));
      }
      List<IdeaCommand> commands =
          fresh.observe(seen(time, spot, ranking.toArray(Recommendation[]::new)));
      for (IdeaCommand command : commands) {
        if (command instanceof Insert insert) {
          assertThat(store.put(insert.idea().entry().tradeId(), insert.idea())).isNull();
        } else if (command instanceof Update update) {
          assertThat(store.put(update.idea().entry().tradeId(), update.idea())).isNotNull();
        } else if (command instanceof Settle settle) {
          assertThat(store.remove(settle.idea().entry().tradeId())).isNotNull();
        }
      }
      Totals totals = (Totals) commands.get(commands.size() - 1);
      assertThat(totals.active()).isEqualTo(store.size());
      assertThat(totals.profit())
          .isEqualTo(
              store.values().stream().mapToDouble(idea -> idea.mark().profit()).sum(),
              within(0.0051));
      for (TrackedIdea idea : store.values()) {
        assertThat(idea.mark().maxProfit()).isGreaterThanOrEqualTo(idea.mark().profit());
        if (time.isBefore(idea.entry().expiration())) {
          double worth = Math.max(0, 30 - Math.abs(spot - idea.entry().strike()));
          assertThat(idea.mark().profit()).isEqualTo(worth - idea.entry().debit(), within(1e-9));
        }
      }
    }
  }

  private static Instant at(int seconds) {
    return OPEN.plusSeconds(seconds);
  }

  private static long inserts(List<IdeaCommand> commands) {
    return commands.stream().filter(Insert.class::isInstance).count();
  }

  private static TrackedIdea inserted(List<IdeaCommand> commands) {
    return commands.stream()
        .filter(Insert.class::isInstance)
        .map(command -> ((Insert) command).idea())
        .findFirst()
        .orElseThrow();
  }

  public static Observation seen(Instant time, double spot, Recommendation... ranking) {
    return new Observation(
        "I:SPX", time, spot, time, 18.5, VixRegime.GOLDILOCKS_1, BIAS, List.of(ranking));
  }

  public static Recommendation fly(int rank, int strike, int width, int dte, double debit) {
    return recommendation(rank, strike, width, dte, debit, TODAY.plusDays(dte));
  }

  private static Recommendation recommendation(
      int rank, int strike, int width, int dte, double debit, LocalDate expiry) {
    Butterfly fly = Butterfly.of(ButterflyGrid.Side.CALL, strike, width, dte, expiry, debit, 6905);
    TileScore score = new TileScore(fly.tileKey(), 80, 1, 80, 80, 80, 80);
    return new Recommendation(
        rank,
        fly,
        score,
        Campaign.of(dte),
        dte == 0 ? List.of(VixSpecial.GAMMA_SCALP) : List.of(),
        Double.NaN,
        Opportunity.of(17.75, RewardExpectation.of(dte), 0.224));
  }
}
