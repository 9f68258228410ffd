package io.marketswarm.node;

import static io.marketswarm.service.ServiceSpec.service;
import static io.marketswarm.store.BusName.INTEL;
import static io.marketswarm.store.BusName.MARKET;
import static io.marketswarm.store.BusName.SYSTEM;

import io.marketswarm.service.Catalogue;
import io.marketswarm.service.Phase;
import java.util.List;

/** The one list of what the system is made of. */
public final class Services {
  private Services() {}

  public static Catalogue catalogue() {
    return new Catalogue(
        List.of(
            service("rss_agg", "Collects and de-duplicates news feeds")
                .phase(Phase.PRODUCERS)
                .beat(5, 15)
                .buses(SYSTEM, INTEL, MARKET)
                .runs(),
            service("content_anal", "Classifies and enriches news articles")
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
                .runs()));
  }
}
