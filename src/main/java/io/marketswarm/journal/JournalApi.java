package io.marketswarm.journal;

import io.marketswarm.web.api.ApiDocument;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;

/** The published interface of the journal, read once for all instances. */
final class JournalApi {
  private static final List<String> PARTS =
      List.of(
          "logs",
          "trades",
          "orders",
          "positions",
          "imports",
          "analytics",
          "leaderboard",
          "riskgraph",
          "settings",
          "edgelab",
          "feedback",
          "events",
          "internal");

  private static ApiDocument document;

  private JournalApi() {}

  static Future<ApiDocument> document(Vertx vertx) {
    return vertx.executeBlocking(JournalApi::read, false);
  }

  static synchronized ApiDocument read() {
    if (document == null) {
      document = ApiDocument.read("openapi/journal", PARTS);
    }
    return document;
  }
}
