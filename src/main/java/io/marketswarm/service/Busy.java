package io.marketswarm.service;

/** A service is being started, stopped or scaled already; ask again when that is done. */
public final class Busy extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public Busy(String service) {
    super(service + " is being changed already; try again in a moment");
  }
}
