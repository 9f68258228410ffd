package io.marketswarm.market;

import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/** What happens to the market as a whole, for whoever follows its events. */
public final class MarketEvents {
  private static final String STREAM = "events:market";
  private static final String CHANNEL = "market:events";
  private static final int KEPT = 1_000;

  /** The kinds of events. */
  public enum Type {
    SESSION_OPEN,
    SESSION_CLOSE,
    PROVIDER_DOWN,
    PROVIDER_UP,
    GEOMETRY_CHANGED,
    REPLAY_STARTED,
    REPLAY_STOPPED
  }

  private MarketEvents() {}

  /** The commands that tell of an event: to be sent with whatever it came from. */
  public static List<Request> tell(Type type, long wallMillis, JsonObject details) {
    BigDecimal ts = BigDecimal.valueOf(wallMillis, 3);
    String name = type.name().toLowerCase(Locale.ROOT);
    String json = new JsonObject().put("type", name).put("ts", ts).mergeIn(details).encode();
    return List.of(
        Request.cmd(Command.XADD)
            .arg(STREAM)
            .arg("MAXLEN")
            .arg("~")
            .arg(KEPT)
            .arg("*")
            .arg("ts")
            .arg(ts.toPlainString())
            .arg("type")
            .arg(name)
            .arg("json")
            .arg(json),
        Request.cmd(Command.PUBLISH).arg(CHANNEL).arg(json));
  }
}
