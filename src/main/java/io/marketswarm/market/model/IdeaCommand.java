package io.marketswarm.market.model;

import java.time.Instant;

/** What the keeper of tracked ideas has to write after an observation. */
public sealed interface IdeaCommand {

  /** A new idea is active. */
  record Insert(TrackedIdea idea) implements IdeaCommand {}

  /** An active idea's profit has changed. */
  record Update(TrackedIdea idea) implements IdeaCommand {}

  /** An idea has expired: it leaves the active ones and enters history and statistics. */
  record Settle(TrackedIdea idea) implements IdeaCommand {}

  /** Sums over all active ideas, two decimals; once per observation, after everything else. */
  record Totals(double profit, double maxProfit, int active, Instant updatedAt)
      implements IdeaCommand {}
}
