package io.marketswarm.service;

import io.vertx.core.Deployable;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * One kind of verticle of a service.
 *
 * @param name unique within the service, for example {@code http}
 * @param instances how many run unless the configuration says otherwise
 * @param maxInstances how many a node may run at most
 * @param keys what its work is split by, asked for when the service starts; none unless it is
 *     placed per key
 * @param factory makes an instance, for one of the keys if there are any
 */
public record VerticleSpec(
    String name,
    int instances,
    int maxInstances,
    Placement placement,
    Function<ServiceContext, List<String>> keys,
    BiFunction<ServiceContext, String, ? extends Deployable> factory) {
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
    return keyless(name, instances, max, Placement.EVERY_NODE, factory);
  }

  /** A verticle that runs on exactly one node of the cluster. */
  public static VerticleSpec singleOwner(
      String name, Function<ServiceContext, ? extends Deployable> factory) {
    return keyless(name, 1, 1, Placement.SINGLE_OWNER, factory);
  }

  /**
   * A verticle that runs once in the cluster for each of its keys, each under a fence of its own.
   * The nodes share the keys; each takes at most {@code max} of them, or as many as the
   * configuration says.
   */
  public static VerticleSpec perKey(
      String name,
      int max,
      Function<ServiceContext, List<String>> keys,
      BiFunction<ServiceContext, String, ? extends Deployable> factory) {
    return new VerticleSpec(name, max, max, Placement.PER_KEY, keys, factory);
  }

  /** Whether an operator may choose how many of it a node runs. */
  public boolean scales() {
    return placement != Placement.SINGLE_OWNER && maxInstances > 1;
  }

  private static VerticleSpec keyless(
      String name,
      int instances,
      int max,
      Placement placement,
      Function<ServiceContext, ? extends Deployable> factory) {
    return new VerticleSpec(
        name,
        instances,
        max,
        placement,
        context -> List.of(),
        (context, key) -> factory.apply(context));
  }
}
