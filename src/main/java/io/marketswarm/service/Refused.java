package io.marketswarm.service;

/** An order that cannot be carried out as given; the message says why, to whoever gave it. */
public final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public Refused(String why) {
    super(why);
  }
}
