package io.marketswarm.market.publish;

import io.marketswarm.market.model.TileBuilder;
import io.marketswarm.market.model.TileSurface;
import io.marketswarm.market.wire.HeatmapEncoder;
import io.marketswarm.market.wire.JsonBytes;
import java.time.Duration;
import java.util.Optional;

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
  private final JsonBytes wholeText = new JsonBytes();

  private long version;

  /** Becomes true again when what was sent is lost, whoever works then. */
  private volatile boolean wholeIsOld = true;

  private long toldMillis;
  private long wholeMillis;
  private Figures figures = new Figures();

  /**
   * What a tick has changed, ready to be told.
   *
   * @param tiles changed and removed, 0 when it only shows that time passes
   */
  public record Diff(long version, byte[] json, int tiles) {}

  /** The whole model, ready to be told. */
  public record Whole(long version, byte[] json) {}

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
   * Words for what the last tick changed; empty when there is nothing to tell. Like {@link #whole},
   * this may run on another thread while nobody touches the tiles.
   *
   * @param alive whether time should be seen to pass though nothing changed
   */
  public Optional<Diff> diff(boolean alive, long wallMillis) {
    TileSurface surface = tiles.surface();
    boolean changes = surface.hasChanges();
    if (!changes && !(alive && Math.abs(wallMillis - toldMillis) >= HEARTBEAT_MILLIS)) {
      return Optional.empty();
    }
    version = tiles.nextVersion(wallMillis);
    wholeIsOld |= changes;
    encoder.diff(surface, version, wallMillis, text);
    int moved = surface.changedCount() + surface.removedCount();
    return Optional.of(new Diff(version, text.toBytes(), moved));
  }

  /** Tells a diff. */
  public void tell(Publisher publisher, Diff diff, long wallMillis) {
    publisher.diff(Topics.heatmapDiff(symbol), diff.json, diff.version, wallMillis);
    if (diff.tiles > 0) {
      replay.add(diff.version, diff.json, wallMillis).forEach(publisher::also);
    }
    figures.diffs++;
    figures.empty += diff.tiles > 0 ? 0 : 1;
    figures.tiles += diff.tiles;
    figures.longestGapMillis = Math.max(figures.longestGapMillis, wallMillis - toldMillis);
    toldMillis = wallMillis;
  }

  /** Whether the whole model has to be written again. */
  public boolean wholeIsDue(long wallMillis) {
    long age = Math.abs(wallMillis - wholeMillis);
    return tiles.surface().tiles() > 0
        && (wholeIsOld ? age >= WHOLE_EVERY_MILLIS : age >= KEEP_ALIVE_MILLIS);
  }

  /** The whole model as it is now. */
  public Whole whole(long wallMillis) {
    if (!wholeIsOld || version == 0) {
      version = tiles.nextVersion(wallMillis);
    }
    wholeIsOld = false;
    wholeMillis = wallMillis;
    encoder.model(tiles.surface(), version, wallMillis, wholeText);
    return new Whole(version, wholeText.toBytes());
  }

  /** Tells the whole model. */
  public void tell(Publisher publisher, Whole whole, long wallMillis) {
    publisher
        .model(Topics.heatmap(symbol), whole.json, life, whole.version, wallMillis)
        .updated(MODEL, symbol, wallMillis);
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
