package io.marketswarm.node;

import io.marketswarm.node.conf.NodeConfig;
import io.marketswarm.node.conf.NodeConfig.Stores.Embedded;
import io.marketswarm.node.conf.NodeConfig.Stores.Source;
import io.marketswarm.node.conf.NodeConfig.Stores.Url;
import io.marketswarm.store.BusName;
import io.marketswarm.store.embedded.EmbeddedStores;
import io.marketswarm.store.embedded.Progress;
import io.marketswarm.store.embedded.Settings;
import java.net.URI;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/** The servers behind the stores: those this node runs itself and those it was given. */
final class StoreServers {
  private final NodeConfig.Stores config;
  private final EmbeddedStores embedded;

  private StoreServers(NodeConfig.Stores config, EmbeddedStores embedded) {
    this.config = config;
    this.embedded = embedded;
  }

  /**
   * Starts what is embedded and takes hold of the data directory. Blocks until the buses answer;
   * the database follows.
   */
  static StoreServers start(NodeConfig config, Progress progress) {
    NodeConfig.Stores stores = config.stores();
    Map<BusName, Settings.Bus> buses = new EnumMap<>(BusName.class);
    boolean exact = false;
    for (Map.Entry<BusName, Source> bus : stores.buses().entrySet()) {
      if (bus.getValue() instanceof Embedded own) {
        exact |= own.port().isPresent();
        int port = own.port().orElse(bus.getKey().defaultPort());
        buses.put(bus.getKey(), new Settings.Bus(port, own.password(), own.binary()));
      }
    }
    OptionalInt databasePort = OptionalInt.empty();
    if (stores.database() instanceof Embedded own) {
      exact |= own.port().isPresent();
      databasePort = OptionalInt.of(own.port().orElse(Settings.DATABASE_PORT));
    }
    Settings settings =
        new Settings(
            config.data(),
            stores.engines().orElse(config.data().resolve("engines")),
            buses,
            databasePort,
            exact);
    return new StoreServers(stores, EmbeddedStores.begin(settings, progress));
  }

  Map<BusName, String> busUrls() {
    Map<BusName, String> urls = new EnumMap<>(BusName.class);
    urls.putAll(embedded.urls());
    config
        .buses()
        .forEach(
            (bus, source) -> {
              if (source instanceof Url given) {
                urls.put(bus, given.url());
              }
            });
    return urls;
  }

  /** Known when the database answers, if it is embedded. */
  CompletableFuture<String> databaseUrl() {
    return config.database() instanceof Url given
        ? CompletableFuture.completedFuture(given.url())
        : embedded.complete().thenApply(answers -> embedded.databaseUrl().orElseThrow());
  }

  /** Where each store is, in words and without credentials. */
  Map<String, String> places() {
    Map<String, String> places = new LinkedHashMap<>();
    busUrls()
        .forEach(
            (bus, url) ->
                places.put(bus.id(), place(url, config.buses().get(bus) instanceof Embedded)));
    places.put("database", place(databaseUrl().join(), config.database() instanceof Embedded));
    return places;
  }

  private static String place(String url, boolean own) {
    URI uri = URI.create(url);
    String host = uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    return uri.getScheme() + "://" + host + uri.getPath() + (own ? "  (embedded)" : "");
  }

  void stop() {
    embedded.stop();
  }
}
