package io.marketswarm.store;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.List;

/**
 * The guard of fenced writes on the bus that is written: the highest token seen and the commands,
 * in one step. Sent in full each time: by hash it would need a second attempt after a restart of
 * the server, and that would overtake the writes sent meanwhile.
 */
final class FenceScript {
  /** Lua's stack takes 8,000 words; a few are its own. */
  static final int MOST_WORDS = 7_900;

  private static final String STALE = "STALEOWNER";

  private static final String SCRIPT =
      """
      local token, seen = tonumber(ARGV[1]), tonumber(redis.call('get', KEYS[1]) or 0)
      if token < seen then
        return redis.error_reply('STALEOWNER ' .. string.format('%.0f', seen))
      end
      if token > seen then
        redis.call('set', KEYS[1], ARGV[1])
      end
      local answers, at = {}, 2
      while at <= #ARGV do
        local last = at + tonumber(ARGV[at])
        answers[#answers + 1] = redis.call(unpack(ARGV, at + 1, last))
        at = last + 1
      end
      return answers
      """;

  private FenceScript() {}

  static String seenKey(String name) {
    return "fence:seen:" + name;
  }

  static Request of(Fence fence, List<Request> commands) {
    List<byte[]> keys =
        commands.stream().flatMap(command -> CommandWords.keys(command).stream()).toList();
    Request script =
        Request.cmd(Command.EVAL).arg(SCRIPT).arg(keys.size() + 1).arg(seenKey(fence.name()));
    keys.forEach(script::arg);
    script.arg(Long.toString(fence.token()));
    for (Request command : commands) {
      List<byte[]> arguments = CommandWords.arguments(command);
      if (arguments.size() + 1 > MOST_WORDS) {
        throw new IllegalArgumentException(
            CommandWords.name(command)
                + " with "
                + arguments.size()
                + " arguments does not fit a fenced write: split it");
      }
      script.arg(arguments.size() + 1).arg(CommandWords.name(command));
      arguments.forEach(script::arg);
    }
    return script;
  }

  /** Turns the script's refusal into what it means, and tells the owner. */
  static Throwable explain(Fence fence, BusName bus, Throwable cause) {
    if (!(cause instanceof CommandRefused refused) || !refused.code().equals(STALE)) {
      return cause;
    }
    long seen = Long.parseLong(refused.getMessage().split(" ")[1]);
    fence.outrun(seen);
    return new StaleOwner(
        "a newer owner of "
            + fence.name()
            + " wrote to "
            + bus.id()
            + " with token "
            + seen
            + ", this one has "
            + fence.token());
  }
}
