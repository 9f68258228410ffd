package io.marketswarm.gateway.admin;

import io.marketswarm.gateway.Edge;
import io.marketswarm.gateway.RouteGroup;
import io.marketswarm.gateway.Visitor;
import io.marketswarm.gateway.rest.Audit;
import io.marketswarm.log.Log;
import io.marketswarm.store.StoreAway;
import io.marketswarm.web.ApiError;
import io.marketswarm.web.ClientPool;
import io.marketswarm.web.identity.GatewayAuth;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What administrators see of the journal's inner affairs: tracked ideas, the selector's parameters
 * and the lab of learning models. The journal answers services only, so the edge asks it under its
 * own name, for the administrator.
 */
public final class JournalPages implements RouteGroup {
  private static final String TRACKING = "/api/admin/tracking";
  private static final String LAB = "/api/admin/ml";
  private static final String INTERNAL = "/api/internal";
  private static final String SELF = "sse";
  private static final String USUAL_ADDRESS = "http://localhost:3002";
  private static final long TIMEOUT_MILLIS = Duration.ofSeconds(30).toMillis();
  private static final int CONNECT_MILLIS = 2_000;
  private static final int CONNECTIONS = 16;
  private static final int FAILED = 500;

  private static final List<String> ANALYTICS = List.of("params_version", "start_date", "end_date");
  private static final List<String> IDEAS =
      List.of(
          "limit",
          "offset",
          "regime",
          "strategy",
          "rank",
          "is_winner",
          "params_version",
          "start_date",
          "end_date");
  private static final List<String> DECISIONS =
      List.of("idea_id", "model_id", "experiment_id", "limit");
  private static final List<String> PERIOD = List.of("from", "to", "days", "limit");

  private final Edge edge;
  private final WebClient client;
  private final URI journal;
  private final Log log;

  public JournalPages(Edge edge) {
    this.edge = edge;
    this.client =
        WebClient.create(
            edge.vertx(),
            new WebClientOptions().setConnectTimeout(CONNECT_MILLIS),
            ClientPool.of(CONNECTIONS));
    this.journal = address(edge);
    this.log = edge.context().log();
  }

  /** The address that was set, or where the node runs the journal, or where it usually runs. */
  private static URI address(Edge edge) {
    URI usual = URI.create(USUAL_ADDRESS);
    URI set = URI.create(edge.context().config().env().string("JOURNAL_API_URL", USUAL_ADDRESS));
    return !set.equals(usual) || edge.context().facilities() == null
        ? set
        : edge.context().facilities().addresses().getOrDefault("journal", usual);
  }

  @Override
  public Future<?> close() {
    client.close();
    return Future.succeededFuture();
  }

  @Override
  public void mount(Router router) {
    for (String area : List.of(TRACKING, LAB)) {
      router.route(area + "/*").handler(edge.access().requireAdmin()).handler(Audit.changes(log));
    }
    mountTracking(router);
    mountLab(router);
  }

  private void mountTracking(Router router) {
    page(router, TRACKING + "/analytics", "/tracked-ideas/analytics", ANALYTICS);
    page(router, TRACKING + "/ideas", "/tracked-ideas", IDEAS);
    page(router, TRACKING + "/params", "/selector-params", List.of("include_retired"));
    page(router, TRACKING + "/params/active", "/selector-params/active", List.of());
    order(router, TRACKING + "/params", "/selector-params");
    order(router, TRACKING + "/params/:version/activate", "/selector-params/:version/activate");
  }

  private void mountLab(Router router) {
    lab(router, "/circuit-breakers", List.of());
    lab(router, "/models/champion", List.of("regime", "include_blob"));
    lab(router, "/models", List.of("status", "limit"));
    lab(router, "/models/:id", List.of());
    lab(router, "/experiments", List.of("status", "limit"));
    lab(router, "/experiments/:id", List.of());
    lab(router, "/decisions/stats", List.of());
    lab(router, "/decisions", DECISIONS);
    lab(router, "/decisions/:id", List.of());
    lab(router, "/pnl-events", List.of("idea_id", "from", "to", "limit"));
    lab(router, "/equity-curve", PERIOD);
    lab(router, "/daily-performance", PERIOD);
    lab(router, "/feature-snapshots/:id", List.of());
    for (String order :
        List.of(
            "/circuit-breakers/check",
            "/circuit-breakers/disable-ml",
            "/circuit-breakers/enable-ml",
            "/models",
            "/models/:id/deploy",
            "/models/:id/retire",
            "/experiments",
            "/experiments/:id/evaluate",
            "/experiments/:id/conclude",
            "/experiments/:id/abort",
            "/daily-performance/materialize")) {
      order(router, LAB + order, "/ml" + order);
    }
  }

  private void lab(Router router, String path, List<String> queries) {
    page(router, LAB + path, "/ml" + path, queries);
  }

  private void page(Router router, String path, String target, List<String> queries) {
    router.get(path).handler(request -> pass(request, HttpMethod.GET, target, queries));
  }

  private void order(Router router, String path, String target) {
    router.post(path).handler(request -> pass(request, HttpMethod.POST, target, List.of()));
  }

  private void pass(
      RoutingContext request, HttpMethod method, String target, List<String> queries) {
    String path = INTERNAL + filled(target, request);
    HttpRequest<Buffer> asked =
        client.requestAbs(method, journal.resolve(path).toString()).timeout(TIMEOUT_MILLIS);
    for (String name : queries) {
      String value = request.request().getParam(name);
      if (value != null) {
        asked.addQueryParam(name, value);
      }
    }
    Visitor.of(request)
        .id()
        .compose(
            admin -> {
              asked.putHeader(
                  GatewayAuth.HEADER, edge.trust().tokens().forService(SELF, admin, path));
              return send(asked, request.body().buffer());
            })
        .onSuccess(answer -> tell(request, answer))
        .onFailure(cause -> request.fail(unreachable(request, cause)));
  }

  private static Future<HttpResponse<Buffer>> send(HttpRequest<Buffer> asked, Buffer body) {
    return body == null || body.length() == 0
        ? asked.send()
        : asked.putHeader(HttpHeaders.CONTENT_TYPE.toString(), "application/json").sendBuffer(body);
  }

  private static void tell(RoutingContext request, HttpResponse<Buffer> answer) {
    Buffer body = Optional.ofNullable(answer.body()).orElseGet(Buffer::buffer);
    request
        .response()
        .setStatusCode(answer.statusCode())
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(body);
  }

  private Throwable unreachable(RoutingContext request, Throwable cause) {
    if (cause instanceof StoreAway) {
      return cause;
    }
    log.warn("the journal was not reached: " + cause.getMessage());
    boolean lab = request.normalizedPath().startsWith(LAB);
    JsonObject body =
        lab
            ? new JsonObject().put("error", "Failed to connect to ML service")
            : new JsonObject().put("success", false).put("error", "Journal service unavailable");
    return ApiError.whole(FAILED, body);
  }

  /** The target with the parameters of the path that was asked for. */
  private static String filled(String target, RoutingContext request) {
    StringBuilder path = new StringBuilder();
    for (String segment : target.substring(1).split("/")) {
      path.append('/')
          .append(
              segment.startsWith(":")
                  ? identifier(request.pathParam(segment.substring(1)))
                  : segment);
    }
    return path.toString();
  }

  private static String identifier(String text) {
    if (!text.matches("[A-Za-z0-9:._-]{1,100}") || text.matches("\\.+")) {
      throw ApiError.badRequest("the id must be made of letters, digits, ., :, _ and -");
    }
    return text;
  }
}
