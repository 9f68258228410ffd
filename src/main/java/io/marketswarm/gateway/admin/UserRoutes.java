package io.marketswarm.gateway.admin;

import io.marketswarm.gateway.Edge;
import io.marketswarm.gateway.Presence;
import io.marketswarm.gateway.RouteGroup;
import io.marketswarm.gateway.rest.Answers;
import io.marketswarm.gateway.rest.Audit;
import io.marketswarm.gateway.rest.Query;
import io.marketswarm.service.ServiceContext;
import io.marketswarm.store.Database;
import io.marketswarm.web.Reply;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** People, for administrators; who looks at whom is written to the log. */
public final class UserRoutes implements RouteGroup {
  private static final String USERS = "/api/admin/users";
  private static final int EVERYBODY = 10_000;
  private static final int FURTHEST = 10_000_000;
  private static final int USUAL_TRADES = 20;
  private static final int MOST_TRADES = 200;
  private static final int MOST_PAGES = 1_000_000;
  private static final int USUAL_DAYS = 30;
  private static final int USUAL_HOURLY_DAYS = 7;
  private static final int MOST_DAYS = 90;

  private final Edge edge;
  private final People people;
  private final TradeRecords trades;
  private final ActivityLog activity;
  private final Presence presence;

  public UserRoutes(Edge edge) {
    ServiceContext context = edge.context();
    Database database = context.stores().database();
    this.edge = edge;
    this.people = new People(database);
    this.trades = new TradeRecords(database);
    this.activity = new ActivityLog(database);
    this.presence =
        new Presence(
            edge.vertx(),
            context.stores().system(),
            context.stores().market(),
            context.node().id());
  }

  @Override
  public void mount(Router router) {
    router
        .get("/api/admin/stats")
        .handler(edge.access().requireAdmin())
        .handler(Answers.with(request -> stats()));
    router
        .get("/api/admin/activity/hourly")
        .handler(edge.access().requireAdmin())
        .handler(Answers.with(this::hourly));
    router.get(USERS).handler(edge.access().requireAdmin()).handler(Answers.with(this::list));
    Handler<RoutingContext> noted = Audit.all(edge.context().log());
    router.route(USERS + "/:id").handler(edge.access().requireAdmin()).handler(noted);
    router.route(USERS + "/:id/*").handler(edge.access().requireAdmin()).handler(noted);
    router.get(USERS + "/:id").handler(Answers.with(this::one));
    router.get(USERS + "/:id/performance").handler(Answers.with(this::performance));
    router.get(USERS + "/:id/trades").handler(Answers.with(this::trades));
    router.get(USERS + "/:id/activity").handler(Answers.with(this::activity));
  }

  private Future<Reply> stats() {
    Future<Integer> logins = people.loginsOfADay();
    Future<JsonArray> latest = people.latestLogins();
    Future<List<JsonObject>> here = presence.everybody();
    return Future.all(logins, latest, here)
        .map(
            read -> {
              JsonArray live = new JsonArray();
              here.result().forEach(person -> live.add(live(person)));
              return Answers.bare(
                  new JsonObject()
                      .put("loginsLast24h", logins.result())
                      .put("liveUserCount", live.size())
                      .put("liveUsers", live)
                      .put("mostActiveUsers", latest.result()));
            });
  }

  private static JsonObject live(JsonObject person) {
    return new JsonObject()
        .put("displayName", person.getString("displayName"))
        .put("connectedAt", person.getString("connectedAt"));
  }

  private Future<Reply> list(RoutingContext request) {
    People.Filter filter =
        new People.Filter(
            Query.text(request, "q"),
            Query.count(request, "limit", EVERYBODY, 1, EVERYBODY),
            Query.count(request, "offset", 0, 0, FURTHEST));
    return presence
        .everybody()
        .map(UserRoutes::ids)
        .compose(online -> people.list(filter, online))
        .map(
            page ->
                Answers.bare(
                    new JsonObject().put("users", page.users()).put("count", page.total())));
  }

  private static Set<Integer> ids(List<JsonObject> people) {
    return people.stream().map(person -> person.getInteger("user_id")).collect(Collectors.toSet());
  }

  private Future<Reply> one(RoutingContext request) {
    int id = Query.id(request);
    return people
        .find(id)
        .compose(
            user ->
                people
                    .logs(id)
                    .map(
                        logs ->
                            Answers.bare(
                                new JsonObject().put("user", user).put("tradeLogs", logs))));
  }

  private Future<Reply> performance(RoutingContext request) {
    return trades.performance(Query.id(request)).map(Answers::bare);
  }

  private Future<Reply> trades(RoutingContext request) {
    int page = Query.count(request, "page", 1, 1, MOST_PAGES);
    int limit = Query.count(request, "limit", USUAL_TRADES, 1, MOST_TRADES);
    return trades.page(Query.id(request), page, limit).map(Answers::bare);
  }

  private Future<Reply> activity(RoutingContext request) {
    int days = Query.count(request, "days", USUAL_DAYS, 1, MOST_DAYS);
    return activity
        .sightings(Query.id(request), Activity.from(Instant.now(), days))
        .map(seen -> Answers.bare(Activity.ofUser(seen, days)));
  }

  private Future<Reply> hourly(RoutingContext request) {
    int days = Query.count(request, "days", USUAL_HOURLY_DAYS, 1, MOST_DAYS);
    Instant now = Instant.now();
    return activity
        .hours(Activity.from(now, days), Activity.today(now))
        .map(hours -> Answers.bare(Activity.ofAll(hours, days)));
  }
}
