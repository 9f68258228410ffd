package io.marketswarm.gateway.proxy;

import io.marketswarm.gateway.Edge;
import io.marketswarm.gateway.NotFound;
import io.marketswarm.gateway.RequestPath;
import io.marketswarm.gateway.RouteGroup;
import io.marketswarm.truth.Variables;
import io.marketswarm.web.JsonBody;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Everything that is answered by another service. */
public final class Proxies implements RouteGroup {
  private static final Duration JOURNAL_PATIENCE = Duration.ofSeconds(30);
  private static final Duration VEXY_PATIENCE = Duration.ofSeconds(60);
  private static final Duration COPILOT_PATIENCE = Duration.ofSeconds(30);
  private static final String ML = "/api/ml";
  private static final String ML_ID = "ml_feedback";
  private static final String INTERACTION = "/api/vexy/interaction";

  private final Edge edge;
  private final Map<String, Relay> relays = new HashMap<>();
  private final Optional<Relay> ml;
  private final Orchestration orchestration;

  public Proxies(Edge edge) {
    this(edge, InstantSource.system(), patience -> patience);
  }

  /**
   * @param patience changes how long services may take
   */
  Proxies(Edge edge, InstantSource clock, UnaryOperator<Duration> patience) {
    this.edge = edge;
    Variables env = edge.context().config().env();
    add(
        Directory.JOURNAL,
        "Journal",
        address(env, "JOURNAL_API_URL", "journal", 3002),
        patience.apply(JOURNAL_PATIENCE),
        clock);
    add(
        Directory.VEXY,
        "Vexy AI",
        address(env, "VEXY_API_URL", "vexy_ai", 3005),
        patience.apply(VEXY_PATIENCE),
        clock);
    add(
        Directory.COPILOT,
        "Copilot",
        address(env, "COPILOT_API_URL", "copilot", 8095),
        patience.apply(COPILOT_PATIENCE),
        clock);
    this.ml =
        env.find("ML_FEEDBACK_URL")
            .map(
                url ->
                    new Relay(
                        edge,
                        new Upstream(ML_ID, "ML feedback", URI.create(url), JOURNAL_PATIENCE),
                        clock));
    this.orchestration = new Orchestration(edge, relays.get(Directory.VEXY).upstream());
  }

  private void add(String id, String name, URI address, Duration patience, InstantSource clock) {
    relays.put(id, new Relay(edge, new Upstream(id, name, address, patience), clock));
  }

  /** The address that was set, or where the node runs the service, or where it usually runs. */
  private URI address(Variables env, String variable, String service, int usualPort) {
    URI usual = URI.create("http://localhost:" + usualPort);
    URI set = env.find(variable).map(URI::create).orElse(usual);
    if (!set.equals(usual) || edge.context().facilities() == null) {
      return set;
    }
    return edge.context().facilities().addresses().getOrDefault(service, usual);
  }

  /** Whether a path is for services among themselves. */
  public static boolean isDenied(String path) {
    return Directory.isDenied(path);
  }

  @Override
  public void mountStreamed(Router router) {
    router.route().handler(this::direct);
  }

  /** What can only be told by looking into the body. */
  @Override
  public void mount(Router router) {
    router.post(PositionsOwner.PATH).handler(this::createPosition);
    router.post(INTERACTION).handler(this::interact);
    if (ml.isEmpty()) {
      router.get(ML + "/*").handler(Proxies::nothingLearnt);
    }
  }

  private void direct(RoutingContext request) {
    String path = RequestPath.of(request);
    HttpMethod method = request.request().method();
    if (Directory.isDenied(path)) {
      throw NotFound.error();
    }
    if (looksIntoBody(method, path)) {
      request.next();
      return;
    }
    if (RequestPath.isWithin(path, PositionsOwner.PATH)) {
      directPositions(request, method, path);
      return;
    }
    if (ml.isPresent() && RequestPath.isWithin(path, ML)) {
      ml.get().pass(request, path);
      return;
    }
    Directory.of(method, path)
        .ifPresentOrElse(destination -> follow(request, destination, path), () -> request.next());
  }

  private void follow(RoutingContext request, Destination destination, String path) {
    Relay relay = relays.get(destination.upstream());
    String target = destination.path(path);
    if (destination.adminOnly()) {
      edge.access().whenAdmin(request, () -> relay.pass(request, target));
    } else {
      relay.pass(request, target);
    }
  }

  private static boolean looksIntoBody(HttpMethod method, String path) {
    return method == HttpMethod.POST
        && (path.equals(PositionsOwner.PATH) || path.equals(INTERACTION));
  }

  private void directPositions(RoutingContext request, HttpMethod method, String path) {
    boolean asksForStatus = request.queryParams().contains("status");
    if (PositionsOwner.of(method, path, asksForStatus) == PositionsOwner.JOURNAL) {
      relays.get(Directory.JOURNAL).pass(request, path);
    } else {
      request.next();
    }
  }

  private void createPosition(RoutingContext request) {
    if (PositionsOwner.ofNew(JsonBody.object(request)) == PositionsOwner.JOURNAL) {
      relays.get(Directory.JOURNAL).pass(request, PositionsOwner.PATH, request.body().buffer());
    } else {
      request.next();
    }
  }

  private void interact(RoutingContext request) {
    JsonObject said = JsonBody.object(request);
    orchestration
        .enrich(request, said)
        .onSuccess(
            enriched -> relays.get(Directory.VEXY).pass(request, INTERACTION, enriched.toBuffer()))
        .onFailure(request::fail);
  }

  private static void nothingLearnt(RoutingContext request) {
    request.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
    request.json(
        new JsonObject()
            .put("success", true)
            .put("data", new JsonArray())
            .put("ts", System.currentTimeMillis()));
  }

  @Override
  public Future<?> close() {
    List<Future<?>> closing = new ArrayList<>();
    relays.values().forEach(relay -> closing.add(relay.close()));
    ml.ifPresent(relay -> closing.add(relay.close()));
    closing.add(orchestration.close());
    return Future.join(closing);
  }
}
