package io.marketswarm.sim.core;

import java.util.Arrays;

/**
 * The quotes of all contracts. A market maker moves a quote when its theoretical value has gone
 * half a tick away, and in any case once in every twenty seconds, at a second only the ticker
 * decides.
 *
 * <p>Nothing is computed until somebody looks: because of that last rule a quote depends on at most
 * the last forty seconds, so it can be worked out when asked for and is what it would have been had
 * somebody looked all the time.
 */
final class QuoteBook {
  private static final int REQUOTE_SECONDS = 20;

  /** More seconds than any quote can depend on, a power of two. */
  private static final int REMEMBERED = 64;

  private static final int SMALLEST_SIZE = 5;
  private static final int SIZES = 196;

  private final OptionListing listing;
  private final DayTape tape;
  private final long openMillis;
  private final PricingTerms[][] terms;
  private final int[][] termsStep;
  private final int[] seriesIndex;
  private final int[] asOf;
  private final int[] quotedAt;
  private final double[] quotedTheo;

  QuoteBook(OptionListing listing, DayTape tape, long openMillis) {
    this.listing = listing;
    this.tape = tape;
    this.openMillis = openMillis;
    int seriesCount = listing.series().size();
    this.terms = new PricingTerms[seriesCount][REMEMBERED];
    this.termsStep = new int[seriesCount][REMEMBERED];
    this.seriesIndex = new int[listing.size()];
    for (int s = 0; s < seriesCount; s++) {
      OptionSeries series = listing.series().get(s);
      Arrays.fill(seriesIndex, series.first(), series.end(), s);
      Arrays.fill(termsStep[s], -1);
    }
    this.asOf = new int[listing.size()];
    this.quotedAt = new int[listing.size()];
    this.quotedTheo = new double[listing.size()];
    Arrays.fill(asOf, -1);
  }

  PricingTerms terms(int contract, int step) {
    return termsOfSeries(seriesIndex[contract], step);
  }

  private PricingTerms termsOfSeries(int index, int step) {
    int slot = step & (REMEMBERED - 1);
    if (termsStep[index][slot] != step) {
      OptionSeries series = listing.series().get(index);
      double seconds = (series.expiryMillis() - openMillis) / 1000.0 - step;
      terms[index][slot] =
          new PricingTerms(
              tape.value(series.instrument(), step),
              tape.value(Universe.VIX, step),
              PricingTerms.years(seconds));
      termsStep[index][slot] = step;
    }
    return terms[index][slot];
  }

  double theo(int contract, int step) {
    OptionSeries series = listing.seriesOf(contract);
    return terms(contract, step)
        .price(series.strike(contract), series.logStrike(contract), series.isCall(contract));
  }

  /** Works out the quote of a contract as it stands at a step; the getters tell it afterwards. */
  void lookAt(int contract, int step) {
    int known = asOf[contract];
    if (known == step) {
      return;
    }
    int renewed = lastRenewal(contract, step);
    if (known < renewed || known > step) {
      quote(contract, renewed, theo(contract, renewed));
      known = renewed;
    }
    for (int s = known + 1; s <= step; s++) {
      double theo = theo(contract, s);
      double halfTick = QuoteRule.tick(theo) / (2.0 * QuoteRule.MILLS);
      if (Math.abs(theo - quotedTheo[contract]) > halfTick) {
        quote(contract, s, theo);
      }
    }
    asOf[contract] = step;
  }

  private void quote(int contract, int step, double theo) {
    quotedAt[contract] = step;
    quotedTheo[contract] = theo;
  }

  /** The last step up to the given one at which a contract requotes whatever happens. */
  private int lastRenewal(int contract, int step) {
    int block = step / REQUOTE_SECONDS;
    int renewal = renewalIn(contract, block);
    if (renewal > step) {
      renewal = block == 0 ? 0 : renewalIn(contract, block - 1);
    }
    return renewal;
  }

  private int renewalIn(int contract, int block) {
    long dice = Seeds.mix(listing.tickerHash(contract) + block);
    return block * REQUOTE_SECONDS + (int) Math.floorMod(dice, (long) REQUOTE_SECONDS);
  }

  /** The step at which the quote last changed. */
  int quotedAt(int contract) {
    return quotedAt[contract];
  }

  int bid(int contract) {
    return QuoteRule.bid(quotedTheo[contract]);
  }

  int ask(int contract) {
    return bid(contract) + QuoteRule.spread(quotedTheo[contract]);
  }

  int bidSize(int contract) {
    return size(contract, 1);
  }

  int askSize(int contract) {
    return size(contract, 2);
  }

  private int size(int contract, int side) {
    long dice = Seeds.mix(listing.tickerHash(contract) ^ ((long) quotedAt[contract] << 2 | side));
    return SMALLEST_SIZE + (int) Math.floorMod(dice, (long) SIZES);
  }
}
