package io.marketswarm.bus;

import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Tells one user, and nobody else, what happened to what is theirs. Each event gets the next number
 * of its user and family, is kept for a day so that a client that was away can catch up, and leaves
 * on the market bus and on the event bus.
 *
 * <p>Tell only what is committed. Where the number is given, it was committed with the change
 * itself: then telling again is harmless, and an event is told in order if numbers are handed over
 * in order.
 */
public final class UserEvents {
  private static final int KEPT = 500;
  private static final int KEPT_SECONDS = 86_400;

  /**
   * Numbers, keeps and publishes an event in one step. KEYS: stream, latest number. ARGV: channel,
   * message without its number, number or nothing, events kept, seconds kept. Returns the number,
   * or 0 when this event was published before.
   */
  private static final String PUBLISH =
      """
      local latest = redis.call('GET', KEYS[2])
      if not latest then redis.call('DEL', KEYS[1]) end
      local seq = ARGV[3]
      if seq == '' then
        seq = string.format('%.0f', redis.call('INCR', KEYS[2]))
      elseif latest and tonumber(seq) <= tonumber(latest) then
        return 0
      else
        redis.call('SET', KEYS[2], seq)
      end
      local message = '{"seq":' .. seq .. ',' .. string.sub(ARGV[2], 2)
      redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[4], seq .. '-0', 'event', message)
      redis.call('EXPIRE', KEYS[1], ARGV[5])
      redis.call('PUBLISH', ARGV[1], message)
      return tonumber(seq)
      """;

  private static final String NEXT = "";

  private final RedisBus market;
  private final MessageBus messages;

  public UserEvents(RedisBus market, MessageBus messages) {
    this.market = market;
    this.messages = messages;
  }

  /** Publishes a message under the next number of its family, which it returns. */
  public Future<Long> publish(EventFamily family, long userId, JsonObject message) {
    return publish(family, userId, NEXT, message);
  }

  /**
   * Publishes a message under the number that was committed with it; does nothing when it, or a
   * later one, was published already.
   */
  public Future<Long> publish(EventFamily family, long userId, long committed, JsonObject message) {
    if (committed < 1) {
      throw new IllegalArgumentException("sequence " + committed + " is below 1");
    }
    return publish(family, userId, Long.toString(committed), message);
  }

  private Future<Long> publish(
      EventFamily family, long userId, String sequence, JsonObject message) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    JsonObject whole = message.copy().put("user_id", userId);
    whole.remove("seq");
    if (!whole.containsKey("ts")) {
      whole.put("ts", now.toString());
    }
    String text = whole.encode();
    return market
        .send(
            Request.cmd(Command.EVAL)
                .arg(PUBLISH)
                .arg(2)
                .arg(family.streamKey(userId))
                .arg(family.sequenceKey(userId))
                .arg(family.channel(userId))
                .arg(text)
                .arg(sequence)
                .arg(KEPT)
                .arg(KEPT_SECONDS))
        .map(answer -> told(family, userId, answer.toLong(), text, now));
  }

  private long told(EventFamily family, long userId, long sequence, String text, Instant now) {
    if (sequence > 0) {
      Buffer payload = Buffer.buffer("{\"seq\":" + sequence + "," + text.substring(1));
      messages.publish(
          Addresses.USER_EVENTS,
          new UserEvent(userId, family.stream(), sequence, now.toEpochMilli(), payload));
    }
    return sequence;
  }
}
