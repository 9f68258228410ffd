package io.marketswarm.gateway.gravity;

import io.marketswarm.gateway.Edge;
import io.marketswarm.gateway.RouteGroup;
import io.marketswarm.gateway.models.MarketView;
import io.marketswarm.gateway.models.ModelAnswer;
import io.marketswarm.gateway.rest.Answers;
import io.marketswarm.gateway.rest.Audit;
import io.marketswarm.gateway.rest.Query;
import io.marketswarm.log.Log;
import io.marketswarm.market.model.VolumeStructures;
import io.marketswarm.market.wire.StructuresJson;
import io.marketswarm.service.ServiceContext;
import io.marketswarm.store.RedisBus;
import io.marketswarm.web.ApiError;
import io.marketswarm.web.JsonBody;
import io.marketswarm.web.Reply;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The landscape of volume: its artifact, where spot stands in it, and its structures. */
public final class GravityRoutes implements RouteGroup {
  private static final String BASE = "/api/dealer-gravity";
  private static final String CHANNEL = "dealer_gravity_updated";
  private static final Pattern SYMBOL = Pattern.compile("[A-Z]{1,10}");
  private static final String USUAL_SYMBOL = "SPX";
  private static final CharSequence REVALIDATE = HttpHeaders.createOptimized("no-cache");
  private static final int UNAVAILABLE = 503;
  private static final int OK = 200;

  private final Edge edge;
  private final StructuresEditor editor;
  private final ProfileDeployment deployment;
  private final Log log;
  private MarketView market;
  private RedisBus.Subscription updates;

  public GravityRoutes(Edge edge) {
    ServiceContext context = edge.context();
    this.edge = edge;
    this.log = context.log();
    this.editor =
        new StructuresEditor(edge.vertx(), context.stores().system(), context.stores().market());
    this.deployment = new ProfileDeployment(edge);
  }

  @Override
  public Future<?> open() {
    return MarketView.open(edge.vertx(), edge.context()).onSuccess(this::follow);
  }

  private void follow(MarketView view) {
    market = view;
    Runnable expire = view.gravity()::expire;
    updates =
        edge.context()
            .stores()
            .market()
            .subscribe(Set.of(CHANNEL), (channel, message) -> expire.run(), expire);
  }

  @Override
  public Future<?> close() {
    deployment.close();
    return market == null ? Future.succeededFuture() : Future.join(updates.close(), market.close());
  }

  @Override
  public void mount(Router router) {
    router.get(BASE + "/artifact").handler(this::artifact);
    router.get(BASE + "/context").handler(this::context);
    router.get(BASE + "/structures").handler(Answers.with(this::structures));
    router
        .post(BASE + "/structures")
        .handler(edge.access().requireAdmin())
        .handler(Audit.all(log))
        .handler(Answers.with(this::edit));
    router
        .post(BASE + "/deploy")
        .handler(edge.access().requireAdmin())
        .handler(Audit.all(log))
        .handler(Answers.with(request -> deployment.run(stored())));
  }

  private void artifact(RoutingContext request) {
    market
        .gravity()
        .artifact(symbol(request))
        .map(found -> found.orElseThrow(GravityRoutes::unavailable))
        .onSuccess(found -> ModelAnswer.send(request, found.model(), found.version(), REVALIDATE))
        .onFailure(request::fail);
  }

  private void context(RoutingContext request) {
    market
        .gravity()
        .context(symbol(request))
        .map(found -> found.orElseThrow(GravityRoutes::unavailable))
        .onSuccess(found -> ModelAnswer.send(request, found))
        .onFailure(request::fail);
  }

  private static ApiError unavailable() {
    return new ApiError(UNAVAILABLE, "Volume profile data not available");
  }

  private Future<Reply> structures(RoutingContext request) {
    return market.gravity().structures(symbol(request)).map(found -> Answers.ok(json(found)));
  }

  private Future<Reply> edit(RoutingContext request) {
    JsonObject body = JsonBody.object(request);
    String symbol = symbol(Optional.ofNullable(body.getValue("symbol")).map(String::valueOf));
    if (!symbol.equals(USUAL_SYMBOL)) {
      throw ApiError.notFound("No volume profile found in Redis");
    }
    return editor
        .edit(symbol, StructuresBody.nodes(body), StructuresBody.wells(body))
        .onSuccess(edited -> market.gravity().expire())
        .map(
            edited ->
                Reply.flat(
                    OK,
                    new JsonObject()
                        .put("message", "Structures updated")
                        .put("data", json(edited))));
  }

  private Future<Buffer> stored() {
    return market
        .gravity()
        .stored(USUAL_SYMBOL)
        .map(
            found ->
                found.orElseThrow(() -> ApiError.notFound("No volume profile found in Redis")));
  }

  private static JsonObject json(VolumeStructures structures) {
    return new JsonObject(Buffer.buffer(StructuresJson.STRUCTURES.bytes(structures)));
  }

  private static String symbol(RoutingContext request) {
    return symbol(Query.text(request, "symbol"));
  }

  private static String symbol(Optional<String> said) {
    String symbol =
        said.map(text -> text.toUpperCase(Locale.ROOT).replaceFirst("^I:", ""))
            .orElse(USUAL_SYMBOL);
    if (!SYMBOL.matcher(symbol).matches()) {
      throw ApiError.badRequest("symbol must be 1 to 10 letters");
    }
    return symbol;
  }
}
