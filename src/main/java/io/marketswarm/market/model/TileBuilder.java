package io.marketswarm.market.model;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Objects;

/**
 * Keeps the {@link TileSurface} of one symbol in step with its chain. For one thread; a tick
 * allocates nothing unless the set of contracts or the date has changed.
 */
public final class TileBuilder {
  private final TilePlan plan;
  private final ExpiryClock clock;
  private final TileSurface surface;
  private final RepriceGate gate = new RepriceGate();
  private TileGeometry geometry;
  private LegPrices legs;
  private long[] quoted;
  private long version;

  public TileBuilder(TilePlan plan, ExpiryClock clock) {
    this(plan, clock, new TileSeed(plan));
  }

  /**
   * Continues from the tiles clients hold since before a restart; the first tick tells what has
   * changed since.
   */
  public TileBuilder(TilePlan plan, ExpiryClock clock, TileSeed seed) {
    this.plan = Objects.requireNonNull(plan, "plan");
    this.clock = Objects.requireNonNull(clock, "clock");
    this.version = seed.version();
    geometry = TileGeometry.of(ChainGeometry.empty(plan.symbol()), plan, LocalDate.EPOCH, clock);
    surface = new TileSurface(plan, geometry, seed.tiles());
    use(geometry);
  }

  public TileSurface surface() {
    return surface;
  }

  /**
   * Brings the surface up to date; what the previous tick changed counts as told.
   *
   * @param spot the underlying, NaN when unknown: then only market prices are shown
   * @param vix the volatility index, NaN when unknown
   * @param nowMillis market time, which decides how much time is left
   * @param today market date in New York, which decides the days to expiry
   * @return whether clients have something to be told
   */
  public boolean tick(
      ChainColumns chain, double spot, double vix, long nowMillis, LocalDate today) {
    surface.told();
    if (!geometry.isOf(chain.geometry(), today)) {
      use(TileGeometry.of(chain.geometry(), plan, today, clock));
      surface.reshape(geometry);
    }
    double usable = PricingSpot.isUsable(spot) ? spot : Double.NaN;
    RepriceGate.Work work = gate.due(chain, usable, vix, nowMillis);
    if (work != RepriceGate.Work.NOTHING) {
      for (int expiry = 0; expiry < geometry.expiries(); expiry++) {
        boolean quotes = takeQuotes(chain, expiry);
        if (work == RepriceGate.Work.EVERYTHING) {
          price(chain, expiry, usable, vix, nowMillis);
          surface.refresh(expiry, legs);
        } else if (quotes) {
          surface.refresh(expiry, legs);
        }
      }
    }
    return surface.hasChanges();
  }

  /**
   * The version of a publication: the time, but always more than the last, because clients drop
   * what is not newer.
   */
  public long nextVersion(long wallMillis) {
    version = Math.max(wallMillis, version + 1);
    return version;
  }

  private void use(TileGeometry geometry) {
    this.geometry = geometry;
    legs = new LegPrices(geometry);
    quoted = new long[geometry.expiries()];
    Arrays.fill(quoted, -1);
    gate.open();
  }

  private boolean takeQuotes(ChainColumns chain, int expiry) {
    long revision = chain.priceRevision(geometry.chainExpiry(expiry));
    if (quoted[expiry] == revision) {
      return false;
    }
    quoted[expiry] = revision;
    legs.quote(expiry, chain);
    return true;
  }

  private void price(ChainColumns chain, int expiry, double spot, double vix, long nowMillis) {
    if (Double.isNaN(spot)) {
      surface.block(expiry).atmVolatility(Double.NaN);
      legs.unprice(expiry);
      return;
    }
    double measured = BaseVolatility.measured(chain, geometry.chainExpiry(expiry), spot);
    surface.block(expiry).atmVolatility(measured);
    double base = Double.isNaN(measured) ? BaseVolatility.assumed(vix) : measured;
    double years = ExpiryClock.years(geometry.closeMillis(expiry), nowMillis);
    legs.price(expiry, spot, base, VolatilityRegime.at(vix), years, BlackScholes.RATE);
  }
}
