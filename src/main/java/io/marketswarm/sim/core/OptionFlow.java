package io.marketswarm.sim.core;

import java.time.LocalDate;
import java.util.List;

/**
 * Trades in the options of one class. They arrive as a Poisson process with the shape of the day,
 * most often near the money and at round strikes.
 */
final class OptionFlow {
  /** Prints of all later expirations per print of the contracts expiring today. */
  private static final double LATER_SHARE = 0.20;

  private static final double STRIKE_DEVIATION = 0.9;
  private static final double ROUNDEST = 4;
  private static final int MOST_TRIES = 64;

  private static final double AT_BID = 0.45;
  private static final double AT_MID = 0.10;
  private static final double BURST = 0.05;
  private static final int SHORTEST_BURST = 3;
  private static final int LONGEST_BURST = 8;
  private static final double SIZE_LOG_MEAN = 0.7;
  private static final double SIZE_LOG_DEVIATION = 1.1;
  private static final int FIRST_EXCHANGE = 300;
  private static final int EXCHANGES = 26;
  private static final int[] CONDITIONS = {209, 227, 233};

  private final QuoteBook quotes;
  private final int[] sequence;
  private final OptionSeries today;
  private final List<OptionSeries> later;
  private final double[] laterCumulative;
  private final double rate;
  private final Dice todayRandom;
  private final Dice laterRandom;

  OptionFlow(
      MarketOptions options,
      OptionClass optionClass,
      LocalDate date,
      OptionListing listing,
      QuoteBook quotes) {
    List<OptionSeries> own =
        listing.series().stream().filter(s -> s.optionClass() == optionClass).toList();
    this.quotes = quotes;
    this.sequence = new int[listing.size()];
    this.today = own.stream().filter(s -> s.dte() == 0).findFirst().orElseThrow();
    this.later = own.stream().filter(s -> s.dte() > 0).toList();
    this.laterCumulative = cumulative(later);
    this.rate = options.tradesPerSecond() * optionClass.activity;
    this.todayRandom = Seeds.stream(options.seed(), date, optionClass.underlying, "trades today");
    this.laterRandom = Seeds.stream(options.seed(), date, optionClass.underlying, "trades later");
  }

  /** Nearer expirations trade more. */
  private static double[] cumulative(List<OptionSeries> series) {
    double[] sums = new double[series.size()];
    double sum = 0;
    for (int i = 0; i < sums.length; i++) {
      sum += 1 / Math.sqrt(series.get(i).dte());
      sums[i] = sum;
    }
    return sums;
  }

  /**
   * Adds the prints of the second after a step.
   *
   * @param activity how lively the moment is, one on average
   */
  void trade(int step, double activity, WallTimes times, List<OptionPrint> into) {
    double todayRate = rate * activity;
    for (double t = gap(todayRandom, todayRate); t < 1; t += gap(todayRandom, todayRate)) {
      print(todayRandom, today, step, t, times, into);
    }
    double laterRate = todayRate * LATER_SHARE;
    for (double t = gap(laterRandom, laterRate); t < 1; t += gap(laterRandom, laterRate)) {
      print(laterRandom, pickLater(), step, t, times, into);
    }
  }

  private static double gap(Dice random, double rate) {
    return rate > 0 ? random.exponential() / rate : 1;
  }

  private OptionSeries pickLater() {
    double dice = laterRandom.uniform() * laterCumulative[laterCumulative.length - 1];
    int index = 0;
    while (laterCumulative[index] <= dice) {
      index++;
    }
    return later.get(index);
  }

  private void print(
      Dice random,
      OptionSeries series,
      int step,
      double offset,
      WallTimes times,
      List<OptionPrint> into) {
    int contract = pickStrike(random, series, step) + (random.coin() ? 0 : 1);
    quotes.lookAt(contract, step);
    int price = pickPrice(random, contract);
    boolean burst = random.uniform() < BURST;
    int count = burst ? SHORTEST_BURST + random.below(LONGEST_BURST - SHORTEST_BURST + 1) : 1;
    for (int i = 0; i < count; i++) {
      double logSize = SIZE_LOG_MEAN + SIZE_LOG_DEVIATION * random.gaussian();
      into.add(
          new OptionPrint(
              contract,
              offset,
              times.at(step, offset),
              price,
              (int) Math.max(1, Math.round(StrictMath.exp(logSize))),
              FIRST_EXCHANGE + random.below(EXCHANGES),
              CONDITIONS[random.below(CONDITIONS.length)],
              ++sequence[contract]));
    }
  }

  /** Draws a price around the forward and takes the strike there, round ones more often. */
  private int pickStrike(Dice random, OptionSeries series, int step) {
    PricingTerms terms = quotes.terms(series.first(), step);
    double cell = series.optionClass().nearStep;
    for (int i = 0; i < MOST_TRIES; i++) {
      double price = terms.strikeAt(STRIKE_DEVIATION * random.gaussian());
      double strike = Math.rint(price / cell) * cell;
      int call = series.callAt(strike);
      double liked = OpenInterest.roundness(strike) / ROUNDEST;
      if (random.uniform() < liked && call >= 0) {
        return call;
      }
    }
    return series.callNear(terms.forward());
  }

  private int pickPrice(Dice random, int contract) {
    int bid = quotes.bid(contract);
    int ask = quotes.ask(contract);
    double dice = random.uniform();
    if (dice < AT_BID && bid > 0) {
      return bid;
    }
    return dice >= AT_BID && dice < AT_BID + AT_MID ? (bid + ask) / 2 : ask;
  }
}
