package io.marketswarm.stream;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a client says it saw last: {@code <boot>-<number>} of topics numbered by the hub, {@code
 * <sequence>} of a single topic numbered by its publisher, or {@code <name>:<sequence>,…} of
 * several. Whatever else it says means that it saw nothing.
 */
record Seen(long boot, long number, long sequence, Map<String, Long> sequences) {
  private static final long UNSAID = -1;
  private static final int MOST_DIGITS = 18;
  private static final int MOST_CHARACTERS = 1_000;

  static final Seen NOTHING = new Seen(UNSAID, UNSAID, UNSAID, Map.of());

  static Seen parse(String id) {
    if (id == null || id.isEmpty() || id.length() > MOST_CHARACTERS) {
      return NOTHING;
    }
    int dash = id.indexOf('-');
    int colon = id.indexOf(':');
    try {
      if (colon > 0) {
        return new Seen(UNSAID, UNSAID, UNSAID, parseEach(id));
      }
      if (dash > 0) {
        return new Seen(
            digits(id.substring(0, dash)), digits(id.substring(dash + 1)), UNSAID, Map.of());
      }
      return new Seen(UNSAID, UNSAID, digits(id), Map.of());
    } catch (NumberFormatException malformed) {
      return NOTHING;
    }
  }

  private static Map<String, Long> parseEach(String id) {
    Map<String, Long> each = new HashMap<>();
    for (String part : id.split(",")) {
      int colon = part.lastIndexOf(':');
      if (colon < 1) {
        throw new NumberFormatException(part);
      }
      each.put(part.substring(0, colon).strip(), digits(part.substring(colon + 1)));
    }
    return each;
  }

  private static long digits(String text) {
    boolean digitsOnly = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!digitsOnly || text.length() > MOST_DIGITS) {
      throw new NumberFormatException(text);
    }
    return Long.parseLong(text);
  }

  /** The hub's last event this client has, if it was this hub and there was such an event. */
  OptionalLong numberOf(long ownBoot, long newest) {
    boolean known = boot == ownBoot && number > 0 && number <= newest;
    return known ? OptionalLong.of(number) : OptionalLong.empty();
  }

  /** The last event of one of several topics that their publishers number. */
  OptionalLong sequenceOf(String name) {
    Long found = sequences.get(name);
    return found == null ? OptionalLong.empty() : OptionalLong.of(found);
  }

  /** The last event of the only topic of a stream. */
  OptionalLong onlySequence() {
    return sequence == UNSAID ? OptionalLong.empty() : OptionalLong.of(sequence);
  }
}
