package io.marketswarm.service;

import io.marketswarm.bus.MessageBus;
import io.marketswarm.log.Log;
import io.marketswarm.store.BusName;
import io.marketswarm.store.Fence;
import io.marketswarm.store.RedisBus;
import io.marketswarm.store.Stores;
import io.marketswarm.truth.ResolvedConfig;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a verticle is given when it is made.
 *
 * @param node the node it runs on
 * @param listen where its service listens; port 0 when it does not
 * @param config what Truth says about its service; null for services outside Truth
 * @param stores the buses and the database
 * @param messages the event bus
 * @param clock the market's time, one for the node
 * @param vitals where its service's workers on this node say how they feel
 * @param facilities what the node offers to services that look beyond their own affairs
 * @param fence the right to act as the single owner; null for verticles that run on every node
 * @param failed called by a verticle that cannot go on: it is replaced, after a back-off
 */
public record ServiceContext(
    ServiceSpec service,
    NodeIdentity node,
    Listen listen,
    ResolvedConfig config,
    Stores stores,
    MessageBus messages,
    MeterRegistry metrics,
    MarketClock clock,
    Vitals vitals,
    Facilities facilities,
    Log log,
    Fence fence,
    Consumer<Throwable> failed) {

  /** An address to listen on, and where to do so encrypted, if that is wanted. */
  public record Listen(String host, int port, Optional<Secure> secure) {
    public Listen(String host, int port) {
      this(host, port, Optional.empty());
    }
  }

  /**
   * A port that speaks TLS.
   *
   * @param certificate a PEM file, and {@code key} that of its key
   * @param selfMade whether both are one file that the service makes itself when it is not there
   */
  public record Secure(int port, Path certificate, Path key, boolean selfMade) {}

  /** The same at another time. */
  public ServiceContext at(MarketClock otherClock) {
    return new ServiceContext(
        service,
        node,
        listen,
        config,
        stores,
        messages,
        metrics,
        otherClock,
        vitals,
        facilities,
        log,
        fence,
        failed);
  }

  public RedisBus bus(BusName name) {
    return stores.bus(name);
  }
}
