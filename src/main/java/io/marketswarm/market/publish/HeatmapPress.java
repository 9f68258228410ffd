package io.marketswarm.market.publish;

import io.marketswarm.market.model.TileBuilder;
import io.marketswarm.market.model.TileSurface;
import io.marketswarm.market.wire.HeatmapEncoder;
import io.marketswarm.market.wire.JsonBytes;
import java.time.Duration;

/**
 * Tells the world of one symbol's tiles: changes at once, the whole at most once a second and only
 * after changes, a sign of life while nothing moves. Versions ascend without end. For one thread at
 * a time.
 */
public final class HeatmapPress {
  static final long WHOLE_EVERY_MILLIS = 1_000;
  static final long HEARTBEAT_MILLIS = 1_000;
  static final long KEEP_ALIVE_MILLIS = Duration.ofHours(1).toMillis();

  private static final String MODEL = "heatmap";

  private final String symbol;
  private final TileBuilder tiles;
  private final ReplayLog replay;
  private final Duration life;
  private final HeatmapEncoder encoder = new HeatmapEncoder();
  private final JsonBytes text = new JsonBytes();

  private long version;
  private boolean wholeIsOld = true;
  private long toldMillis;
  private long wholeMillis;
  private Figures figures = new Figures();

  /** What was told since the figures were last taken. */
  public static final class Figures {
    private long diffs;
    private long empty;
    private long tiles;
    private long longestGapMillis;

    /** Diffs, empty ones included. */
    public long diffs() {
      return diffs;
    }

    public long empty() {
      return empty;
    }

    /** Tiles changed and removed. */
    public long tiles() {
      return tiles;
    }

    public long longestGapMillis() {
      return longestGapMillis;
    }
  }

  /**
   * @param tiles continues from what clients hold
   * @param wallMillis when it begins
   */
  public HeatmapPress(TileBuilder tiles, ReplayLog replay, Duration life, long wallMillis) {
    this.symbol = tiles.surface().plan().symbol();
    this.tiles = tiles;
    this.replay = replay;
    this.life = life;
    this.toldMillis = wallMillis;
    this.wholeMillis = wallMillis - WHOLE_EVERY_MILLIS;
  }

  /**
   * Tells what the last tick changed.
   *
   * @param alive whether time should be seen to pass though nothing changed
   * @return whether something changed
   */
  public boolean tell(Publisher publisher, boolean alive, long wallMillis) {
    TileSurface surface = tiles.surface();
    boolean changed = surface.hasChanges();
    if (!changed && !(alive && wallMillis - toldMillis >= HEARTBEAT_MILLIS)) {
      return false;
    }
    version = tiles.nextVersion(wallMillis);
    encoder.diff(surface, version, wallMillis, text);
    byte[] json = text.toBytes();
    publisher.diff(Topics.heatmapDiff(symbol), json, version, wallMillis);
    if (changed) {
      replay.add(version, json, wallMillis).forEach(publisher::also);
      wholeIsOld = true;
    }
    count(changed, surface, wallMillis);
    return changed;
  }

  private void count(boolean changed, TileSurface surface, long wallMillis) {
    figures.diffs++;
    figures.empty += changed ? 0 : 1;
    figures.tiles += surface.changedCount() + surface.removedCount();
    figures.longestGapMillis = Math.max(figures.longestGapMillis, wallMillis - toldMillis);
    toldMillis = wallMillis;
  }

  /** Whether the whole model has to be written again. */
  public boolean wholeIsDue(long wallMillis) {
    long age = wallMillis - wholeMillis;
    return tiles.surface().tiles() > 0
        && (wholeIsOld ? age >= WHOLE_EVERY_MILLIS : age >= KEEP_ALIVE_MILLIS);
  }

  /**
   * The whole model as it is now. May run on another thread, while nobody touches the tiles; it
   * takes a while.
   */
  public byte[] whole(long wallMillis, JsonBytes buffer) {
    if (!wholeIsOld || version == 0) {
      version = tiles.nextVersion(wallMillis);
    }
    encoder.model(tiles.surface(), version, wallMillis, buffer);
    return buffer.toBytes();
  }

  /** Tells the whole model. */
  public void tellWhole(Publisher publisher, byte[] json, long wallMillis) {
    publisher
        .model(Topics.heatmap(symbol), json, life, version, wallMillis)
        .updated(MODEL, symbol, wallMillis);
    wholeIsOld = false;
    wholeMillis = wallMillis;
  }

  /** What was sent has not arrived: readers must get the whole again. */
  public void lost() {
    wholeIsOld = true;
  }

  /** The last version told, 0 before the first. */
  public long version() {
    return version;
  }

  /** When something was last told. */
  public long toldMillis() {
    return toldMillis;
  }

  /** The figures since the last time. */
  public Figures takeFigures() {
    Figures taken = figures;
    figures = new Figures();
    return taken;
  }
}
