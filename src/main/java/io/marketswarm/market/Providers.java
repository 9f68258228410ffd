package io.marketswarm.market;

import io.marketswarm.market.MassiveSettings.Provider;
import io.marketswarm.market.feed.Cluster;
import io.marketswarm.market.feed.ProviderAddress;
import io.marketswarm.market.feed.ProviderDirectory;
import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Where the provider of the current mode is. A live one stays where the settings say; the simulated
 * exchange runs on whichever node owns it, tells its address through Redis, and is waited for.
 */
public final class Providers implements ProviderDirectory {
  /** Address of the simulated exchange: {@code {rest, ws, key, ts}}. */
  public static final String SIM_ENDPOINT = "massive:sim:endpoint";

  private static final long TRUSTED_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long LOOK_AGAIN_MILLIS = 250;

  private final Vertx vertx;
  private final RedisBus market;
  private final Provider settings;
  private ProviderAddress known;
  private long knownAt;
  private Future<ProviderAddress> looking;

  public Providers(Vertx vertx, RedisBus market, Provider settings) {
    this.vertx = vertx;
    this.market = market;
    this.settings = settings;
  }

  @Override
  public Future<ProviderAddress> find() {
    return switch (settings.source()) {
      case LIVE -> Future.succeededFuture(live());
      case SIM -> simulated();
      case REPLAY, OFF ->
          Future.failedFuture(
              new IllegalStateException("no provider when the mode is " + settings.source()));
    };
  }

  private ProviderAddress live() {
    Map<Cluster, String> sockets = new EnumMap<>(Cluster.class);
    sockets.put(Cluster.OPTIONS, settings.optionsSocket());
    sockets.put(Cluster.STOCKS, settings.stocksSocket());
    sockets.put(Cluster.FUTURES, settings.futuresSocket());
    return new ProviderAddress(settings.restBase(), sockets, settings.key());
  }

  private Future<ProviderAddress> simulated() {
    if (known != null && System.nanoTime() - knownAt < TRUSTED_NANOS) {
      return Future.succeededFuture(known);
    }
    if (looking == null) {
      looking = look().onComplete(done -> looking = null);
    }
    return looking;
  }

  private Future<ProviderAddress> look() {
    return market
        .send(Request.cmd(Command.GET).arg(SIM_ENDPOINT))
        .otherwiseEmpty()
        .compose(this::found);
  }

  private Future<ProviderAddress> found(Response endpoint) {
    if (endpoint == null) {
      return vertx.timer(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS).compose(v -> look());
    }
    known = address(new JsonObject(endpoint.toBuffer()));
    knownAt = System.nanoTime();
    return Future.succeededFuture(known);
  }

  private static ProviderAddress address(JsonObject endpoint) {
    Map<Cluster, String> sockets = new EnumMap<>(Cluster.class);
    for (Cluster cluster : Cluster.values()) {
      String path = "/" + cluster.name().toLowerCase(Locale.ROOT);
      sockets.put(cluster, endpoint.getString("ws") + path);
    }
    return new ProviderAddress(endpoint.getString("rest"), sockets, endpoint.getString("key"));
  }
}
