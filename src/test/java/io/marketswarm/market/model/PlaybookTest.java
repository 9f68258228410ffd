package io.marketswarm.market.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlaybookTest {

  @ParameterizedTest
  @CsvSource({
    "0, overnight", "6.99, overnight", "7, premarket", "9.49, premarket", "9.5, morning",
    "12.49, morning", "12.5, afternoon", "14.5, closing", "15.99, closing", "16, after_hours",
    "23.99, after_hours"
  })
  void theDayFallsIntoSessions(double hour, String session) {
    assertThat(TradingSession.at(hour).id()).isEqualTo(session);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 24, Double.NaN})
  void refusesHoursNoDayHas(double hour) {
    assertThatThrownBy(() -> TradingSession.at(hour))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(String.valueOf(hour));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        // vix, hour, regime, special, widths, dtes, session, decay
        "33, 15, chaos, batman, 50-100, 1-3, closing, 1.44",
        "32, 10, chaos, batman, 50-100, 1-3, morning, 0.9",
        "31.99, 10, goldilocks_2, batman, 40-50, 0-2, morning, 1.0",
        "24, 10, goldilocks_2, batman, 40-50, 0-2, morning, 1.0",
        "23.99, 10, goldilocks_2, none, 40-50, 0-2, morning, 1.0",
        "23.5, 15, goldilocks_2, gamma_scalp, 40-50, 0-2, closing, 1.6",
        "23, 14.9, goldilocks_2, none, 40-50, 0-2, closing, 1.6",
        "18.5, 10.5, goldilocks_1, none, 30-40, 0-1, morning, 1.1",
        "18.5, 14, goldilocks_1, gamma_scalp, 30-40, 0-1, afternoon, 1.43",
        "18.5, 16, goldilocks_1, gamma_scalp, 30-40, 0-1, after_hours, 0.55",
        "18.5, 16.01, goldilocks_1, none, 30-40, 0-1, after_hours, 0.55",
        "17, 10, goldilocks_1, timewarp, 30-40, 0-1, morning, 1.1",
        "16.99, 10, zombieland, timewarp, 10-20, 1-2, morning, 1.2",
        "15, 12.75, zombieland, timewarp, 10-20, 1-2, afternoon, 1.56",
        "15, 5, zombieland, timewarp, 10-20, 1-2, overnight, 0.6"
      })
  void volatilityAndHourDecideTheRules(
      double vix,
      double hour,
      String regime,
      String special,
      String widths,
      String dtes,
      String session,
      double decay) {
    Playbook playbook = Playbook.at(hour, vix);

    assertThat(playbook.regime().id()).isEqualTo(regime);
    assertThat(playbook.special() == null ? null : playbook.special().id()).isEqualTo(special);
    assertThat(playbook.ideal().widths()).isEqualTo(widths);
    assertThat(playbook.ideal().dtes()).isEqualTo(dtes);
    assertThat(playbook.session().id()).isEqualTo(session);
    assertThat(playbook.decayFactor()).isEqualTo(decay);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, 0, -3, Double.POSITIVE_INFINITY})
  void withoutAQuotedVixAQuietOneIsAssumed(double vix) {
    assertThat(Playbook.at(10, vix).vix()).isEqualTo(15);
  }

  @Test
  void theScalpWindowKnowsWhereItStands() {
    ScalpWindow early = Playbook.at(12.75, 15).scalpWindow();
    assertThat(early.isActive()).isTrue();
    assertThat(early.progress()).isEqualTo(0.07);
    assertThat(early.remainingHours()).isEqualTo(3.25);
    assertThat(early.urgency()).isEqualTo(ScalpWindow.Urgency.LOW);

    ScalpWindow middle = Playbook.at(14.9, 15).scalpWindow();
    assertThat(middle.progress()).isEqualTo(0.69);
    assertThat(middle.urgency()).isEqualTo(ScalpWindow.Urgency.MEDIUM);

    assertThat(Playbook.at(15.5, 15).scalpWindow().urgency()).isEqualTo(ScalpWindow.Urgency.HIGH);

    ScalpWindow ahead = Playbook.at(9, 20).scalpWindow();
    assertThat(ahead.isActive()).isFalse();
    assertThat(ahead.isAhead()).isTrue();
    assertThat(ahead.startsInHours()).isEqualTo(5);

    assertThat(Playbook.at(17, 20).scalpWindow().isAhead()).isFalse();
  }

  @Test
  void aTradeCanBePlayedInSeveralWays() {
    ScalpWindow window = Playbook.at(15, 30).scalpWindow();
    assertThat(VixSpecial.ofTrade(30, 0, window))
        .isEqualTo(List.of(VixSpecial.BATMAN, VixSpecial.GAMMA_SCALP));
    assertThat(VixSpecial.ofTrade(30, 3, window)).isEmpty();
    assertThat(VixSpecial.ofTrade(17, 1, window)).isEqualTo(List.of(VixSpecial.TIMEWARP));
    assertThat(VixSpecial.ofTrade(17, 2, window)).isEqualTo(List.of(VixSpecial.TIMEWARP));
    assertThat(VixSpecial.ofTrade(17, 3, window)).isEmpty();
    assertThat(VixSpecial.ofTrade(20, 0, Playbook.at(10, 20).scalpWindow())).isEmpty();
  }

  @Test
  void theExerciseWindowOpensLateInTheMorning() {
    assertThat(TradingSession.at(10.9).isExerciseWindow(10.9)).isFalse();
    assertThat(TradingSession.at(11).isExerciseWindow(11)).isTrue();
    assertThat(TradingSession.at(14.4).isExerciseWindow(14.4)).isTrue();
    assertThat(TradingSession.at(14.5).isExerciseWindow(14.5)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0dte_tactical",
    "2, 0dte_tactical",
    "3, convex_stack",
    "5, convex_stack",
    "6, sigma_drift",
    "40, sigma_drift"
  })
  void daysToExpiryDecideTheCampaign(int dte, String campaign) {
    assertThat(Campaign.of(dte).id()).isEqualTo(campaign);
  }

  @Test
  void hoursAndDatesAreNewYorks() {
    assertThat(NewYork.hour(Instant.parse("2026-11-20T15:30:00Z"))).isEqualTo(10.5);
    assertThat(NewYork.hour(Instant.parse("2026-07-17T14:30:00Z"))).isEqualTo(10.5);
    assertThat(NewYork.date(Instant.parse("2026-11-21T04:59:00Z")))
        .isEqualTo(LocalDate.of(2026, 11, 20));
    assertThat(NewYork.close(LocalDate.of(2026, 7, 17)))
        .isEqualTo(Instant.parse("2026-07-17T20:00:00Z"));
  }

  @Test
  void theRegimeIsPublishedOnlyForAQuotedVix() {
    Instant now = Instant.parse("2026-11-20T15:30:00Z");
    VixRegimeModel model = VixRegimeModel.of(now, 26, 10.5);
    assertThat(model.regime()).isEqualTo(VixRegime.GOLDILOCKS_2);
    assertThat(model.special()).isEqualTo(VixSpecial.BATMAN);
    assertThatThrownBy(() -> VixRegimeModel.of(now, Double.NaN, 10.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NaN");
  }
}
