package io.marketswarm.market.recording;

/** What a session is made of, one file each; at the same moment they follow in this order. */
enum Part {
  SPOT("spot"),
  CHAIN("chain"),
  SOCKET("ws");

  private final String prefix;

  Part(String prefix) {
    this.prefix = prefix;
  }

  /** What the names of its files begin with. */
  String prefix() {
    return prefix;
  }
}
