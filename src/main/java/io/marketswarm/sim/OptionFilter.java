package io.marketswarm.sim;

import io.marketswarm.sim.core.OptionListing.Order;
import io.marketswarm.sim.core.OptionQuery;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;

/** Reads a question for option contracts from a query. */
final class OptionFilter {
  private static final LocalDate FIRST = LocalDate.of(2000, 1, 1);
  private static final LocalDate LAST = LocalDate.of(2100, 1, 1);

  private OptionFilter() {}

  static OptionQuery read(
      Parameters parameters, Optional<String> underlying, int usualLimit, int mostLimit) {
    LocalDate first = FIRST;
    LocalDate last = LAST;
    double lowest = 0;
    double highest = Double.MAX_VALUE;
    for (Bound bound : Bound.values()) {
      Optional<LocalDate> date =
          parameters.parsed(
              "expiration_date" + bound.suffix,
              text -> Optional.of(LocalDate.parse(text)),
              Optional.empty());
      Optional<Double> strike =
          parameters.parsed("strike_price" + bound.suffix, OptionFilter::strike, Optional.empty());
      if (bound.lower) {
        first = date.map(d -> bound.strict ? d.plusDays(1) : d).orElse(first);
        lowest = strike.map(k -> bound.strict ? Math.nextUp(k) : k).orElse(lowest);
      }
      if (bound.upper) {
        last = date.map(d -> bound.strict ? d.minusDays(1) : d).orElse(last);
        highest = strike.map(k -> bound.strict ? Math.nextDown(k) : k).orElse(highest);
      }
    }
    return new OptionQuery(
        underlying.map(OptionFilter::canonical),
        parameters.parsed("contract_type", OptionFilter::call, Optional.empty()),
        first,
        last,
        lowest,
        highest,
        parameters.parsed(
            "sort", text -> Order.valueOf(text.toUpperCase(Locale.ROOT)), Order.TICKER),
        parameters.ascending(),
        parameters.limit(usualLimit, mostLimit),
        parameters.after());
  }

  /** Chains are known by the index symbol and by its bare root. */
  static String canonical(String underlying) {
    return underlying.startsWith("I:") ? underlying : "I:" + underlying;
  }

  private static Optional<Double> strike(String text) {
    double strike = Double.parseDouble(text);
    if (!Double.isFinite(strike)) {
      throw new IllegalArgumentException(text);
    }
    return Optional.of(strike);
  }

  private static Optional<Boolean> call(String type) {
    return switch (type) {
      case "call" -> Optional.of(true);
      case "put" -> Optional.of(false);
      default -> throw new IllegalArgumentException(type);
    };
  }

  /** How a parameter's suffix bounds a value. */
  private enum Bound {
    GTE(".gte", true, false, false),
    GT(".gt", true, false, true),
    LTE(".lte", false, true, false),
    LT(".lt", false, true, true),
    EXACT("", true, true, false);

    private final String suffix;
    private final boolean lower;
    private final boolean upper;
    private final boolean strict;

    Bound(String suffix, boolean lower, boolean upper, boolean strict) {
      this.suffix = suffix;
      this.lower = lower;
      this.upper = upper;
      this.strict = strict;
    }
  }
}
