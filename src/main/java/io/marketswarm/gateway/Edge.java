package io.marketswarm.gateway;

import io.marketswarm.service.ServiceContext;
import io.marketswarm.web.gates.TierGates;
import io.marketswarm.web.identity.Trust;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/**
 * What one instance of the edge offers to the groups of routes behind its door.
 *
 * @param trust sessions and their revocation, and the word to give to services behind
 * @param gates the tier gates, and news of them
 * @param limits counts what somebody may do so often
 * @param standing watches over what stays open after its request was let in
 * @param clients how many listen on which kind of stream
 * @param draining completes when this instance begins to leave: event streams end themselves then
 */
public record Edge(
    Vertx vertx,
    ServiceContext context,
    Trust trust,
    TierGates gates,
    Users users,
    Access access,
    RateLimits limits,
    Standing standing,
    Clients clients,
    Future<Void> draining) {}
