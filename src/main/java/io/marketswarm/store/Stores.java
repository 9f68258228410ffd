package io.marketswarm.store;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Everything a node stores things in: the four buses and the database. */
public final class Stores {
  private final Map<BusName, RedisBus> buses;
  private final Database database;

  private Stores(Map<BusName, RedisBus> buses, Database database) {
    this.buses = buses;
    this.database = database;
  }

  /** Opens all of them; any may still be down. */
  public static Stores open(Vertx vertx, Map<BusName, String> urls, String databaseUrl) {
    return open(vertx, urls, Future.succeededFuture(databaseUrl));
  }

  /** As above, for a database of which it is not known yet where it will be. */
  public static Stores open(Vertx vertx, Map<BusName, String> urls, Future<String> databaseUrl) {
    for (BusName name : BusName.values()) {
      if (!urls.containsKey(name)) {
        throw new IllegalArgumentException(
            "no URL for " + name.id() + ": set " + name.urlVariable());
      }
    }
    Map<BusName, RedisBus> buses = new EnumMap<>(BusName.class);
    urls.forEach((name, url) -> buses.put(name, RedisBus.open(vertx, name, url)));
    return new Stores(buses, Database.open(vertx, databaseUrl));
  }

  public RedisBus bus(BusName name) {
    return buses.get(name);
  }

  public RedisBus system() {
    return bus(BusName.SYSTEM);
  }

  public RedisBus market() {
    return bus(BusName.MARKET);
  }

  public RedisBus intel() {
    return bus(BusName.INTEL);
  }

  public RedisBus echo() {
    return bus(BusName.ECHO);
  }

  public Collection<RedisBus> buses() {
    return List.copyOf(buses.values());
  }

  public Database database() {
    return database;
  }

  public Future<Void> close() {
    return Future.join(
            Stream.concat(buses.values().stream().map(RedisBus::close), Stream.of(database.close()))
                .toList())
        .mapEmpty();
  }
}
