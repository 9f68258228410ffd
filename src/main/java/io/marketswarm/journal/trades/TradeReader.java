package io.marketswarm.journal.trades;

import com.fasterxml.jackson.core.JsonGenerator;
import io.marketswarm.store.Database;
import io.marketswarm.web.ApiError;
import io.marketswarm.web.Reply;
import io.marketswarm.web.api.JsonText;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;

/** Tells trades in JSON. */
public final class TradeReader {
  private static final int OK = 200;
  private static final int CREATED = 201;

  private TradeReader() {}

  /** A trade as it stands, within the transaction that changed it. */
  static Future<Reply> reply(SqlClient client, int status, String id, int user) {
    return client
        .preparedQuery(TradeSql.GET)
        .execute(Tuple.of(id, user))
        .map(
            rows -> {
              Row trade = TradeEntry.first(rows).orElseThrow(TradeReader::notFound);
              return new Reply(status, JsonText.data(out -> TradeSql.TRADE.object(trade, out)));
            });
  }

  /** A trade that was entered, beside what is to be said about it. */
  static Future<Reply> reply(SqlClient client, TradeEntry.Entered entered, int user) {
    return entered.warning().isEmpty()
        ? reply(client, CREATED, entered.id(), user)
        : json(client, entered.id(), user)
            .map(
                trade ->
                    new Reply(
                        CREATED,
                        JsonText.of(
                            out -> {
                              out.writeStartObject();
                              out.writeBooleanField("success", true);
                              out.writeFieldName("data");
                              out.writeRawValue(trade.toString());
                              out.writeStringField("warning", entered.warning().get());
                              out.writeEndObject();
                            })));
  }

  /** A trade as it stands, alone. */
  public static Future<Buffer> json(SqlClient client, String id, int user) {
    return client
        .preparedQuery(TradeSql.GET)
        .execute(Tuple.of(id, user))
        .map(
            rows -> {
              Row trade = TradeEntry.first(rows).orElseThrow(TradeReader::notFound);
              return JsonText.of(out -> TradeSql.TRADE.object(trade, out));
            });
  }

  /** A trade and its story. */
  static Future<Reply> withEvents(Database database, String id, int user) {
    return database
        .pool()
        .withConnection(
            connection -> {
              Future<RowSet<Row>> trade =
                  connection.preparedQuery(TradeSql.GET).execute(Tuple.of(id, user));
              Future<RowSet<Row>> events =
                  connection.preparedQuery(TradeSql.EVENTS).execute(Tuple.of(id));
              return Future.all(trade, events)
                  .map(
                      both ->
                          reply(
                              TradeEntry.first(trade.result()).orElseThrow(TradeReader::notFound),
                              events.result()));
            });
  }

  private static Reply reply(Row trade, RowSet<Row> events) {
    return new Reply(
        OK,
        JsonText.data(
            out -> {
              out.writeStartObject();
              TradeSql.TRADE.fields(trade, out);
              out.writeArrayFieldStart("events");
              for (Row event : events) {
                TradeSql.EVENT.object(event, out);
              }
              out.writeEndArray();
              out.writeEndObject();
            }));
  }

  /** The trades of an import. */
  public static Future<Reply> ofBatch(SqlClient client, String batch, int user) {
    return client
        .preparedQuery(TradeSql.OF_BATCH)
        .execute(Tuple.of(user, batch))
        .map(trades -> list(trades, JsonFields.NONE));
  }

  /** Rows that begin with the columns of a trade. */
  public static Reply list(RowSet<Row> trades, JsonFields more) {
    return new Reply(
        OK,
        JsonText.of(
            out -> {
              out.writeStartObject();
              out.writeBooleanField("success", true);
              out.writeArrayFieldStart("data");
              for (Row trade : trades) {
                out.writeStartObject();
                TradeSql.TRADE.fields(trade, out);
                more.write(trade, out);
                out.writeEndObject();
              }
              out.writeEndArray();
              out.writeNumberField("count", trades.size());
              out.writeEndObject();
            }));
  }

  /** Fields beside those of a trade. */
  @FunctionalInterface
  public interface JsonFields {
    JsonFields NONE = (row, out) -> {};

    void write(Row row, JsonGenerator out) throws IOException;
  }

  static ApiError notFound() {
    return ApiError.notFound("Trade not found");
  }
}
