package io.marketswarm.sim;

/**
 * Builds one event as JSON text. Names and texts are our own, so nothing in them needs escaping.
 */
final class EventText {
  private static final int USUAL_LENGTH = 160;

  private final StringBuilder json = new StringBuilder(USUAL_LENGTH);

  EventText(String event) {
    json.append("{\"ev\":\"").append(event).append('"');
  }

  EventText put(String name, String text) {
    name(name).append('"').append(text).append('"');
    return this;
  }

  EventText put(String name, long number) {
    name(name).append(number);
    return this;
  }

  EventText put(String name, double number) {
    name(name).append(number);
    return this;
  }

  /** A list of one number. */
  EventText list(String name, int number) {
    name(name).append('[').append(number).append(']');
    return this;
  }

  private StringBuilder name(String name) {
    return json.append(",\"").append(name).append("\":");
  }

  String end() {
    return json.append('}').toString();
  }
}
