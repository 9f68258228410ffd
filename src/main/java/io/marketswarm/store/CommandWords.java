package io.marketswarm.store;

import io.vertx.redis.client.Request;
import io.vertx.redis.client.impl.RequestImpl;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;

/** What can be told about a Redis command from its words. */
final class CommandWords {
  /** These change the state of a connection, and ours is shared. */
  private static final Set<String> PRIVATE_CONNECTION_ONLY =
      Set.of(
          "auth",
          "discard",
          "exec",
          "hello",
          "monitor",
          "multi",
          "psubscribe",
          "punsubscribe",
          "quit",
          "reset",
          "select",
          "ssubscribe",
          "subscribe",
          "sunsubscribe",
          "unsubscribe",
          "unwatch",
          "watch");

  private static final OptionalLong FOR_EVER = OptionalLong.of(0);

  private CommandWords() {}

  static String name(Request request) {
    return request.command().toString().toLowerCase(Locale.ROOT);
  }

  static List<byte[]> arguments(Request request) {
    return ((RequestImpl) request).getArgs();
  }

  static List<byte[]> keys(Request request) {
    return ((RequestImpl) request).keys();
  }

  /** Refuses what cannot be sent on a connection that is shared, or has the wrong length. */
  static void check(Request request) {
    String name = name(request);
    if (PRIVATE_CONNECTION_ONLY.contains(name)) {
      throw new IllegalArgumentException(
          name + " would change a connection that others share: use subscribe() or atomically()");
    }
    if (!((RequestImpl) request).valid()) {
      throw new IllegalArgumentException(
          name + " was given " + arguments(request).size() + " arguments, which cannot be right");
    }
  }

  /** How long the command may make the server wait, 0 for ever, empty when it does not wait. */
  static OptionalLong blockMillis(Request request) {
    return switch (name(request)) {
      case "xread" -> afterBlock(arguments(request), 0);
      case "xreadgroup" -> afterBlock(arguments(request), 3);
      case "blpop", "brpop", "brpoplpush", "blmove", "bzpopmin", "bzpopmax" ->
          millis(arguments(request), -1, 1_000);
      case "blmpop", "bzmpop" -> millis(arguments(request), 0, 1_000);
      case "wait" -> millis(arguments(request), 1, 1);
      case "waitaof" -> millis(arguments(request), 2, 1);
      default -> OptionalLong.empty();
    };
  }

  private static OptionalLong afterBlock(List<byte[]> arguments, int from) {
    for (int i = from; i < arguments.size() - 1; i++) {
      String word = text(arguments.get(i)).toLowerCase(Locale.ROOT);
      if (word.equals("streams")) {
        return OptionalLong.empty();
      }
      if (word.equals("block")) {
        return millis(arguments, i + 1, 1);
      }
    }
    return OptionalLong.empty();
  }

  private static OptionalLong millis(List<byte[]> arguments, int index, int unit) {
    int at = index < 0 ? arguments.size() + index : index;
    try {
      return OptionalLong.of((long) Math.ceil(Double.parseDouble(text(arguments.get(at))) * unit));
    } catch (NumberFormatException notATime) {
      return FOR_EVER; // the server will say what is wrong with it
    }
  }

  private static String text(byte[] word) {
    return new String(word, StandardCharsets.UTF_8);
  }
}
