package io.marketswarm.gateway.positions;

import io.marketswarm.bus.UserEvents;
import io.marketswarm.gateway.Edge;
import io.marketswarm.gateway.RouteGroup;
import io.marketswarm.gateway.Visitor;
import io.marketswarm.gateway.rest.Answers;
import io.marketswarm.gateway.rest.Query;
import io.marketswarm.service.ServiceContext;
import io.marketswarm.web.ApiError;
import io.marketswarm.web.Idempotency;
import io.marketswarm.web.JsonBody;
import io.marketswarm.web.Reply;
import io.marketswarm.web.gates.Feature;
import io.marketswarm.web.gates.Gate;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/** Leg positions; requests for the journal's book positions have been passed on before. */
public final class PositionRoutes implements RouteGroup {
  private static final int MOST_IN_BATCH = 50;
  private static final int MOST_IN_ORDER = 1_000;
  private static final int OK = 200;
  private static final int CREATED = 201;

  private final Edge edge;
  private final Positions positions;
  private final PositionEvents events;
  private final Idempotency idempotency;

  public PositionRoutes(Edge edge) {
    ServiceContext context = edge.context();
    this.edge = edge;
    this.positions = new Positions(context.stores().database(), context.clock());
    this.idempotency = new Idempotency(context.stores().database());
    this.events =
        new PositionEvents(
            new UserEvents(context.stores().market(), context.messages()), context.log());
  }

  @Override
  public void mount(Router router) {
    router.get("/api/positions").handler(Answers.with(this::list));
    router.post("/api/positions").handler(Answers.with(this::create));
    router.post("/api/positions/batch").handler(Answers.with(this::createAll));
    router.patch("/api/positions/reorder").handler(Answers.with(this::reorder));
    router.get("/api/positions/:id").handler(Answers.with(this::one));
    router.patch("/api/positions/:id").handler(Answers.with(this::change));
    router.delete("/api/positions/:id").handler(Answers.with(this::delete));
  }

  private Future<Reply> list(RoutingContext request) {
    Positions.Filter filter =
        new Positions.Filter(
            Query.text(request, "symbol").map(symbol -> symbol.toUpperCase(Locale.ROOT)),
            Query.flag(request, "visible"),
            Query.flag(request, "includeExpired").orElse(false));
    return user(request)
        .compose(userId -> positions.list(userId, filter))
        .map(
            found ->
                Answers.stamped(
                    OK, new JsonObject().put("data", found).put("count", found.size())));
  }

  private Future<Reply> one(RoutingContext request) {
    int id = Query.id(request);
    return user(request).compose(userId -> positions.find(userId, id)).map(Answers::ok);
  }

  private Future<Reply> create(RoutingContext request) {
    PositionBody body = new PositionBody(JsonBody.object(request));
    Gate gate = gate(request);
    return user(request)
        .compose(
            userId ->
                idempotency
                    .once(
                        request,
                        userId,
                        connection ->
                            positions.create(connection, userId, body, gate).map(Answers::created))
                    .onSuccess(reply -> tellCreated(userId, reply)));
  }

  private void tellCreated(int userId, Reply reply) {
    if (!reply.replayed()) {
      events.created(userId, reply.body().toJsonObject().getJsonObject("data"));
    }
  }

  private Future<Reply> createAll(RoutingContext request) {
    List<JsonObject> bodies = batch(JsonBody.object(request));
    Gate gate = gate(request);
    return user(request)
        .compose(
            userId ->
                idempotency
                    .once(
                        request,
                        userId,
                        connection ->
                            positions
                                .createAll(connection, userId, bodies, gate)
                                .map(PositionRoutes::told))
                    .onSuccess(reply -> tellCreatedTogether(userId, reply)));
  }

  private static List<JsonObject> batch(JsonObject body) {
    if (!(body.getValue("positions") instanceof JsonArray list) || list.isEmpty()) {
      throw ApiError.badRequest("Positions array is required");
    }
    if (list.size() > MOST_IN_BATCH) {
      throw ApiError.badRequest("Maximum " + MOST_IN_BATCH + " positions per batch");
    }
    return list.stream()
        .map(item -> item instanceof JsonObject object ? object : new JsonObject())
        .toList();
  }

  private static Reply told(Positions.Batch batch) {
    JsonObject data =
        new JsonObject().put("created", batch.ids().size()).put("ids", new JsonArray(batch.ids()));
    if (!batch.errors().isEmpty()) {
      data.put("errors", batch.errors());
    }
    return Answers.stamped(CREATED, new JsonObject().put("data", data));
  }

  private void tellCreatedTogether(int userId, Reply reply) {
    JsonArray ids = reply.body().toJsonObject().getJsonObject("data").getJsonArray("ids");
    if (!reply.replayed() && !ids.isEmpty()) {
      events.createdTogether(userId, ids);
    }
  }

  private Future<Reply> change(RoutingContext request) {
    int id = Query.id(request);
    OptionalInt expected = Version.expectedBy(request);
    PositionBody body = new PositionBody(JsonBody.object(request));
    return user(request)
        .compose(
            userId ->
                positions
                    .change(userId, id, body, expected)
                    .onSuccess(position -> events.updated(userId, position)))
        .map(Answers::ok);
  }

  private Future<Reply> delete(RoutingContext request) {
    int id = Query.id(request);
    return user(request)
        .compose(
            userId -> positions.delete(userId, id).onSuccess(gone -> events.deleted(userId, id)))
        .map(gone -> Answers.done());
  }

  private Future<Reply> reorder(RoutingContext request) {
    Map<Integer, Integer> places = order(JsonBody.object(request));
    JsonArray order = new JsonArray();
    places.forEach(
        (id, place) -> order.add(new JsonObject().put("id", id).put("sortOrder", place)));
    return user(request)
        .compose(
            userId ->
                positions
                    .reorder(userId, places)
                    .onSuccess(moved -> events.reordered(userId, order)))
        .map(moved -> Answers.done());
  }

  /** Ids come as numbers, and from one client as texts. */
  private static Map<Integer, Integer> order(JsonObject body) {
    if (!(body.getValue("order") instanceof JsonArray list) || list.isEmpty()) {
      throw ApiError.badRequest("Order array is required");
    }
    if (list.size() > MOST_IN_ORDER) {
      throw ApiError.badRequest("Maximum " + MOST_IN_ORDER + " positions per order");
    }
    Map<Integer, Integer> places = new LinkedHashMap<>();
    for (Object item : list) {
      JsonObject place = item instanceof JsonObject object ? object : new JsonObject();
      String id = String.valueOf(place.getValue("id"));
      boolean sound = id.matches("[1-9]\\d{0,8}") && place.getValue("sortOrder") instanceof Integer;
      if (!sound || places.put(Integer.valueOf(id), place.getInteger("sortOrder")) != null) {
        throw ApiError.badRequest("Each item of order must have an id of its own and a sortOrder");
      }
    }
    return places;
  }

  private Gate gate(RoutingContext request) {
    return edge.access().gate(Visitor.of(request), Feature.POSITION_MAX_CONCURRENT);
  }

  private static Future<Integer> user(RoutingContext request) {
    return Visitor.of(request).id();
  }
}
