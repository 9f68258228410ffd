package io.marketswarm.journal;

import static io.marketswarm.journal.Trader.data;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.web.api.Sampled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Calls of operations: each answer is compared with what the document promises, and what the
 * trader's followers are told of it is noted.
 */
class Watched {
  private static final String TOLD =
      "SELECT 'trade-log' stream, event_seq seq, event_type type FROM position_events WHERE user_id"
          + " = ? UNION ALL SELECT stream, seq, JSON_UNQUOTE(JSON_EXTRACT(message, '$.type')) FROM"
          + " user_outbox WHERE user_id = ? ORDER BY 1, 2";

  final Trader ada;
  final Trader service;
  private final JournalServer journal;
  private final Sampled document;
  private final Set<String> sampled = new TreeSet<>();
  private final Map<String, List<String>> told = new TreeMap<>();
  private final Map<String, Long> latest = new HashMap<>();

  Watched(JournalServer journal, Sampled document) {
    this.journal = journal;
    this.document = document;
    this.ada = journal.trader();
    this.service = new Trader(journal, 0, "service");
  }

  /** The operations that were called. */
  Set<String> sampled() {
    return sampled;
  }

  /** The types of the events that each operation led to, in the order of its calls. */
  Map<String, List<String>> told() {
    return told;
  }

  /** The number of the last event of each family. */
  Map<String, Long> latest() {
    return latest;
  }

  final HttpResponse<Buffer> now(String operation, Trader trader, String path) {
    return in(operation, trader, path, null);
  }

  final HttpResponse<Buffer> now(String operation, Trader trader, String path, JsonObject body) {
    return in(operation, trader, path, body);
  }

  final String id(String operation, Trader trader, String path, JsonObject body) {
    return data(in(operation, trader, path, body)).getString("id");
  }

  final HttpResponse<Buffer> in(
      String operation, Trader trader, String path, JsonObject body, String... headers) {
    JsonObject described = document.operations().get(operation);
    assertThat(described).as(operation).isNotNull();
    assertThat(path.replaceFirst("\\?.*", ""))
        .matches(described.getString("path").replaceAll("\\{\\w+}", "[^/]+"));
    HttpMethod method = HttpMethod.valueOf(described.getString("method"));
    return heard(operation, trader.send(method, path, body, headers));
  }

  final HttpResponse<Buffer> heard(String operation, HttpResponse<Buffer> answer) {
    sampled.add(operation);
    document.require(operation, answer);
    for (Row event : journal.sql(TOLD, ada.id(), ada.id())) {
      String family = event.getString("stream");
      long number = event.getLong("seq");
      long last = latest.getOrDefault(family, 0L);
      if (number > last) {
        assertThat(number).as(operation + " in " + family).isEqualTo(last + 1);
        latest.put(family, number);
        told.computeIfAbsent(operation, first -> new ArrayList<>()).add(event.getString("type"));
      }
    }
    return answer;
  }
}
