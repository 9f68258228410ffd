package io.marketswarm.journal.exports;

import io.marketswarm.store.Database;
import io.marketswarm.web.ApiError;
import io.marketswarm.web.api.ApiRoutes;
import io.marketswarm.web.api.Call;
import io.marketswarm.web.api.Rows;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.sqlclient.Cursor;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.concurrent.Callable;

/** Exports a log of any length: rows are read, written and sent a portion at a time. */
public final class ExportRoutes {
  private static final int PORTION = 500;
  private static final String CSV = "text/csv";
  private static final String XLSX =
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

  private final Vertx vertx;
  private final Database database;

  public ExportRoutes(Vertx vertx, Database database) {
    this.vertx = vertx;
    this.database = database;
  }

  public void on(ApiRoutes api) {
    api.stream("exportTrades", this::export);
  }

  private Future<Void> export(Call call) {
    String log = call.text("logId");
    boolean csv = call.find("format").orElse("csv").equals("csv");
    return database
        .pool()
        .preparedQuery(ExportSql.LOG)
        .execute(Tuple.of(log, call.userId()))
        .compose(
            rows -> {
              String name =
                  Rows.first(rows)
                      .orElseThrow(() -> ApiError.notFound("Trade log not found"))
                      .getString(0);
              HttpServerResponse response = call.request().response();
              response
                  .setChunked(true)
                  .putHeader(HttpHeaders.CONTENT_TYPE, csv ? CSV : XLSX)
                  .putHeader(
                      "Content-Disposition",
                      "attachment; filename=\"%s_trades.%s\""
                          .formatted(fileName(name), csv ? "csv" : "xlsx"));
              return database
                  .pool()
                  .withConnection(
                      connection ->
                          send(connection, log, csv ? new CsvSheet() : new XlsxSheet(), response));
            });
  }

  /** What may stand in a header, and in any file system. */
  private static String fileName(String log) {
    String name = log.replace(' ', '_').replaceAll("[^A-Za-z0-9._-]", "");
    return name.isEmpty() ? "log" : name;
  }

  private Future<Void> send(
      SqlConnection connection, String log, Sheet sheet, HttpServerResponse response) {
    return connection
        .prepare(ExportSql.TRADES)
        .compose(
            statement -> {
              Cursor cursor = statement.cursor(Tuple.of(log));
              return made(sheet::begin)
                  .compose(head -> write(response, head))
                  .compose(sent -> sendRows(cursor, sheet, response))
                  .compose(sent -> made(sheet::end))
                  .compose(response::end)
                  .eventually(() -> cursor.close())
                  .eventually(() -> statement.close());
            });
  }

  private Future<Void> sendRows(Cursor cursor, Sheet sheet, HttpServerResponse response) {
    return cursor
        .read(PORTION)
        .compose(rows -> made(() -> sheet.rows(rows)))
        .compose(part -> write(response, part))
        .compose(
            sent ->
                cursor.hasMore() && !response.closed()
                    ? sendRows(cursor, sheet, response)
                    : Future.succeededFuture());
  }

  /** Making a sheet compresses and formats, which has no place on an event loop. */
  private Future<Buffer> made(Callable<Buffer> part) {
    return vertx.executeBlocking(part, true);
  }

  /** Completes when the bytes are out, so that a slow reader slows down the database. */
  private static Future<Void> write(HttpServerResponse response, Buffer part) {
    return part.length() == 0 ? Future.succeededFuture() : response.write(part);
  }
}
