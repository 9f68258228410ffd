package io.marketswarm.web.identity;

import io.marketswarm.service.ServiceContext;
import io.marketswarm.store.BusName;
import io.marketswarm.store.RedisBus;
import io.marketswarm.truth.TruthStore;
import io.marketswarm.truth.Variables;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * By what one instance of a service knows its callers: the secrets Truth gave it, sessions that
 * were ended early, and the users there are. A session secret that is changed while the service
 * runs is taken up.
 */
public final class Trust {
  private static final String INTERNAL_SECRET = "INTERNAL_AUTH_SECRET";
  private static final String INTERNAL_REQUIRED = "INTERNAL_AUTH_REQUIRED";
  private static final String SESSION_SECRET = "APP_SESSION_SECRET";
  private static final String SESSION_TTL = "APP_SESSION_TTL_SECONDS";
  private static final Duration SESSION_LIFE = Duration.ofDays(1);
  private static final long SECRET_CHECK_MILLIS = Duration.ofMinutes(5).toMillis();
  private static final String PRODUCTION = "production";

  private final ServiceContext context;
  private final GatewayAuth tokens;
  private final Optional<SessionTokens> sessions;
  private final Revocations revocations;
  private final UserIds users;
  private Vertx vertx;
  private TruthStore truth;
  private RedisBus.Subscription truthUpdates;
  private long timer;

  private Trust(ServiceContext context, InstantSource clock) {
    Variables env = context.config().env();
    this.context = context;
    this.tokens = new GatewayAuth(env.string(INTERNAL_SECRET), clock);
    this.sessions =
        env.find(SESSION_SECRET)
            .map(
                secret ->
                    new SessionTokens(secret, env.duration(SESSION_TTL, SESSION_LIFE), clock));
    this.revocations = new Revocations(context.bus(BusName.SYSTEM), clock);
    this.users = new UserIds(context.stores().database(), clock);
  }

  /** Reads the secrets; fails where Truth declares none for this service. */
  public static Trust of(ServiceContext context) {
    return of(context, InstantSource.system());
  }

  public static Trust of(ServiceContext context, InstantSource clock) {
    return new Trust(context, clock);
  }

  /** Begins to follow revocations and the session secret. */
  public Future<Void> open(Vertx owner) {
    vertx = owner;
    truth = new TruthStore(owner, context.bus(BusName.SYSTEM));
    if (sessions.isPresent()) {
      timer = owner.setPeriodic(SECRET_CHECK_MILLIS, t -> readSessionSecret());
      truthUpdates = truth.onUpdated(version -> readSessionSecret());
    }
    return revocations.open();
  }

  public Future<Void> close() {
    if (truthUpdates == null) {
      return revocations.close();
    }
    vertx.cancelTimer(timer);
    return Future.join(truthUpdates.close(), revocations.close()).mapEmpty();
  }

  public GatewayAuth tokens() {
    return tokens;
  }

  /** The sessions of people; only for services that Truth gives the secret of sessions. */
  public SessionTokens sessions() {
    return sessions.orElseThrow(
        () -> new IllegalStateException(context.service().id() + " is given no " + SESSION_SECRET));
  }

  public Revocations revocations() {
    return revocations;
  }

  public UserIds users() {
    return users;
  }

  /**
   * The handler before the routes of a service behind the edge. It takes sessions as well where the
   * service is given the secret of sessions.
   *
   * @param refusal what a caller without credentials is told
   */
  public CallerAuth callers(String refusal) {
    CallerAuth callers = new CallerAuth(tokens, users, refusal);
    sessions.ifPresent(known -> callers.withSessions(known, revocations));
    boolean required = context.config().env().bool(INTERNAL_REQUIRED, true);
    if (required) {
      return callers;
    }
    if (PRODUCTION.equals(context.node().env())) {
      throw new IllegalStateException(INTERNAL_REQUIRED + "=0 is refused in production");
    }
    context.log().warn(INTERNAL_REQUIRED + "=0: plain X-User-* headers are believed on loopback");
    return callers.trustingLoopback();
  }

  /** A secret of the environment cannot change while the process runs. */
  private void readSessionSecret() {
    if (!Optional.ofNullable(System.getenv(SESSION_SECRET)).orElse("").isBlank()) {
      return;
    }
    truth
        .secrets(context.service().id())
        .onSuccess(
            secrets -> {
              String secret = secrets.getOrDefault(SESSION_SECRET, "");
              if (!secret.isBlank() && sessions().rotate(secret)) {
                context
                    .log()
                    .info("sessions are signed with secret " + Hs256.fingerprint(secret) + " now");
              }
            })
        .onFailure(
            cause ->
                context.log().warn("the session secret cannot be read: " + cause.getMessage()));
  }
}
