package io.marketswarm.store;

/**
 * The right of an owner to act, for as long as its lease is certain. Ask {@link #holds} before
 * every action, and write through {@link RedisBus#fenced}, which also catches what happens between
 * the question and the write.
 *
 * <p>In SQL the same guard is a column: every write of the owner carries its token, {@code UPDATE
 * jobs SET state = ?, fence = ? WHERE id = ? AND fence <= ?} with the token twice; no row changed
 * means a newer owner was here.
 */
public final class Fence {
  private final String name;
  private final long token;
  private final Runnable outrun;
  private long deadline;
  private boolean dead;
  private long outrunBy;

  /**
   * @param deadline on the monotonic clock, in nanoseconds
   * @param outrun told when somebody turns out to have written with a higher token
   */
  Fence(String name, long token, long deadline, Runnable outrun) {
    this.name = name;
    this.token = token;
    this.deadline = deadline;
    this.outrun = outrun;
  }

  /** What is owned. */
  public String name() {
    return name;
  }

  /** Grows with every owner of this name, for ever. */
  public long token() {
    return token;
  }

  /**
   * Whether this owner is certainly the only one. Reckoned on this machine's monotonic clock, so
   * that a process that was paused knows on its return that it is too late; once false it stays
   * false.
   */
  public synchronized boolean holds() {
    if (!dead && System.nanoTime() - deadline >= 0) {
      dead = true;
    }
    return !dead;
  }

  /** Throws {@link StaleOwner} unless {@link #holds}. */
  public void check() {
    if (!holds()) {
      throw new StaleOwner("the lease of " + name + " with token " + token + " has run out");
    }
  }

  /** Whether the lease was prolonged in time. */
  synchronized boolean prolong(long newDeadline) {
    if (!holds()) {
      return false;
    }
    deadline = newDeadline;
    return true;
  }

  synchronized void end() {
    dead = true;
  }

  /** Somebody wrote with a higher token. */
  void outrun(long seen) {
    synchronized (this) {
      dead = true;
      outrunBy = Math.max(outrunBy, seen);
    }
    outrun.run();
  }

  /** The highest token this owner was refused for, or 0. */
  synchronized long outrunBy() {
    return outrunBy;
  }

  @Override
  public String toString() {
    return name + "#" + token;
  }
}
