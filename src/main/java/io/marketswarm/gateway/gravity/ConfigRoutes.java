package io.marketswarm.gateway.gravity;

import io.marketswarm.gateway.Edge;
import io.marketswarm.gateway.RouteGroup;
import io.marketswarm.gateway.Visitor;
import io.marketswarm.gateway.rest.Answers;
import io.marketswarm.gateway.rest.Query;
import io.marketswarm.store.Database;
import io.marketswarm.web.JsonBody;
import io.marketswarm.web.Reply;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** How each trader wants dealer gravity drawn. */
public final class ConfigRoutes implements RouteGroup {
  private static final String PROFILE = "/api/dealer-gravity/configs";
  private static final String PANEL = "/api/dealer-gravity/gex-configs";

  private final Configs profile;
  private final Configs panel;

  public ConfigRoutes(Edge edge) {
    Database database = edge.context().stores().database();
    this.profile = new Configs(database, ConfigTable.PROFILE);
    this.panel = new Configs(database, ConfigTable.GAMMA_PANEL);
  }

  @Override
  public void mount(Router router) {
    mount(router, PROFILE, profile);
    router.delete(PROFILE + "/:id").handler(Answers.with(this::delete));
    mount(router, PANEL, panel);
  }

  private static void mount(Router router, String path, Configs configs) {
    router
        .get(path)
        .handler(Answers.with(r -> user(r).compose(configs::list).map(Answers::ok)));
    router.post(path).handler(Answers.with(r -> add(r, configs)));
    router.patch(path + "/:id").handler(Answers.with(r -> change(r, configs)));
  }

  private static Future<Reply> add(RoutingContext request, Configs configs) {
    JsonObject body = JsonBody.objectOrEmpty(request);
    return user(request)
        .compose(userId -> configs.add(userId, body))
        .map(id -> Answers.ok(new JsonObject().put("id", id)));
  }

  private static Future<Reply> change(RoutingContext request, Configs configs) {
    int id = Query.id(request);
    JsonObject body = JsonBody.object(request);
    return user(request)
        .compose(userId -> configs.change(userId, id, body))
        .map(changed -> Answers.done());
  }

  private Future<Reply> delete(RoutingContext request) {
    int id = Query.id(request);
    return user(request)
        .compose(userId -> profile.delete(userId, id))
        .map(gone -> Answers.done());
  }

  private static Future<Integer> user(RoutingContext request) {
    return Visitor.of(request).id();
  }
}
