package io.marketswarm.stream;

/** A stream was not opened because as many as allowed are open already. */
public final class TooManyStreams extends Exception {
  private static final long serialVersionUID = 1L;

  private final String dimension;
  private final int most;

  TooManyStreams(Label label) {
    super("already " + label.most() + " streams of one " + label.dimension(), null, false, false);
    this.dimension = label.dimension();
    this.most = label.most();
  }

  public String dimension() {
    return dimension;
  }

  public int most() {
    return most;
  }
}
