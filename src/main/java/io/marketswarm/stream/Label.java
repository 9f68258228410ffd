package io.marketswarm.stream;

/**
 * What streams are counted by.
 *
 * @param dimension for example {@code channel}, {@code session} or {@code user}
 * @param most how many streams may carry the label at the same time
 */
record Label(String dimension, String key, int most) {
  static final int UNLIMITED = Integer.MAX_VALUE;
}
