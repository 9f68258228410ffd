package io.marketswarm.market.volume;

import io.marketswarm.market.model.EdgeStructures;
import io.marketswarm.market.model.MarketCalendar;
import io.marketswarm.market.model.ProfileBuilder;
import io.marketswarm.market.model.VolumeProfile;
import io.marketswarm.market.volume.StoredProfile.Found;
import io.marketswarm.service.MarketClock;
import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Folds live volume into the stored profile, each share once; builds the profile if need be. */
final class ProfileFold {
  /** How far a profile reaches back that is built without being asked for. */
  static final Period REACH = Period.ofYears(2);

  /** Sessions have volumes of their own for so long. */
  private static final int SESSION_DAYS = 8;

  private final StoredProfile stored;
  private final RedisBus market;
  private final MarketClock clock;
  private final Optional<ProfileHistory> history;

  /**
   * @param history if there is a provider to ask
   */
  ProfileFold(
      StoredProfile stored, RedisBus market, MarketClock clock, Optional<ProfileHistory> history) {
    this.stored = stored;
    this.market = market;
    this.clock = clock;
    this.history = history;
  }

  /** What a fold did to the profile. */
  enum Change {
    NONE,
    FOLDED,
    BUILT
  }

  /** The profile as it is now. */
  record Outcome(VolumeProfile profile, Change change) {}

  /** Folds; there is no outcome while there is no profile. */
  Future<Optional<Outcome>> run() {
    return stored
        .read()
        .compose(
            found ->
                found.profile().isPresent()
                    ? fold(found, found.profile().get()).map(Optional::of)
                    : build(found));
  }

  private Future<Optional<Outcome>> build(Found found) {
    if (history.isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    LocalDate today = clock.today();
    LocalDate wall = MarketCalendar.dateOf(wallNow());
    return history
        .get()
        .read(today.minus(REACH), wall.isAfter(today) ? wall : today)
        .compose(bars -> live().compose(live -> store(found, bars, live)));
  }

  /** Bars reach up to now, and so does what was counted: the account begins with all of it. */
  private Future<Optional<Outcome>> store(
      Found found, ProfileBuilder bars, NavigableMap<Integer, Long> live) {
    VolumeProfile built = bars.build(wallNow());
    if (built.isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    VolumeProfile whole = built.with(EdgeStructures.of(built));
    return stored
        .write(found, whole, live, true)
        .map(Optional.of(new Outcome(whole, Change.BUILT)));
  }

  private Future<Outcome> fold(Found found, VolumeProfile profile) {
    return live()
        .compose(
            live ->
                found.ours()
                    ? foldNew(found, profile, live)
                    : since(profile.lastUpdated())
                        .compose(missed -> store(found, profile, missed, live, true)));
  }

  private Future<Outcome> foldNew(
      Found found, VolumeProfile profile, NavigableMap<Integer, Long> live) {
    Map<Integer, Long> delta = new TreeMap<>();
    Map<Integer, Long> counted = new TreeMap<>();
    live.forEach(
        (bucket, volume) -> {
          long known = found.folded().getOrDefault(bucket, 0L);
          if (volume > known) {
            delta.put(bucket, volume - known);
          }
          if (volume != known) {
            counted.put(bucket, volume); // less than known: counting has begun anew
          }
        });
    return counted.isEmpty()
        ? Future.succeededFuture(new Outcome(profile, Change.NONE))
        : store(found, profile, delta, counted, false);
  }

  private Future<Outcome> store(
      Found found,
      VolumeProfile profile,
      Map<Integer, Long> delta,
      Map<Integer, Long> counted,
      boolean anew) {
    ProfileBuilder builder =
        new ProfileBuilder(profile.symbol(), profile.syntheticSymbol(), profile.multiplier())
            .merge(profile);
    delta.forEach(builder::live);
    VolumeProfile folded = builder.build(wallNow());
    VolumeProfile whole =
        folded.with(
            profile.structures().areDrawn() ? profile.structures() : EdgeStructures.of(folded));
    return stored.write(found, whole, counted, anew).map(new Outcome(whole, Change.FOLDED));
  }

  /** What was counted in the sessions after a day, for a profile from elsewhere. */
  private Future<NavigableMap<Integer, Long>> since(Instant moment) {
    LocalDate today = clock.today();
    LocalDate oldest = today.minusDays(SESSION_DAYS);
    LocalDate day = MarketCalendar.dateOf(moment).plusDays(1);
    List<Future<NavigableMap<Integer, Long>>> sessions = new ArrayList<>();
    for (LocalDate date = day.isBefore(oldest) ? oldest : day;
        !date.isAfter(today);
        date = date.plusDays(1)) {
      sessions.add(LiveVolume.read(market, VolumeKeys.session(date)));
    }
    NavigableMap<Integer, Long> sum = new TreeMap<>();
    return sessions.isEmpty()
        ? Future.succeededFuture(sum)
        : Future.all(sessions)
            .map(
                v -> {
                  sessions.forEach(
                      session ->
                          session.result().forEach((k, volume) -> sum.merge(k, volume, Long::sum)));
                  return sum;
                });
  }

  private Future<NavigableMap<Integer, Long>> live() {
    return LiveVolume.read(market, VolumeKeys.LIVE);
  }

  private Instant wallNow() {
    return Instant.ofEpochMilli(clock.wallMillis());
  }
}
