package io.marketswarm.web.identity;

import io.marketswarm.web.ApiError;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;

/**
 * Who calls a service behind the edge: a person, or another service that may act for one.
 *
 * @param dbId the {@code users.id}; empty for a service that acts for nobody
 * @param identity the person; of a service only the name is known
 * @param service the calling service, if it is one
 */
public record Caller(
    Optional<Integer> dbId, Identity identity, Tier tier, Optional<String> service) {
  private static final String KEY = "caller";
  private static final String SERVICES = "service";
  private static final int UNAUTHORIZED = 401;

  static Caller person(int dbId, Identity identity, Tier tier) {
    return new Caller(Optional.of(dbId), identity, tier, Optional.empty());
  }

  static Caller service(String id, Optional<Integer> actingFor) {
    Identity itself = new Identity(SERVICES, id, "", id, List.of(), null);
    return new Caller(actingFor, itself, Tier.ADMINISTRATOR, Optional.of(id));
  }

  /** Who makes this request; asked behind {@link CallerAuth} only. */
  public static Caller of(RoutingContext request) {
    Caller caller = request.get(KEY);
    if (caller == null) {
      throw new IllegalStateException("nobody asked who makes this request");
    }
    return caller;
  }

  void attach(RoutingContext request) {
    request.put(KEY, this);
  }

  /** The {@code users.id}; a service that acts for nobody is refused. */
  public int userId() {
    return dbId.orElseThrow(() -> new ApiError(UNAUTHORIZED, "Authentication required"));
  }

  public boolean isService() {
    return service.isPresent();
  }

  public boolean isAdministrator() {
    return tier == Tier.ADMINISTRATOR;
  }
}
