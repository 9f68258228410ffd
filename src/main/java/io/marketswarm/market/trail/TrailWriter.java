package io.marketswarm.market.trail;

import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import java.util.List;

/** Runs commands all together or not at all, as whoever may write trails. */
@FunctionalInterface
public interface TrailWriter {
  Future<?> run(List<Request> commands);
}
