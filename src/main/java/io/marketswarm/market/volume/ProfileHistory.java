package io.marketswarm.market.volume;

import io.marketswarm.log.Log;
import io.marketswarm.market.feed.PriceBar;
import io.marketswarm.market.feed.ProviderRest;
import io.marketswarm.market.model.ProfileBuilder;
import io.marketswarm.market.trail.InTurn;
import io.vertx.core.Future;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Builds a volume profile from the provider's minute bars of the fund, a fortnight at a time. */
public final class ProfileHistory {
  public static final String FUND = "SPY";
  public static final String INDEX = "SPX";

  private static final int DAYS_AT_ONCE = 14;
  private static final int STEPS_PER_REPORT = 26;

  private final ProviderRest rest;
  private final InTurn turns;
  private final double multiplier;
  private final Log log;

  /**
   * @param rest in the manner of history
   * @param multiplier index points per dollar of the fund
   */
  public ProfileHistory(ProviderRest rest, InTurn turns, double multiplier, Log log) {
    this.rest = rest;
    this.turns = turns;
    this.multiplier = multiplier;
    this.log = log;
  }

  /** All bars between two dates, both included. */
  public Future<ProfileBuilder> read(LocalDate from, LocalDate to) {
    log.info("building the volume profile of " + INDEX + " from " + FUND + " since " + from);
    ProfileBuilder builder = new ProfileBuilder(FUND, INDEX, multiplier);
    List<LocalDate> starts = new ArrayList<>();
    for (LocalDate start = from; !start.isAfter(to); start = start.plusDays(DAYS_AT_ONCE)) {
      starts.add(start);
    }
    int[] steps = {0};
    return turns
        .each(
            starts,
            start -> {
              LocalDate end = start.plusDays(DAYS_AT_ONCE - 1);
              return rest.minuteBars(FUND, start, end.isAfter(to) ? to : end)
                  .onSuccess(
                      bars -> {
                        add(bars, builder);
                        if (++steps[0] % STEPS_PER_REPORT == 0) {
                          log.info("volume profile: read until " + end);
                        }
                      });
            })
        .map(builder);
  }

  private static void add(List<PriceBar> bars, ProfileBuilder builder) {
    for (PriceBar bar : bars) {
      builder.bar(bar.low(), bar.high(), bar.close(), bar.volume());
    }
  }
}
