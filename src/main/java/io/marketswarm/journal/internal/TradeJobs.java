package io.marketswarm.journal.internal;

import io.marketswarm.journal.jobs.SingleFlight;
import io.marketswarm.journal.market.MarketTime;
import io.marketswarm.journal.trades.Expiration;
import io.marketswarm.journal.trades.Settlement;
import io.marketswarm.store.Database;
import io.marketswarm.web.Reply;
import io.marketswarm.web.api.ApiRoutes;
import io.marketswarm.web.api.Call;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** Lets the operator do at once what the clock would do later. */
public final class TradeJobs {
  private static final int OK = 200;

  private final Database database;
  private final MarketTime time;
  private final Expiration expiration;
  private final Settlement settlement;

  public TradeJobs(Database database, MarketTime time, Settlement settlement) {
    this.database = database;
    this.time = time;
    this.expiration = new Expiration(database);
    this.settlement = settlement;
  }

  public void on(ApiRoutes api) {
    api.read("expireTrades", this::expire).read("settleTrades", this::settle);
  }

  private Future<Reply> expire(Call call) {
    return SingleFlight.run(database, "expiration", () -> expiration.sweep(time.utc()))
        .map(expired -> Reply.done(expired.orElse(0) + " trades expired"));
  }

  private Future<Reply> settle(Call call) {
    return SingleFlight.run(database, "settlement", settlement::run)
        .map(done -> done.orElseGet(() -> new Settlement.Result(0, 0)))
        .map(
            result ->
                Reply.flat(
                    OK,
                    new JsonObject()
                        .put("settled", result.settled())
                        .put("failed", result.failed())));
  }
}
