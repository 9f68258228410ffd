package io.marketswarm.truth;

/**
 * A key or channel on a bus, as a component declares it. Keys with {@code {symbol}} or the like are
 * templates; among declarations they are compared letter by letter.
 *
 * @param external whether somebody outside the components is the other end: a browser, an operator,
 *     an integrator
 */
public record AccessPoint(String bus, String key, boolean external) {

  /** What two declarations must share to be the two ends of one wire. */
  record Wire(String bus, String key) {}

  Wire wire() {
    return new Wire(bus, key);
  }
}
