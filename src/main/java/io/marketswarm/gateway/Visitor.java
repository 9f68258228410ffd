package io.marketswarm.gateway;

import io.marketswarm.web.ApiError;
import io.marketswarm.web.identity.Identity;
import io.marketswarm.web.identity.Session;
import io.marketswarm.web.identity.Tier;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** Who a request at the edge comes from. */
public final class Visitor {
  private static final String KEY = "visitor";
  private static final int UNAUTHORIZED = 401;

  private final Session session;
  private final Users users;
  private Future<Integer> id;

  Visitor(Session session, Users users) {
    this.session = session;
    this.users = users;
  }

  /** The visitor of a route that needs a session. */
  public static Visitor of(RoutingContext request) {
    return find(request).orElseThrow(Visitor::nobody);
  }

  /** The visitor of a route that is open to everybody. */
  public static Optional<Visitor> find(RoutingContext request) {
    return Optional.ofNullable(request.get(KEY));
  }

  void attach(RoutingContext request) {
    request.put(KEY, this);
  }

  static ApiError nobody() {
    return ApiError.whole(UNAUTHORIZED, new JsonObject().put("detail", "Not authenticated"));
  }

  public Session session() {
    return session;
  }

  public Identity identity() {
    return session.identity();
  }

  public Tier tier() {
    return identity().tier();
  }

  /**
   * Their {@code users.id}, looked up when first asked for; somebody who is not in the database yet
   * is put there. Fails while the database is away.
   */
  public Future<Integer> id() {
    if (id == null) {
      id = users.idOf(identity());
    }
    return id;
  }
}
