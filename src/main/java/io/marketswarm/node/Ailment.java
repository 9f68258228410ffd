package io.marketswarm.node;

/**
 * A worker that does not run here though it should.
 *
 * @param worker its name in heartbeats
 * @param what is the matter, to be read after the name
 * @param stopped whether it stays so until an operator acts
 * @param owned whether another node may run it instead
 */
record Ailment(String worker, String what, boolean stopped, boolean owned) {
  static Ailment passing(String worker, String what) {
    return new Ailment(worker, what, false, false);
  }

  static Ailment stopped(String worker, String why) {
    return new Ailment(worker, why + " and is stopped", true, false);
  }

  /** The same of a worker whose lease is up for others. */
  Ailment leftToOthers() {
    return new Ailment(worker, what, stopped, true);
  }

  @Override
  public String toString() {
    return worker + " " + what;
  }
}
