package io.marketswarm.market.model;

import java.util.ArrayList;
import java.util.List;

/**
 * The buffers behind {@link ChainSnapshot}: one is published, the next is written into another that
 * nobody reads. There are as many as readers held at once, usually two or three; only a reader that
 * holds on makes the pool grow.
 */
final class SnapshotPool {
  private final List<ChainSnapshot> buffers = new ArrayList<>();
  private volatile ChainSnapshot latest;
  private long priceRevision;
  private long greekRevision;
  private double spot;

  SnapshotPool(ChainColumns columns) {
    publishTo(free(columns), columns);
  }

  void publish(ChainColumns columns) {
    boolean same =
        priceRevision == columns.priceRevision()
            && greekRevision == columns.greekRevision()
            && Double.compare(spot, columns.spot()) == 0;
    if (!same) {
      publishTo(free(columns), columns);
    }
  }

  ChainSnapshot acquire() {
    while (true) {
      ChainSnapshot snapshot = latest;
      if (snapshot.read()) {
        return snapshot;
      }
    }
  }

  private void publishTo(ChainSnapshot filled, ChainColumns columns) {
    priceRevision = columns.priceRevision();
    greekRevision = columns.greekRevision();
    spot = columns.spot();
    latest = filled;
  }

  private ChainSnapshot free(ChainColumns columns) {
    for (ChainSnapshot buffer : buffers) {
      if (buffer != latest && buffer.fill(columns)) {
        return buffer;
      }
    }
    ChainSnapshot buffer = new ChainSnapshot(columns.geometry());
    buffer.fill(columns);
    buffers.add(buffer);
    return buffer;
  }
}
