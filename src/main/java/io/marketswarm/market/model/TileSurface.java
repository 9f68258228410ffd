package io.marketswarm.market.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * All tiles of a symbol as clients hold them, and what changed since they were last told. A tile
 * counts as changed when one of its prices moved by more than the plan's epsilon or came or went;
 * it is then told whole, with all its prices as they are now. So the surface is always exactly what
 * a client has that applied every change.
 */
public final class TileSurface {
  /** A price that is not there. */
  public static final int NO_PRICE = TileColumns.ABSENT;

  /** Tiles' prices are counted in ten-thousandths of a point. */
  public static final int UNITS_PER_POINT = TileColumns.UNITS_PER_POINT;

  private final TilePlan plan;
  private final int epsilon;
  private final RemovedTiles removed = new RemovedTiles();
  private TileGeometry geometry;
  private TileAssembly assembly;
  private List<TileBlock> blocks = List.of();
  private TileArchive held;
  private TileColumns scratch;
  private int[] signs;

  /** Starts empty; tiles clients hold already find their places in the first geometry. */
  TileSurface(TilePlan plan, TileGeometry geometry, TileArchive held) {
    this.plan = plan;
    this.epsilon = (int) Math.round(plan.epsilon() * UNITS_PER_POINT);
    this.geometry = geometry;
    this.held = held;
  }

  /** Takes over a new geometry; tiles that have no place in it are removed. */
  void reshape(TileGeometry to) {
    TileArchive before = held != null ? held : TileArchive.of(plan, blocks);
    held = null;
    geometry = to;
    assembly = new TileAssembly(to);
    List<TileBlock> next = new ArrayList<>(to.expiries());
    int largest = 0;
    for (int expiry = 0; expiry < to.expiries(); expiry++) {
      next.add(new TileBlock(to, expiry));
      largest = Math.max(largest, next.get(expiry).rows() * plan.tilesPerStrike());
    }
    blocks = Collections.unmodifiableList(next);
    scratch = new TileColumns(largest);
    signs = new int[largest];
    before.restore(blocks, removed);
  }

  /** Forgets what changed: clients have been told. */
  void told() {
    for (int i = 0; i < blocks.size(); i++) {
      blocks.get(i).forgetChanges();
    }
    removed.clear();
  }

  /** Brings an expiry's tiles up to date with the prices of their legs. */
  void refresh(int expiry, LegPrices legs) {
    assembly.assemble(expiry, legs, scratch);
    blocks.get(expiry).settle(scratch, epsilon, signs, removed);
  }

  public TilePlan plan() {
    return plan;
  }

  public TileGeometry geometry() {
    return geometry;
  }

  /** The tiles of each expiry, ascending. */
  public List<TileBlock> blocks() {
    return blocks;
  }

  /** How many expiries there are. */
  public int expiries() {
    return blocks.size();
  }

  public TileBlock block(int expiry) {
    return blocks.get(expiry);
  }

  /** A price in points, NaN for {@link #NO_PRICE}. */
  public static double points(int price) {
    return price == NO_PRICE ? Double.NaN : price / (double) UNITS_PER_POINT;
  }

  /** How many tiles there are. */
  public int tiles() {
    int tiles = 0;
    for (int i = 0; i < blocks.size(); i++) {
      tiles += blocks.get(i).count();
    }
    return tiles;
  }

  public boolean hasChanges() {
    return removed.count() > 0 || changedCount() > 0;
  }

  /** How many tiles are new or different. */
  public int changedCount() {
    int count = 0;
    for (int i = 0; i < blocks.size(); i++) {
      count += blocks.get(i).changedCount();
    }
    return count;
  }

  public int removedCount() {
    return removed.count();
  }

  /** The packed {@link TileKey} of a tile that is gone. */
  public long removed(int index) {
    return removed.key(index);
  }
}
