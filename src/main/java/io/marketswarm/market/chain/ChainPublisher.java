package io.marketswarm.market.chain;

import io.marketswarm.bus.Addresses;
import io.marketswarm.bus.ChainUpdate;
import io.marketswarm.bus.MessageBus;
import io.marketswarm.market.MarketEvents;
import io.marketswarm.market.MassiveSettings;
import io.marketswarm.service.MarketClock;
import io.marketswarm.service.ServiceContext;
import io.marketswarm.store.BusName;
import io.marketswarm.store.Fence;
import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tells the world of an edition: Redis in one step, then the event bus. Live chains and replayed
 * ones are told of here alike.
 */
public final class ChainPublisher {
  /** Arguments a command may have inside a fenced write, with room to spare. */
  private static final int MOST_MEMBERS = 5_000;

  private final RedisBus market;
  private final Fence fence;
  private final MessageBus messages;
  private final MarketClock clock;
  private final MassiveSettings settings;
  private final Map<String, ChainUpdate> latest = new HashMap<>();
  private Set<String> subscribed;
  private int leftOut;

  public ChainPublisher(ServiceContext context, MassiveSettings settings) {
    this.market = context.bus(BusName.MARKET);
    this.fence = context.fence();
    this.messages = context.messages();
    this.clock = context.clock();
    this.settings = settings;
  }

  /** What was said of an underlying last. */
  public Optional<ChainUpdate> latest(String symbol) {
    return Optional.ofNullable(latest.get(symbol));
  }

  /** How many channels the options socket is told to have. */
  int subscriptions() {
    return subscribed == null ? 0 : subscribed.size();
  }

  /** Contracts for which there was no channel to subscribe to. */
  int leftOut() {
    return leftOut;
  }

  public Future<Void> publish(ChainEdition edition) {
    Channels channels = Channels.of(edition, settings.stream(), clock.today());
    boolean resubscribe = !channels.names().equals(subscribed);
    List<Request> commands = new ArrayList<>();
    commands.add(Request.cmd(Command.SET).arg(ChainKeys.LATEST).arg(ChainText.write(edition)));
    commands.add(Request.cmd(Command.SET).arg(ChainKeys.TS).arg(edition.epochSecond()));
    commands.addAll(edition.delta().isEmpty() ? values(edition) : geometry(edition));
    if (resubscribe) {
      commands.addAll(subscriptions(channels, edition.epochSecond()));
    }
    return market
        .fenced(fence, commands)
        .onSuccess(
            done -> {
              subscribed = channels.names();
              leftOut = channels.leftOut();
              tell(edition);
            })
        .mapEmpty();
  }

  /** Says on the bus alone what is in Redis already. */
  void tell(ChainEdition edition) {
    for (String symbol : edition.chains().keySet()) {
      ChainUpdate update = edition.update(symbol);
      latest.put(symbol, update);
      messages.publish(Addresses.MARKET_CHAIN, update);
    }
  }

  /** Tells everybody that there are no contracts any more; what comes next is another story. */
  public void forget() {
    for (ChainUpdate last : List.copyOf(latest.values())) {
      ChainEdition none =
          new ChainEdition(
              last.version(),
              last.valueSequence(),
              last.epochMillis(),
              Map.of(last.symbol(), List.of()),
              Delta.NONE);
      tell(none);
    }
    latest.clear();
  }

  private static List<Request> values(ChainEdition edition) {
    String json =
        new JsonObject()
            .put("version", edition.version())
            .put("value_seq", edition.valueSequence())
            .encode();
    return List.of(Request.cmd(Command.PUBLISH).arg(ChainKeys.VALUES_UPDATED).arg(json));
  }

  private List<Request> geometry(ChainEdition edition) {
    Delta delta = edition.delta();
    JsonObject version = new JsonObject().put("version", edition.version());
    JsonObject difference =
        version
            .copy()
            .put("ts", edition.epochSecond())
            .put("entered", new JsonArray(delta.entered()))
            .put("exited", new JsonArray(delta.exited()));
    List<Request> commands = new ArrayList<>();
    commands.add(Request.cmd(Command.SET).arg(ChainKeys.DELTA).arg(difference.encode()));
    commands.add(
        Request.cmd(Command.PUBLISH).arg(ChainKeys.GEOMETRY_UPDATED).arg(version.encode()));
    commands.addAll(
        MarketEvents.tell(
            MarketEvents.Type.GEOMETRY_CHANGED,
            clock.wallMillis(),
            version
                .copy()
                .put("entered", delta.entered().size())
                .put("exited", delta.exited().size())));
    return commands;
  }

  private static List<Request> subscriptions(Channels channels, long ts) {
    List<Request> commands = new ArrayList<>();
    commands.add(Request.cmd(Command.DEL).arg(ChainKeys.SUBSCRIPTIONS));
    List<String> names = List.copyOf(channels.names());
    for (int from = 0; from < names.size(); from += MOST_MEMBERS) {
      Request add = Request.cmd(Command.SADD).arg(ChainKeys.SUBSCRIPTIONS);
      names.subList(from, Math.min(names.size(), from + MOST_MEMBERS)).forEach(add::arg);
      commands.add(add);
    }
    JsonObject contracts =
        new JsonObject()
            .put("ts", ts)
            .put("count", channels.contracts().size())
            .put("tickers", new JsonArray(List.copyOf(channels.contracts())));
    commands.add(
        Request.cmd(Command.SET).arg(ChainKeys.STREAMED_CONTRACTS).arg(contracts.encode()));
    commands.add(
        Request.cmd(Command.PUBLISH)
            .arg(ChainKeys.SUBSCRIPTIONS_UPDATED)
            .arg(new JsonObject().put("count", names.size()).encode()));
    return commands;
  }
}
