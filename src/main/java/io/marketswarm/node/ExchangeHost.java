package io.marketswarm.node;

import io.marketswarm.market.MassiveSettings;
import io.marketswarm.market.MassiveSettings.Source;
import io.marketswarm.market.Providers;
import io.marketswarm.service.BroadcastClock;
import io.marketswarm.service.ServiceContext;
import io.marketswarm.service.Vitals.Condition;
import io.marketswarm.sim.SimOptions;
import io.marketswarm.sim.SimulatedExchange;
import io.marketswarm.store.BusName;
import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs the simulated exchange where there is no provider, one for the whole cluster, and tells
 * everybody where it is and what time its market has.
 */
final class ExchangeHost extends VerticleBase {
  private static final String NAME = "exchange";
  private static final long TELL_MILLIS = 1_000;
  private static final long TOLD_LASTS_MILLIS = 5_000;
  private static final long AGAIN_MILLIS = 1_000;

  private final ServiceContext context;
  private final Source source;
  private final SimOptions options;
  private final RedisBus market;
  private SimulatedExchange exchange;
  private KeptExchange kept;
  private boolean stopped;
  private volatile boolean well;

  ExchangeHost(ServiceContext context) {
    Map<String, String> variables = context.config().env().all();
    this.context = context;
    this.source = MassiveSettings.from(variables).provider().source();
    this.options = SimOptions.from(variables);
    this.market = context.bus(BusName.MARKET);
  }

  @Override
  public Future<?> start() {
    if (source != Source.SIM) {
      return Future.succeededFuture();
    }
    context.vitals().watch(NAME, () -> well ? Condition.OK : Condition.DOWN);
    kept = KeptExchange.of(vertx);
    open();
    return Future.succeededFuture();
  }

  private void open() {
    kept.claim(this, options)
        .onSuccess(
            open -> {
              exchange = open;
              if (!stopped) {
                tell();
                vertx.setPeriodic(TELL_MILLIS, timer -> tell());
              }
            })
        .onFailure(
            cause -> {
              if (!stopped) {
                context.log().error("the simulated exchange could not be opened", cause);
                vertx.setTimer(AGAIN_MILLIS, timer -> open());
              }
            });
  }

  private void tell() {
    exchange
        .time()
        .compose(time -> market.fenced(context.fence(), told(time)))
        .onComplete(told -> well = told.succeeded());
  }

  private List<Request> told(JsonObject time) {
    List<Request> commands = new ArrayList<>();
    commands.add(endpoint());
    commands.addAll(BroadcastClock.tell(time, TOLD_LASTS_MILLIS));
    return commands;
  }

  private Request endpoint() {
    String rest = exchange.url();
    JsonObject endpoint =
        new JsonObject()
            .put("rest", rest)
            .put("ws", rest.replaceFirst("^http", "ws"))
            .put("key", options.apiKey())
            .put("ts", context.clock().wallMillis() / 1_000.0);
    return Request.cmd(Command.SET)
        .arg(Providers.SIM_ENDPOINT)
        .arg(endpoint.encode())
        .arg("PX")
        .arg(TOLD_LASTS_MILLIS);
  }

  @Override
  public Future<?> stop() {
    stopped = true;
    context.vitals().forget(NAME);
    if (kept == null) {
      return Future.succeededFuture();
    }
    kept.release(this);
    List<Request> gone = new ArrayList<>(BroadcastClock.silence());
    gone.add(Request.cmd(Command.DEL).arg(Providers.SIM_ENDPOINT));
    return market.fenced(context.fence(), gone).otherwiseEmpty();
  }
}
