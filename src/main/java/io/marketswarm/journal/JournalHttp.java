package io.marketswarm.journal;

import io.marketswarm.bus.UserEvents;
import io.marketswarm.journal.analytics.AnalyticsRoutes;
import io.marketswarm.journal.edgelab.EdgeAnalysis;
import io.marketswarm.journal.edgelab.EdgeOutcomes;
import io.marketswarm.journal.edgelab.EdgeSetups;
import io.marketswarm.journal.events.EventReplay;
import io.marketswarm.journal.events.Outbox;
import io.marketswarm.journal.exports.ExportRoutes;
import io.marketswarm.journal.feedback.CircuitBreakers;
import io.marketswarm.journal.feedback.Decisions;
import io.marketswarm.journal.feedback.Experiments;
import io.marketswarm.journal.feedback.FeatureSnapshots;
import io.marketswarm.journal.feedback.Models;
import io.marketswarm.journal.feedback.PnlEvents;
import io.marketswarm.journal.imports.BatchRoutes;
import io.marketswarm.journal.imports.FileImport;
import io.marketswarm.journal.internal.DistributionState;
import io.marketswarm.journal.internal.SelectorParams;
import io.marketswarm.journal.internal.TrackedIdeas;
import io.marketswarm.journal.internal.TradeJobs;
import io.marketswarm.journal.internal.WatchedStrategies;
import io.marketswarm.journal.leaderboard.LeaderboardRoutes;
import io.marketswarm.journal.limits.TierLimit;
import io.marketswarm.journal.logs.LogLifecycle;
import io.marketswarm.journal.logs.LogRoutes;
import io.marketswarm.journal.logs.LogsForImport;
import io.marketswarm.journal.logs.LogsInternal;
import io.marketswarm.journal.market.DailyCloses;
import io.marketswarm.journal.market.MarketTime;
import io.marketswarm.journal.orders.OrderRoutes;
import io.marketswarm.journal.positions.PositionJournal;
import io.marketswarm.journal.positions.PositionRoutes;
import io.marketswarm.journal.riskgraph.StrategyRoutes;
import io.marketswarm.journal.riskgraph.TemplateRoutes;
import io.marketswarm.journal.settings.SettingRoutes;
import io.marketswarm.journal.settings.SymbolRoutes;
import io.marketswarm.journal.settings.TagRoutes;
import io.marketswarm.journal.trades.Settlement;
import io.marketswarm.journal.trades.TradeRoutes;
import io.marketswarm.service.ServiceContext;
import io.marketswarm.store.Database;
import io.marketswarm.web.Cors;
import io.marketswarm.web.Health;
import io.marketswarm.web.Idempotency;
import io.marketswarm.web.ServiceHttp;
import io.marketswarm.web.api.ApiDocument;
import io.marketswarm.web.api.ApiRoutes;
import io.marketswarm.web.api.Moments;
import io.marketswarm.web.gates.Feature;
import io.marketswarm.web.gates.TierGates;
import io.marketswarm.web.identity.Trust;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;

/** The journal's interface. */
public final class JournalHttp extends ServiceHttp {
  private static final String VERSION = "v2";
  private static final String ANONYMOUS = "Authentication required";

  private final Database database;
  private final JournalSettings settings;
  private final Trust trust;
  private final Outbox outbox;
  private MarketTime time;
  private DailyCloses closes;
  private TierGates gates;
  private ApiRoutes api;

  public JournalHttp(ServiceContext context) {
    super(context);
    database = context.stores().database();
    settings = JournalSettings.of(context);
    trust = Trust.of(context);
    UserEvents events = new UserEvents(context.stores().market(), context.messages());
    outbox = new Outbox(database, events, context.log());
  }

  @Override
  protected Future<?> open() {
    time = new MarketTime(context().clock());
    closes = new DailyCloses(vertx, settings.provider(), settings.providerKey());
    gates = new TierGates(vertx, context().stores().system(), context().log());
    return JournalApi.document(vertx)
        .onSuccess(this::answer)
        .compose(done -> Future.join(trust.open(vertx), gates.open()));
  }

  private void answer(ApiDocument document) {
    api = new ApiRoutes(vertx, document, database, new Idempotency(database), outbox::committed);
    new LogRoutes(database, new TierLimit(gates, Feature.TRADE_LOG_MAX_ACTIVE, "active trade logs"))
        .on(api);
    new LogLifecycle(database, outbox).on(api);
    new LogsForImport(database, time).on(api);
    new LogsInternal(database).on(api);
    PositionRoutes positions = new PositionRoutes(database, outbox, time, settings.strictIfMatch());
    positions.on(api);
    new PositionJournal(database).on(api);
    OrderRoutes orders = new OrderRoutes(database, outbox, positions);
    orders.on(api);
    new TradeRoutes(database, time, orders::cancelForTrade).on(api);
    new BatchRoutes(database, outbox, orders::cancelForBatch).on(api);
    new FileImport(vertx, database, time).on(api);
    new ExportRoutes(vertx, database).on(api);
    new AnalyticsRoutes(database).on(api);
    new LeaderboardRoutes(database).on(api);
    StrategyRoutes strategies =
        new StrategyRoutes(
            database,
            outbox,
            new TierLimit(gates, Feature.RISK_GRAPH_MAX_STRATEGIES, "risk graph strategies"));
    strategies.on(api);
    new TemplateRoutes(database, time, strategies).on(api);
    new SymbolRoutes(database).on(api);
    new TagRoutes(database).on(api);
    new SettingRoutes(database).on(api);
    new EdgeSetups(database).on(api);
    new EdgeOutcomes(database).on(api);
    new EdgeAnalysis(database, time).on(api);
    new Decisions(database).on(api);
    new PnlEvents(database).on(api);
    new FeatureSnapshots(database).on(api);
    new Models(database).on(api);
    new Experiments(database).on(api);
    new CircuitBreakers(database, time).on(api);
    new EventReplay(database).on(api);
    new WatchedStrategies(database, time).on(api);
    new TradeJobs(database, time, new Settlement(database, closes, context().log())).on(api);
    new DistributionState(database).on(api);
    new TrackedIdeas(database).on(api);
    new SelectorParams(database).on(api);
  }

  @Override
  protected void streamed(Router router) {
    router.route().handler(new Cors(settings.corsOrigins())::handle);
    router.get("/api/openapi.json").handler(api::serveDocument);
    api.mountOpen(router);
    router.route("/api/*").handler(trust.callers(ANONYMOUS));
    api.mountUploads(router);
  }

  @Override
  protected void routes(Router router) {
    api.mount(router);
  }

  @Override
  protected Health health() {
    // Without Redis only news are late, so that alone is no reason to send traders away.
    return new Health(context().service().id())
        .needsDatabase(database)
        .reports("status", () -> database.up() ? "healthy" : "degraded")
        .reports("success", database::up)
        .reports("version", () -> VERSION)
        .reports("ts", () -> Moments.iso(Moments.now()))
        .reports("db", () -> database.up() ? "up" : "down");
  }

  @Override
  protected Future<?> close() {
    closes.close();
    return Future.join(trust.close(), gates.close());
  }
}
