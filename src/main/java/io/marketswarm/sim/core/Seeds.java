package io.marketswarm.sim.core;

import java.time.LocalDate;

/**
 * Randomness by name. Every (date, instrument, purpose) draws from a stream of its own, so an
 * instrument more or less changes nothing for the others.
 */
final class Seeds {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;
  private static final double UNIT = 0x1.0p-53;

  private Seeds() {}

  static Dice stream(long seed, LocalDate date, String instrument, String purpose) {
    long day = mix(seed) ^ mix(date.toEpochDay());
    return new Dice(mix(mix(day ^ hash(instrument)) + hash(purpose)));
  }

  static long hash(String text) {
    long hash = FNV_OFFSET;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * FNV_PRIME;
    }
    return mix(hash);
  }

  /** Stafford's mixer: every input bit stirs every output bit. */
  static long mix(long bits) {
    long z = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** A number in [0, 1) made of a hash. */
  static double unit(long hash) {
    return (hash >>> 11) * UNIT;
  }
}
