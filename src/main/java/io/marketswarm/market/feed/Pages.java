package io.marketswarm.market.feed;

import io.marketswarm.market.feed.ProviderException.Trouble;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;

/** Follows an answer from page to page. */
final class Pages {
  private static final int MOST_PAGES = 1_000;

  private final RestClient rest;
  private final Manner manner;
  private final Flaws flaws;
  private final Function<byte[], Envelope> reader;
  private final Set<String> seen = new HashSet<>();

  /**
   * @param reader takes the items out of a page
   */
  Pages(RestClient rest, Manner manner, Flaws flaws, Function<byte[], Envelope> reader) {
    this.rest = rest;
    this.manner = manner;
    this.flaws = flaws;
    this.reader = reader;
  }

  /** Reads the page and all that follow it; the provider's host in their addresses is not used. */
  Future<Void> from(String pathAndQuery) {
    if (!seen.add(pathAndQuery) || seen.size() > MOST_PAGES) {
      flaws.found(Flaw.PAGE_LOOP);
      return Future.failedFuture(
          new ProviderException(
              Trouble.MALFORMED, "pages go round in a circle after " + seen.size()));
    }
    return rest.get(pathAndQuery, manner)
        .map(reader)
        .compose(
            page ->
                page.nextUrl() == null
                    ? Future.succeededFuture()
                    : from(RestClient.pathAndQuery(page.nextUrl())));
  }
}
