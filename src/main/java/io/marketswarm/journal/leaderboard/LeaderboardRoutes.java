package io.marketswarm.journal.leaderboard;

import com.fasterxml.jackson.core.JsonGenerator;
import io.marketswarm.store.Database;
import io.marketswarm.web.Reply;
import io.marketswarm.web.api.ApiRoutes;
import io.marketswarm.web.api.Call;
import io.marketswarm.web.api.Columns;
import io.marketswarm.web.api.JsonText;
import io.marketswarm.web.api.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The routes of the leaderboard. */
public final class LeaderboardRoutes {
  private static final int OK = 200;
  private static final int PAGE = 20;
  private static final List<String> COMPONENTS =
      List.of("r_slope", "sharpe", "ltc", "dd_containment");
  private static final List<String> COMPONENTS_V4 =
      List.of("daily_sharpe", "drawdown_resilience", "payoff_asymmetry", "recovery_velocity");

  private final Database database;
  private final Scoring scoring;

  public LeaderboardRoutes(Database database) {
    this.database = database;
    this.scoring = new Scoring(database);
  }

  public void on(ApiRoutes api) {
    api.read("getLeaderboard", this::rankings)
        .read("getMyScore", this::mine)
        .read("calculateLeaderboard", this::calculate);
  }

  private Future<Reply> rankings(Call call) {
    Future<RowSet<Row>> ranked =
        database
            .pool()
            .preparedQuery(LeaderboardSql.RANKED)
            .execute(Tuple.of(call.integer("limit", PAGE), call.integer("offset", 0)));
    Future<Optional<Row>> own = own(call);
    Future<Long> participants = participants();
    return Future.all(ranked, own, participants)
        .map(
            read ->
                new Reply(
                    OK,
                    JsonText.data(
                        out -> {
                          out.writeStartObject();
                          out.writeArrayFieldStart("rankings");
                          for (Row score : ranked.result()) {
                            write(score, false, out);
                          }
                          out.writeEndArray();
                          writeOwn("currentUserRank", own.result(), out);
                          out.writeNumberField("totalParticipants", participants.result());
                          out.writeEndObject();
                        })));
  }

  private Future<Reply> mine(Call call) {
    Future<Optional<Row>> own = own(call);
    Future<Long> participants = participants();
    return Future.all(own, participants)
        .map(
            read ->
                new Reply(
                    OK,
                    JsonText.data(
                        out -> {
                          out.writeStartObject();
                          writeOwn("score", own.result(), out);
                          out.writeNumberField("totalParticipants", participants.result());
                          out.writeEndObject();
                        })));
  }

  private Future<Reply> calculate(Call call) {
    return scoring.run().map(scored -> Reply.done(scored + " traders scored"));
  }

  private Future<Optional<Row>> own(Call call) {
    return database
        .pool()
        .preparedQuery(LeaderboardSql.OF_USER)
        .execute(Tuple.of(call.userId()))
        .map(Rows::first);
  }

  private Future<Long> participants() {
    return database
        .pool()
        .query(LeaderboardSql.PARTICIPANTS)
        .execute()
        .map(rows -> rows.iterator().next().getLong(0));
  }

  private static void writeOwn(String name, Optional<Row> score, JsonGenerator out)
      throws IOException {
    out.writeFieldName(name);
    if (score.isPresent()) {
      write(score.get(), true, out);
    } else {
      out.writeNull();
    }
  }

  private static void write(Row score, boolean own, JsonGenerator out) throws IOException {
    Columns open = LeaderboardSql.SCORE;
    Columns more = LeaderboardSql.OWN;
    int components = open.count() + more.count();
    out.writeStartObject();
    open.fields(score, out);
    out.writeNumberField("rank", score.getInteger("rank_position"));
    out.writeStringField("displayName", displayName(score));
    components(out, "components", COMPONENTS, score, components);
    components(out, "components_v4", COMPONENTS_V4, score, components + COMPONENTS.size());
    if (own) {
      more.fields(score, open.count(), out);
    }
    out.writeEndObject();
  }

  private static void components(
      JsonGenerator out, String name, List<String> names, Row score, int first) throws IOException {
    out.writeObjectFieldStart(name);
    for (int i = 0; i < names.size(); i++) {
      Double value = score.getDouble(first + i);
      out.writeFieldName(names.get(i));
      JsonText.number(out, value == null ? 0 : value);
    }
    out.writeEndObject();
  }

  /** The name a trader shows; an address is no name, and some show none. */
  private static String displayName(Row score) {
    Integer shown = score.getInteger("show_screen_name");
    String screen = score.getString("screen_name");
    String name =
        shown != null && shown != 0 && screen != null && !screen.isBlank()
            ? screen
            : score.getString("display_name");
    return name == null || name.isBlank() || name.contains("@") ? "Anonymous" : name;
  }
}
