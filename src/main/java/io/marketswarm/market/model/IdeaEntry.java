package io.marketswarm.market.model;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * How things stood when a recommendation became a tracked idea.
 *
 * @param flip zero gamma, NaN when unknown, like the walls
 * @param expiration the close of the expiry date
 */
public record IdeaEntry(
    String tradeId,
    String symbol,
    String tileKey,
    int rank,
    Instant time,
    double spot,
    double vix,
    VixRegime regime,
    double flip,
    double callWall,
    double putWall,
    ButterflyGrid.Side side,
    int strike,
    int width,
    int dte,
    double debit,
    double rewardToRisk,
    Campaign campaign,
    List<VixSpecial> edgeCases,
    Instant expiration) {

  static IdeaEntry of(Recommendation recommendation, IdeaTracker.Observation seen) {
    Butterfly fly = recommendation.fly();
    BiasLfi bias = seen.bias();
    return new IdeaEntry(
        seen.symbol() + ":" + fly.tileKey() + ":" + seen.now().getEpochSecond(),
        seen.symbol(),
        fly.tileKey(),
        recommendation.rank(),
        seen.now().truncatedTo(ChronoUnit.MILLIS),
        seen.spot(),
        seen.vix(),
        seen.regime(),
        bias == null ? Double.NaN : bias.flip(),
        bias == null ? Double.NaN : bias.maxCallStrike(),
        bias == null ? Double.NaN : bias.maxPutStrike(),
        fly.side(),
        fly.strike(),
        fly.width(),
        fly.dte(),
        fly.debit(),
        fly.rewardToRisk(),
        recommendation.campaign(),
        recommendation.edgeCases(),
        NewYork.close(fly.expiry()));
  }

  public double maxProfit() {
    return width - debit;
  }

  /** New York hour of the entry, two decimals. */
  public double hour() {
    return Rounding.r2(NewYork.hour(time));
  }

  /** New York day of the week, 0 for Monday. */
  public int dayOfWeek() {
    return ZonedDateTime.ofInstant(time, NewYork.ZONE).getDayOfWeek().ordinal();
  }

  /** Calendar days left until expiry at a moment. */
  public int daysLeft(Instant moment) {
    LocalDate expiry = NewYork.date(expiration);
    return (int) Math.max(0, ChronoUnit.DAYS.between(NewYork.date(moment), expiry));
  }

  /** Profit per share if the butterfly expired at that spot. */
  double profitAt(double spotAtExpiry) {
    return Math.max(0, width - Math.abs(spotAtExpiry - strike)) - debit;
  }
}
