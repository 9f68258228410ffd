package io.marketswarm.gateway.imports;

import io.marketswarm.bus.UserEvents;
import io.marketswarm.gateway.Edge;
import io.marketswarm.gateway.RouteGroup;
import io.marketswarm.gateway.Visitor;
import io.marketswarm.gateway.models.Splice;
import io.marketswarm.gateway.positions.PositionEvents;
import io.marketswarm.gateway.rest.Answers;
import io.marketswarm.gateway.rest.Fields;
import io.marketswarm.gateway.rest.Query;
import io.marketswarm.service.ServiceContext;
import io.marketswarm.store.Database;
import io.marketswarm.web.ApiError;
import io.marketswarm.web.Idempotency;
import io.marketswarm.web.JsonBody;
import io.marketswarm.web.Reply;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Import batches over HTTP. */
public final class ImportRoutes implements RouteGroup {
  private static final String BASE = "/api/imports";
  private static final Set<String> STATUSES = Set.of("active", "reverted");
  private static final Pattern LOG_ID = Pattern.compile("[0-9a-fA-F-]{36}");
  private static final int USUAL_LIMIT = 50;
  private static final int MOST = 200;
  private static final int FURTHEST = 1_000_000;
  private static final int LONGEST_SOURCE = 50;
  private static final int LONGEST_LABEL = 100;
  private static final int LARGEST_METADATA = 64 << 10;
  private static final int MOST_ROWS = 10_000_000;
  private static final int OK = 200;

  private final ImportBatches batches;
  private final Reversal reversal;
  private final Idempotency idempotency;
  private final PositionEvents positions;

  public ImportRoutes(Edge edge) {
    ServiceContext context = edge.context();
    Database database = context.stores().database();
    this.batches = new ImportBatches(database);
    this.reversal = new Reversal(database);
    this.idempotency = new Idempotency(database);
    this.positions =
        new PositionEvents(
            new UserEvents(context.stores().market(), context.messages()), context.log());
  }

  @Override
  public void mount(Router router) {
    router.get(BASE).handler(Answers.with(this::list));
    router.post(BASE).handler(Answers.with(this::add));
    router.get(BASE + "/:id").handler(Answers.with(this::one));
    router.patch(BASE + "/:id/counts").handler(Answers.with(this::count));
    router.post(BASE + "/:id/revert").handler(Answers.with(this::revert));
    router.get(BASE + "/:id/trades").handler(Answers.with(this::trades));
  }

  private Future<Reply> list(RoutingContext request) {
    Optional<String> status = Query.text(request, "status");
    if (status.isPresent() && !STATUSES.contains(status.get())) {
      throw ApiError.badRequest("status must be active or reverted");
    }
    int limit = Query.count(request, "limit", USUAL_LIMIT, 1, MOST);
    int offset = Query.count(request, "offset", 0, 0, FURTHEST);
    return user(request)
        .compose(userId -> batches.list(userId, status, limit, offset))
        .map(Answers::ok);
  }

  private Future<Reply> one(RoutingContext request) {
    return user(request).compose(userId -> batches.find(userId, id(request))).map(Answers::ok);
  }

  private Future<Reply> add(RoutingContext request) {
    ImportBatches.Draft draft = draft(JsonBody.object(request));
    return user(request)
        .compose(
            userId ->
                idempotency.once(
                    request,
                    userId,
                    connection -> batches.add(connection, userId, draft).map(Answers::created)));
  }

  /** Source and metadata may be anything; where the metadata names a log, the batch is for it. */
  private static ImportBatches.Draft draft(JsonObject body) {
    Fields fields = new Fields(body);
    String source =
        fields
            .text("source", LONGEST_SOURCE)
            .orElseThrow(() -> ApiError.badRequest("source is required"));
    Object metadata = body.getValue("sourceMetadata");
    if (metadata != null && !(metadata instanceof JsonObject)) {
      throw ApiError.badRequest("sourceMetadata must be an object");
    }
    Optional<JsonObject> object = Optional.ofNullable((JsonObject) metadata);
    if (object.map(JsonObject::encode).orElse("").length() > LARGEST_METADATA) {
      throw ApiError.badRequest("sourceMetadata must be at most 64 KB");
    }
    Optional<String> log =
        object
            .map(known -> String.valueOf(known.getValue("logId")))
            .filter(text -> LOG_ID.matcher(text).matches());
    return new ImportBatches.Draft(source, fields.text("sourceLabel", LONGEST_LABEL), object, log);
  }

  private Future<Reply> count(RoutingContext request) {
    Fields fields = new Fields(JsonBody.object(request));
    Integer trades = fields.whole("tradeCount", 0, MOST_ROWS).orElse(null);
    Integer bookOrLegs = fields.whole("positionCount", 0, MOST_ROWS).orElse(null);
    return user(request)
        .compose(userId -> batches.count(userId, id(request), trades, bookOrLegs))
        .map(counted -> Reply.flat(OK, new JsonObject()));
  }

  private Future<Reply> revert(RoutingContext request) {
    String id = id(request);
    return user(request)
        .compose(
            userId ->
                reversal
                    .run(userId, id)
                    .onSuccess(
                        gone -> gone.legPositions().forEach(p -> positions.deleted(userId, p))))
        .map(
            gone ->
                Answers.ok(
                    new JsonObject()
                        .put("tradesReverted", gone.trades())
                        .put("positionsReverted", gone.positions())
                        .put("batchId", id)
                        .put("status", "reverted")));
  }

  private Future<Reply> trades(RoutingContext request) {
    return user(request)
        .compose(userId -> batches.trades(userId, id(request)))
        .map(
            trades ->
                new Reply(
                    OK,
                    Splice.object(trades.length() + 64)
                        .field("success", true)
                        .raw("data", trades)
                        .field("ts", System.currentTimeMillis())
                        .end()));
  }

  private static String id(RoutingContext request) {
    return request.pathParam("id");
  }

  private static Future<Integer> user(RoutingContext request) {
    return Visitor.of(request).id();
  }
}
