package io.marketswarm.market.recording;

import io.marketswarm.market.MarketEvents;
import io.marketswarm.service.BroadcastClock;
import io.marketswarm.service.ServiceContext;
import io.marketswarm.store.BusName;
import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells everybody what time it is in a replay and how it stands. */
final class ReplayBoard {
  private static final long CLOCK_LASTS_MILLIS = 5_000;
  private static final double FRESH_SECONDS = 60;

  private final ServiceContext context;
  private final RedisBus market;

  ReplayBoard(ServiceContext context) {
    this.context = context;
    this.market = context.bus(BusName.MARKET);
  }

  /** How the replay of an owner who is just gone stood. */
  Future<Optional<JsonObject>> predecessor() {
    return market
        .send(Request.cmd(Command.GET).arg(ReplayState.KEY))
        .map(text -> text == null ? Optional.<JsonObject>empty() : fresh(text.toString()))
        .otherwise(Optional.empty());
  }

  private Optional<JsonObject> fresh(String text) {
    try {
      JsonObject state = new JsonObject(text);
      double age = context.clock().wallMillis() / 1_000.0 - state.getDouble("ts", 0.0);
      return age < FRESH_SECONDS ? Optional.of(state) : Optional.empty();
    } catch (DecodeException | ClassCastException unreadable) {
      return Optional.empty();
    }
  }

  /** Says how things stand; the market's time too, while there is one. */
  Future<Void> tell(ReplayState state, Optional<JsonObject> clock) {
    List<Request> commands = new ArrayList<>();
    commands.add(
        Request.cmd(Command.SET)
            .arg(ReplayState.KEY)
            .arg(state.json(context.clock().wallMillis()).encode()));
    commands.addAll(
        clock
            .map(time -> BroadcastClock.tell(time, CLOCK_LASTS_MILLIS))
            .orElseGet(BroadcastClock::silence));
    return send(commands);
  }

  /** The market's time as other services read it. */
  JsonObject time(ReplayClock clock, Playhead head) {
    return new JsonObject()
        .put("mode", "replay")
        .put("now_ms", clock.nowMillis())
        .put("speed", head.speed() * clock.speed())
        .put("paused", !head.moving())
        .put("session_date", clock.today().toString())
        .put("ts", context.clock().wallMillis() / 1_000.0);
  }

  Future<Void> event(MarketEvents.Type type, String session) {
    return send(
        MarketEvents.tell(
            type, context.clock().wallMillis(), new JsonObject().put("session", session)));
  }

  private Future<Void> send(List<Request> commands) {
    return market.fenced(context.fence(), commands).<Void>mapEmpty().otherwiseEmpty();
  }
}
