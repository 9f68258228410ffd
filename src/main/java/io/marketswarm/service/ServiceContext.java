package io.marketswarm.service;

import io.marketswarm.log.Log;
import io.marketswarm.store.BusName;
import io.marketswarm.store.RedisBus;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a verticle is given when it is made.
 *
 * @param node the node it runs on
 * @param failed called by a verticle that cannot go on: it is replaced, after a back-off
 * @param listen where its service listens; port 0 when it does not
 */
public record ServiceContext(
    ServiceSpec service,
    NodeIdentity node,
    Listen listen,
    Log log,
    Map<BusName, RedisBus> buses,
    MeterRegistry metrics,
    Consumer<Throwable> failed) {

  /** An address to listen on. */
  public record Listen(String host, int port) {}

  public RedisBus bus(BusName name) {
    return buses.get(name);
  }
}
