package io.marketswarm.node;

import java.util.List;

/** The node cannot start; each line tells a person one thing that is in the way. */
public final class CannotStart extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  public CannotStart(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  public List<String> problems() {
    return problems;
  }
}
