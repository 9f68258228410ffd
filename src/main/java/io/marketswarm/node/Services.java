package io.marketswarm.node;

import static io.marketswarm.service.ServiceSpec.service;
import static io.marketswarm.service.VerticleSpec.perKey;
import static io.marketswarm.service.VerticleSpec.scalable;
import static io.marketswarm.service.VerticleSpec.singleOwner;
import static io.marketswarm.store.BusName.ECHO;
import static io.marketswarm.store.BusName.INTEL;
import static io.marketswarm.store.BusName.MARKET;
import static io.marketswarm.store.BusName.SYSTEM;

import io.marketswarm.bus.bridge.BridgeTokens;
import io.marketswarm.bus.bridge.HttpBridgeVerticle;
import io.marketswarm.bus.bridge.TcpBridgeVerticle;
import io.marketswarm.gateway.Chores;
import io.marketswarm.gateway.GatewayVerticle;
import io.marketswarm.gateway.site.StaticVerticle;
import io.marketswarm.journal.JournalHttp;
import io.marketswarm.journal.JournalJobs;
import io.marketswarm.market.MassiveSettings;
import io.marketswarm.market.chain.ChainWorker;
import io.marketswarm.market.desk.Desk;
import io.marketswarm.market.keeper.KeeperWorker;
import io.marketswarm.market.options.OptionsWorker;
import io.marketswarm.market.spot.SpotWorker;
import io.marketswarm.market.spot.StocksWorker;
import io.marketswarm.market.volume.ProfileWorker;
import io.marketswarm.ops.AdminVerticle;
import io.marketswarm.service.Catalogue;
import io.marketswarm.service.Phase;
import io.marketswarm.service.ServiceContext;
import io.marketswarm.web.HealthHttp;
import io.marketswarm.web.identity.GatewayAuth;
import java.time.InstantSource;
import java.util.List;

/** The one list of what the system is made of. */
public final class Services {
  private static final int MAX_HTTP = 16;
  private static final int MAX_BUILDERS = 16;

  private Services() {}

  public static Catalogue catalogue() {
    return new Catalogue(
        List.of(
            service("rss_agg", "Collects news feeds")
                .phase(Phase.PRODUCERS)
                .beat(5, 15)
                .buses(SYSTEM, INTEL, MARKET)
                .runs(),
            service("content_anal", "Classifies and enriches news")
                .phase(Phase.ANALYSIS)
                .beat(15, 45)
                .needs("rss_agg")
                .buses(SYSTEM, INTEL)
                .runs(),
            service("vigil", "Watches the market for events worth a word")
                .phase(Phase.ANALYSIS)
                .beat(5, 15)
                .needs("massive")
                .buses(SYSTEM, MARKET)
                .runs(),
            service("massive", "Market data in, models out")
                .phase(Phase.PRODUCERS)
                .beat(5, 15)
                .buses(SYSTEM, MARKET)
                .runs(
                    singleOwner("exchange", ExchangeHost::new),
                    singleOwner("spot", SpotWorker::new),
                    singleOwner("chain", ChainWorker::new),
                    singleOwner("options", OptionsWorker::new),
                    singleOwner("stocks", StocksWorker::new),
                    singleOwner("profile", ProfileWorker::new),
                    perKey("builder", MAX_BUILDERS, Services::chains, Services::builder),
                    singleOwner("keeper", KeeperWorker::new)),
            service("vexy_ai", "The AI companion")
                .phase(Phase.AI_AND_JOURNAL)
                .port(3005, "VEXY_HTTP_PORT", "/health")
                .beat(15, 45)
                .needs("rss_agg", "massive", "vigil")
                .buses(SYSTEM, MARKET, INTEL, ECHO)
                .runs(scalable("http", 1, MAX_HTTP, HealthHttp::new)),
            service("journal", "Trade logs, positions, analytics")
                .phase(Phase.AI_AND_JOURNAL)
                .port(3002, "JOURNAL_PORT", "/health")
                .beat(5, 15)
                .needs("massive")
                .buses(SYSTEM, MARKET, INTEL)
                .database()
                .runs(
                    scalable("http", 2, MAX_HTTP, JournalHttp::new),
                    singleOwner("jobs", JournalJobs::new)),
            service("copilot", "Watches whether the models still hold")
                .phase(Phase.ANALYSIS)
                .port(8095, "COPILOT_PORT", "/health")
                .beat(5, 15)
                .needs("massive")
                .buses(SYSTEM, MARKET, INTEL)
                .runs(scalable("http", 1, MAX_HTTP, HealthHttp::new)),
            service("sse", "The gateway: sign-in, models, streams")
                .phase(Phase.GATEWAY)
                .port(3001, "SSE_PORT", "/api/health")
                .securePort(3443, "SSE_TLS_PORT")
                .beat(5, 15)
                .needs("massive", "rss_agg", "vexy_ai", "copilot")
                .buses(SYSTEM, MARKET, INTEL)
                .database()
                .runs(
                    scalable("http", 2, MAX_HTTP, GatewayVerticle::new),
                    singleOwner("chores", Chores::new)),
            service("static", "The web UI on a port of its own")
                .phase(Phase.GATEWAY)
                .port(5173, "PORT", "/health")
                .securePort(0, "STATIC_TLS_PORT")
                .outsideTruth()
                .needs("sse")
                .buses()
                .runs(scalable("http", 1, MAX_HTTP, StaticVerticle::new)),
            service("mesh", "Presence of nodes").phase(Phase.GATEWAY).beat(5, 15).runs(),
            service("healer", "Watches heartbeats").phase(Phase.GATEWAY).beat(10, 30).runs(),
            service("vexy_proxy", "The companion's door")
                .phase(Phase.AI_AND_JOURNAL)
                .port(3006, "VEXY_PROXY_PORT", "/health")
                .beat(10, 30)
                .needs("vexy_ai")
                .runs(scalable("http", 1, MAX_HTTP, HealthHttp::new)),
            service("vexy_hydrator", "The companion's memory")
                .phase(Phase.AI_AND_JOURNAL)
                .port(3007, "HYDRATOR_PORT", "/health")
                .beat(10, 30)
                .buses(SYSTEM, MARKET, ECHO)
                .runs(scalable("http", 1, MAX_HTTP, HealthHttp::new)),
            service("bridge", "The integrators' way onto the event bus")
                .phase(Phase.GATEWAY)
                .port(7001, "BRIDGE_PORT", "/health")
                .outsideTruth()
                .runs(
                    scalable("sockjs", 1, MAX_HTTP, Services::sockJsBridge),
                    scalable("tcp", 1, MAX_HTTP, Services::tcpBridge)),
            service("admin", "Health, metrics and control")
                .phase(Phase.INFRASTRUCTURE)
                .port(8099, "ADMIN_PORT", "/api/health")
                .outsideTruth()
                .buses(SYSTEM, MARKET, INTEL, ECHO)
                .database()
                .runs(scalable("http", 1, 1, AdminVerticle::new))));
  }

  /** The symbols of which there are models, each built by one node. */
  private static List<String> chains(ServiceContext context) {
    return MassiveSettings.from(context.config().env().all()).chain().symbols();
  }

  private static Desk builder(ServiceContext context, String symbol) {
    String secret = context.config().env().string(NodeSecrets.INTERNAL_AUTH);
    GatewayAuth words = new GatewayAuth(secret, InstantSource.system());
    return new Desk(context, symbol, path -> words.forService(context.service().id(), path));
  }

  private static HttpBridgeVerticle sockJsBridge(ServiceContext context) {
    return new HttpBridgeVerticle(
        context.facilities().bridge(), bridgeTokens(context), context.metrics());
  }

  private static TcpBridgeVerticle tcpBridge(ServiceContext context) {
    return new TcpBridgeVerticle(
        context.facilities().bridge(), bridgeTokens(context), context.metrics());
  }

  private static BridgeTokens bridgeTokens(ServiceContext context) {
    return new BridgeTokens(context.facilities().secret().apply(NodeSecrets.BRIDGE));
  }
}
