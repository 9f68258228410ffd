package io.marketswarm.store;

/** The error Redis answered a command with, in its own words; the connection is fine. */
public final class CommandRefused extends StoreException {
  private static final long serialVersionUID = 1L;

  CommandRefused(String text) {
    super(text, false);
  }

  /** The first word of the answer, for example {@code WRONGTYPE}, {@code OOM} or {@code ERR}. */
  public String code() {
    String text = getMessage();
    int end = text.indexOf(' ');
    return end < 0 ? text : text.substring(0, end);
  }
}
