package io.marketswarm.gateway.streams;

import io.marketswarm.bus.EventFamily;
import io.marketswarm.store.RedisBus;
import io.marketswarm.stream.Replay;
import io.marketswarm.stream.SseEvent;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;

/**
 * What one user missed of one family: from the bounded stream in Redis, and behind that from
 * whoever keeps the family for good. What nobody has any more the client must fetch anew, and is
 * told so.
 */
final class UserReplay implements Replay {
  /** More than publishers keep. */
  private static final int MOST_IN_REDIS = 1_000;

  private static final int MOST_ARCHIVED = 500;

  private final RedisBus market;
  private final EventFamily family;
  private final long userId;
  private final Archive archive;

  /** Events that are older than Redis remembers. */
  interface Archive {
    /** Of families that nobody keeps. */
    Archive NONE = (userId, after, most) -> Future.succeededFuture(List.of());

    /** Messages in the order of their numbers, the first of them right behind {@code after}. */
    Future<List<Buffer>> after(long userId, long after, int most);
  }

  UserReplay(RedisBus market, EventFamily family, long userId, Archive archive) {
    this.market = market;
    this.family = family;
    this.userId = userId;
    this.archive = archive;
  }

  @Override
  public Future<Long> newest() {
    return market
        .send(Request.cmd(Command.GET).arg(family.sequenceKey(userId)))
        .map(latest -> latest == null ? 0 : latest.toLong());
  }

  @Override
  public Future<Stored> after(long sequence) {
    return market
        .batch(
            List.of(
                Request.cmd(Command.GET).arg(family.sequenceKey(userId)),
                Request.cmd(Command.XRANGE)
                    .arg(family.streamKey(userId))
                    .arg("(" + sequence + "-0")
                    .arg("+")
                    .arg("COUNT")
                    .arg(MOST_IN_REDIS)))
        .compose(
            answers -> {
              long newest = answers.get(0) == null ? 0 : answers.get(0).toLong();
              List<Numbered> kept = numbered(answers.get(1));
              return continued(sequence, newest, kept);
            });
  }

  private Future<Stored> continued(long sequence, long newest, List<Numbered> kept) {
    Run run = new Run(sequence);
    if (sequence > newest) {
      // The store was cleared since: what the client has belongs to another count.
      return Future.succeededFuture(run.brokenOff(newest));
    }
    run.goOn(kept);
    if (run.end >= newest) {
      return Future.succeededFuture(run.whole());
    }
    return archive
        .after(userId, run.end, MOST_ARCHIVED)
        .otherwise(List.of())
        .map(
            messages -> {
              run.goOn(messages.stream().map(this::numbered).toList());
              run.goOn(kept);
              return run.end >= newest ? run.whole() : run.brokenOff(newest);
            });
  }

  /** What follows on a number without a hole. */
  private static final class Run {
    private final List<Numbered> events = new ArrayList<>();
    private long end;

    Run(long after) {
      end = after;
    }

    void goOn(List<Numbered> found) {
      for (Numbered each : found) {
        if (each.sequence() == end + 1) {
          events.add(each);
          end = each.sequence();
        }
      }
    }

    Stored whole() {
      return new Stored(events, end);
    }

    /** The client has to fetch by itself what happened up to the newest. */
    Stored brokenOff(long newest) {
      JsonObject hole = new JsonObject().put("from", end).put("to", newest);
      events.add(new Numbered(Numbered.NONE, SseEvent.of("resync_required", hole.toBuffer())));
      return new Stored(events, newest);
    }
  }

  private List<Numbered> numbered(Response entries) {
    List<Numbered> found = new ArrayList<>();
    for (Response entry : entries) {
      found.add(numbered(entry.get(1).get(1).toBuffer()));
    }
    return found;
  }

  private Numbered numbered(Buffer message) {
    return new Numbered(UserMessage.sequence(message), UserMessage.event(family, message));
  }
}
