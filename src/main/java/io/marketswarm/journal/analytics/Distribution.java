package io.marketswarm.journal.analytics;

import com.fasterxml.jackson.core.JsonGenerator;
import io.marketswarm.web.api.JsonText;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How often trades earned how much, in bins of equal size. */
record Distribution(List<Bin> bins) {
  static final Distribution EMPTY = new Distribution(List.of());

  /** One dollar: nobody needs finer bins. */
  private static final long SMALLEST_CENTS = 100;

  /** Trades that earned from {@code start} up to, not including, {@code end}; in cents. */
  record Bin(long start, long end, long count) {}

  /**
   * @param least the smallest profit of a closed trade
   * @param most the largest
   * @param bins how many are wanted, about
   */
  static Future<Distribution> read(SqlClient client, String log, long least, long most, int bins) {
    long size = size(least, most, bins);
    return client
        .preparedQuery(AnalyticsSql.BINS)
        .execute(Tuple.of(size, log))
        .map(
            rows -> {
              Map<Long, Long> counts = new HashMap<>();
              for (Row row : rows) {
                counts.put(row.getLong("bin"), row.getLong("n"));
              }
              return of(least, most, bins, counts);
            });
  }

  private static long size(long least, long most, int bins) {
    return Math.max(SMALLEST_CENTS, Math.floorDiv(most - least, bins));
  }

  /**
   * @param counts of trades by the number of their bin, counted from zero profit
   */
  static Distribution of(long least, long most, int bins, Map<Long, Long> counts) {
    long size = size(least, most, bins);
    List<Bin> rows = new ArrayList<>();
    if (least == most) {
      long all = counts.values().stream().mapToLong(Long::longValue).sum();
      return new Distribution(List.of(new Bin(least, least + SMALLEST_CENTS, all)));
    }
    long last = Math.floorDiv(most, size) + 1;
    for (long bin = Math.floorDiv(least, size); bin <= last; bin++) {
      rows.add(new Bin(bin * size, (bin + 1) * size, counts.getOrDefault(bin, 0L)));
    }
    return new Distribution(rows);
  }

  void write(JsonGenerator out) throws IOException {
    out.writeStartArray();
    for (Bin bin : bins) {
      out.writeStartObject();
      out.writeNumberField("bin_start", bin.start);
      dollars(out, "bin_start_dollars", bin.start);
      out.writeNumberField("bin_end", bin.end);
      dollars(out, "bin_end_dollars", bin.end);
      out.writeNumberField("count", bin.count);
      out.writeBooleanField("is_zero", bin.start <= 0 && 0 < bin.end);
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private static void dollars(JsonGenerator out, String name, long cents) throws IOException {
    out.writeFieldName(name);
    JsonText.number(out, cents / 100.0);
  }
}
