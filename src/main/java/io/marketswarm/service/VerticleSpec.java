package io.marketswarm.service;

import io.vertx.core.Deployable;
import java.util.function.Function;

/**
 * One kind of verticle of a service.
 *
 * @param name unique within the service, for example {@code http}
 * @param instances how many run unless the configuration says otherwise
 * @param maxInstances how many a node may run at most
 */
public record VerticleSpec(
    String name,
    int instances,
    int maxInstances,
    Placement placement,
    Function<ServiceContext, ? extends Deployable> factory) {
  public VerticleSpec {
    if (instances < 0 || maxInstances < 1 || instances > maxInstances) {
      throw new IllegalArgumentException(
          name + ": " + instances + " of at most " + maxInstances + " instances");
    }
    if (placement == Placement.SINGLE_OWNER && maxInstances != 1) {
      throw new IllegalArgumentException(name + ": a single owner has one instance");
    }
  }

  /** A verticle of which a node may run up to {@code max} instances. */
  public static VerticleSpec scalable(
      String name, int instances, int max, Function<ServiceContext, ? extends Deployable> factory) {
    return new VerticleSpec(name, instances, max, Placement.EVERY_NODE, factory);
  }

  /** A verticle that runs on exactly one node of the cluster. */
  public static VerticleSpec singleOwner(
      String name, Function<ServiceContext, ? extends Deployable> factory) {
    return new VerticleSpec(name, 1, 1, Placement.SINGLE_OWNER, factory);
  }
}
