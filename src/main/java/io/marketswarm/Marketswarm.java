package io.marketswarm;

import io.marketswarm.cli.Commands;

/** The program. */
public final class Marketswarm {
  private Marketswarm() {}

  public static void main(String[] args) {
    int code = Commands.execute(args);
    if (code != Commands.STAYS) {
      System.exit(code);
    }
  }
}
