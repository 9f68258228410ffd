package io.marketswarm.bus.bridge;

/** Where the two established bridge protocols differ: the name of a message, and the pong. */
enum Dialect {
  SOCKJS("rec", false),
  TCP("message", true);

  private final String messageType;
  private final boolean answersPing;

  Dialect(String messageType, boolean answersPing) {
    this.messageType = messageType;
    this.answersPing = answersPing;
  }

  String messageType() {
    return messageType;
  }

  boolean answersPing() {
    return answersPing;
  }
}
