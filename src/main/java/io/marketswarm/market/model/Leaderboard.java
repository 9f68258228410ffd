package io.marketswarm.market.model;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/** The best scored sides seen so far, at most a fixed number. Keeps copies in reused slots. */
final class Leaderboard {
  private final int limit;
  private final PriorityQueue<ScoredSide> worstFirst;
  private final List<ScoredSide> spare;

  Leaderboard(int limit) {
    this.limit = limit;
    this.worstFirst = new PriorityQueue<>(limit, ScoredSide.BEST_FIRST.reversed());
    this.spare = new ArrayList<>(limit);
  }

  void offer(ScoredSide side) {
    if (worstFirst.size() < limit) {
      keep(side, spare.isEmpty() ? new ScoredSide() : spare.remove(spare.size() - 1));
    } else if (ScoredSide.BEST_FIRST.compare(side, worstFirst.peek()) < 0) {
      keep(side, worstFirst.poll());
    }
  }

  private void keep(ScoredSide side, ScoredSide slot) {
    slot.set(side);
    worstFirst.add(slot);
  }

  /** Best first; valid until the board is used again. */
  List<ScoredSide> ranking() {
    List<ScoredSide> ranking = new ArrayList<>(worstFirst);
    ranking.sort(ScoredSide.BEST_FIRST);
    return ranking;
  }

  void clear() {
    spare.addAll(worstFirst);
    worstFirst.clear();
  }
}
