package io.marketswarm.journal;

import static io.marketswarm.journal.Trader.butterfly;
import static io.marketswarm.journal.Trader.data;
import static io.marketswarm.store.Eventually.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.web.api.Sampled;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whatever is sent, nobody gets an internal error and nothing is written by halves. */
class HostileInputTest {
  private static final String SQL = "x', starting_capital = 1, name = 'y'; DROP TABLE trades; -- ";

  private static final List<Object> STRANGE =
      List.of(
          SQL,
          "",
          "\u0000\ud800",
          "😀",
          "x".repeat(70_000),
          -1,
          0,
          1.5,
          1e308,
          -1e308,
          Long.MAX_VALUE,
          true,
          new JsonArray(),
          new JsonArray().add(SQL),
          new JsonObject(),
          "9999-12-31",
          "0000-00-00",
          "2026-02-30T25:61:61Z",
          "NaN",
          "null");

  private static final List<String> STRANGE_TEXTS =
      List.of(
          SQL,
          "' OR '1'='1",
          "\u0000",
          "😀",
          "x".repeat(300),
          "../../etc/passwd",
          "-1",
          "1e308",
          "1e-999999999",
          "NaN",
          "99999999999999999999",
          "9999-12-31",
          "null",
          "true");

  private static JournalServer journal;
  private static JsonObject document;

  @BeforeAll
  static void open() {
    journal = JournalServer.start();
    document = JournalApi.read().text().toJsonObject();
  }

  @AfterAll
  static void close() {
    journal.close();
  }

  @Test
  void everyFieldOfEveryOperationTakesWhateverComes() {
    Trader ada = journal.trader();
    Trader service = new Trader(journal, ada.id(), "service");
    Map<String, String> ids = ids(ada);
    List<Supplier<Future<Void>>> asked = new ArrayList<>();
    document
        .getJsonObject("paths")
        .forEach(
            path ->
                ((JsonObject) path.getValue())
                    .forEach(
                        method -> {
                          JsonObject operation = (JsonObject) method.getValue();
                          JsonObject body = operation.getJsonObject("requestBody");
                          if (body != null && body.encode().contains("application/json")) {
                            Trader who =
                                operation.encode().contains("\"service\":[]") ? service : ada;
                            JsonObject schema =
                                resolved(
                                    body.getJsonObject("content")
                                        .getJsonObject("application/json")
                                        .getJsonObject("schema"));
                            for (JsonObject sent : variants(schema)) {
                              asked.add(
                                  () ->
                                      who.asking(
                                              HttpMethod.valueOf(method.getKey().toUpperCase()),
                                              with(path.getKey(), ids),
                                              sent)
                                          .map(answer -> requireMeant(operation, sent, answer)));
                            }
                          }
                        }));
    get(aFewAtOnce(asked));
    assertThat(asked.size()).isGreaterThan(1_500);
    assertThat(journal.count("SELECT COUNT(*) FROM trades WHERE id = ?", ids.get("/api/trades")))
        .isEqualTo(1);
  }

  /** Every parameter of every path and query. */
  @Test
  void everyParameterTakesWhateverComes() {
    Trader ada = journal.trader();
    Trader service = new Trader(journal, ada.id(), "service");
    Map<String, String> ids = ids(ada);
    List<Supplier<Future<Void>>> asked = new ArrayList<>();
    new Sampled(document)
        .operations()
        .forEach(
            (name, operation) ->
                operation.getJsonArray("parameters", new JsonArray()).stream()
                    .map(parameter -> parameter((JsonObject) parameter))
                    .filter(parameter -> !"header".equals(parameter.getString("in")))
                    .forEach(
                        parameter -> {
                          Trader who =
                              operation.encode().contains("\"service\":[]") ? service : ada;
                          for (String strange : STRANGE_TEXTS) {
                            asked.add(
                                () ->
                                    who.asking(
                                            HttpMethod.valueOf(operation.getString("method")),
                                            with(
                                                operation.getString("path"),
                                                parameter,
                                                strange,
                                                ids),
                                            operation.containsKey("requestBody")
                                                ? new JsonObject()
                                                : null)
                                        .map(
                                            answer ->
                                                requireMeant(
                                                    operation,
                                                    new JsonObject()
                                                        .put(parameter.getString("name"), strange),
                                                    answer)));
                          }
                        }));
    get(aFewAtOnce(asked));
    assertThat(asked.size()).isGreaterThan(1_000);
  }

  /** What is tried is nonsense, not a crowd. */
  private static Future<Void> aFewAtOnce(List<Supplier<Future<Void>>> questions) {
    Iterator<Supplier<Future<Void>>> all = questions.iterator();
    return Future.join(Stream.generate(() -> oneByOne(all)).limit(8).toList()).mapEmpty();
  }

  private static Future<Void> oneByOne(Iterator<Supplier<Future<Void>>> all) {
    Supplier<Future<Void>> next;
    synchronized (all) {
      if (!all.hasNext()) {
        return Future.succeededFuture();
      }
      next = all.next();
    }
    return next.get().compose(answered -> oneByOne(all));
  }

  private static JsonObject parameter(JsonObject described) {
    String reference = described.getString("$ref");
    return reference == null
        ? described
        : document
            .getJsonObject("components")
            .getJsonObject("parameters")
            .getJsonObject(reference.replaceFirst(".*/", ""));
  }

  private static String with(
      String path, JsonObject parameter, String value, Map<String, String> ids) {
    String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    String name = parameter.getString("name");
    return parameter.getString("in").equals("path")
        ? path.replace("{" + name + "}", encoded)
        : with(path, ids) + "?" + name + "=" + encoded;
  }

  private static Void requireMeant(
      JsonObject operation, JsonObject sent, HttpResponse<Buffer> answer) {
    String what =
        operation.getString("operationId")
            + " "
            + sent.encode().substring(0, Math.min(300, sent.encode().length()));
    assertThat(answer.statusCode()).as(what + " -> " + answer.bodyAsString()).isLessThan(500);
    if (answer.statusCode() >= 400) {
      assertThat(answer.bodyAsJsonObject().getBoolean("success")).as(what).isFalse();
      assertThat(answer.bodyAsJsonObject().getValue("error")).as(what).isInstanceOf(String.class);
    }
    return null;
  }

  /** A good body, with each field, at any depth, replaced by each strange value in turn. */
  private static List<JsonObject> variants(JsonObject schema) {
    List<JsonObject> variants = new ArrayList<>();
    JsonObject good = sample(schema);
    JsonObject properties = schema.getJsonObject("properties");
    for (String field : properties.fieldNames()) {
      for (Object strange : STRANGE) {
        variants.add(good.copy().put(field, strange));
      }
      variants.add(good.copy().putNull(field));
      JsonObject property = resolved(properties.getJsonObject(field));
      if (property.containsKey("properties")) {
        variants(property).forEach(inner -> variants.add(good.copy().put(field, inner)));
      } else if (property.containsKey("items")) {
        JsonObject item = inner(field, resolved(property.getJsonObject("items")));
        if (item.containsKey("properties")) {
          variants(item)
              .forEach(inner -> variants.add(good.copy().put(field, new JsonArray().add(inner))));
        }
      }
    }
    variants.add(
        good.copy()
            .put(SQL, SQL)
            .put("name = 'x', user_id", 1)
            .put("pnl", 5)
            .put("user_id", 1)
            .put("version", 99));
    return variants;
  }

  /** The trades of a bulk are checked one by one, so the document leaves them open. */
  private static JsonObject inner(String field, JsonObject item) {
    if (!field.equals("trades")) {
      return item;
    }
    JsonObject trade =
        resolved(new JsonObject().put("$ref", "#/components/schemas/NewTrade")).copy();
    trade
        .getJsonObject("properties")
        .put(
            "legs",
            new JsonObject()
                .put("type", "array")
                .put("items", new JsonObject().put("$ref", "#/components/schemas/DealtLeg")));
    return trade;
  }

  private static JsonObject sample(JsonObject schema) {
    JsonObject body = new JsonObject();
    for (Object required : needed(schema)) {
      body.put(
          (String) required,
          sampleValue(
              resolved(schema.getJsonObject("properties").getJsonObject((String) required))));
    }
    return body;
  }

  /** Where fields come in two spellings none is required by the document; one is enough. */
  private static JsonArray needed(JsonObject schema) {
    JsonArray required = schema.getJsonArray("required", new JsonArray());
    if (schema.getString("description", "").contains("camel case")) {
      JsonArray all = new JsonArray();
      schema.getJsonObject("properties").fieldNames().stream()
          .filter(field -> field.equals(field.toLowerCase(Locale.ROOT)))
          .filter(field -> !field.equals("trade_id") && !field.equals("position_id"))
          .forEach(all::add);
      return all;
    }
    return required;
  }

  private static Object sampleValue(JsonObject schema) {
    if (schema.containsKey("enum")) {
      return schema.getJsonArray("enum").getValue(0);
    }
    String format = schema.getString("format", "");
    if (format.equals("date") || format.equals("instant")) {
      return "2026-11-20";
    }
    String type = String.valueOf(schema.getValue("type"));
    if (type.contains("integer") || type.contains("number")) {
      return 2;
    }
    if (type.contains("array")) {
      return new JsonArray().add(sampleValue(resolved(schema.getJsonObject("items"))));
    }
    return type.contains("object")
        ? (Object) (schema.containsKey("properties") ? sample(schema) : new JsonObject())
        : type.contains("boolean") ? (Object) true : "text";
  }

  private static JsonObject resolved(JsonObject schema) {
    String reference = schema.getString("$ref");
    return reference == null
        ? schema
        : document
            .getJsonObject("components")
            .getJsonObject("schemas")
            .getJsonObject(reference.replaceFirst(".*/", ""));
  }

  private static Map<String, String> ids(Trader ada) {
    Map<String, String> ids = new HashMap<>();
    ids.put("/api/logs", ada.newLog());
    ids.put("/api/trades", ada.newTrade(ids.get("/api/logs"), new JsonObject()).getString("id"));
    ids.put(
        "/api/positions",
        data(ada.post("/api/positions", PositionLifeTest.butterfly())).getString("id"));
    ids.put(
        "/api/orders",
        ""
            + data(ada.post(
                    "/api/orders",
                    new JsonObject()
                        .put("order_type", "entry")
                        .put("symbol", "SPX")
                        .put("direction", "long")
                        .put("limit_price", 1)))
                .getInteger("id"));
    return ids;
  }

  private static String with(String path, Map<String, String> ids) {
    int parameter = path.indexOf("/{");
    return parameter < 0
        ? path
        : path.replaceAll("\\{\\w+}", ids.getOrDefault(path.substring(0, parameter), "1"));
  }

  @Test
  void methodsThatAPathDoesNotTakeAreRefusedWithThoseItTakes() {
    Trader ada = journal.trader();
    Map.of(
            "/api/logs", "GET, POST",
            "/api/trades/by-day/2026-01-05", "GET",
            "/api/trades/1/close", "POST",
            "/api/strategys/1", "DELETE, GET, PATCH")
        .forEach(
            (path, methods) -> {
              HttpMethod other = methods.contains("PATCH") ? HttpMethod.POST : HttpMethod.PATCH;
              HttpResponse<Buffer> answer = ada.send(other, path, new JsonObject());
              assertThat(answer.statusCode()).as(path).isEqualTo(405);
              assertThat(answer.getHeader("Allow")).as(path).isEqualTo(methods);
            });
    assertThat(ada.get("/api/logs-of-nobody").statusCode()).isEqualTo(404);
    assertThat(ada.get("/api/trades/1/nothing").statusCode()).isEqualTo(404);
  }

  @Test
  void bodiesThatAreNoJsonAreTold() {
    Trader ada = journal.trader();
    for (String body :
        List.of(
            "",
            "{",
            "[]",
            "null",
            "5",
            "{\"strike\": NaN}",
            "{\"strike\": 1e999999999}",
            "[".repeat(5_000),
            "{\"a\":" + "[".repeat(2_000) + "]".repeat(2_000) + "}",
            "\ufeff{}",
            "a=b")) {
      HttpResponse<Buffer> answer =
          get(
              ada.request(HttpMethod.POST, "/api/trades")
                  .putHeader("Content-Type", "application/json")
                  .sendBuffer(Buffer.buffer(body)));
      assertThat(answer.statusCode())
          .as(body.substring(0, Math.min(40, body.length())))
          .isEqualTo(400);
      assertThat(answer.bodyAsJsonObject().getString("error")).isNotBlank();
    }
  }

  @Test
  void amountsThatFitNoAccountAreRefused() {
    Trader ada = journal.trader();
    JsonObject huge =
        butterfly()
            .put("entry_price", 999_999_999.0)
            .put("quantity", 1_000_000)
            .put("symbol", "CL");
    JsonObject trade = data(ada.post("/api/trades", huge));
    String path = "/api/trades/" + trade.getString("id");
    HttpResponse<Buffer> answer = ada.post(path + "/close", new JsonObject().put("exit_price", 1));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.bodyAsJsonObject().getString("error")).contains("too large");
    assertThat(data(ada.get(path)).getString("status")).isEqualTo("open");
    JsonObject noRisk =
        data(ada.post("/api/trades", butterfly().put("entry_price", 0).put("planned_risk", 0)));
    JsonObject closed =
        data(
            ada.post(
                "/api/trades/" + noRisk.getString("id") + "/close",
                new JsonObject().put("exit_price", 1)));
    assertThat(closed.getValue("r_multiple")).isNull();
  }

  @Test
  void hugeBodiesAndQueriesAreRefused() {
    Trader ada = journal.trader();
    HttpResponse<Buffer> answer =
        get(
            ada.request(HttpMethod.POST, "/api/trades")
                .sendBuffer(Buffer.buffer(new byte[11 << 20])));
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(ada.get("/api/trades?limit=99999999999999999999").statusCode()).isEqualTo(200);
    assertThat(ada.get("/api/trades?offset=99999999999999999999").statusCode()).isEqualTo(400);
    assertThat(ada.get("/api/trades?from=" + "9".repeat(3_000)).statusCode()).isEqualTo(400);
    assertThat(ada.get("/api/trades?status=' OR 1=1 --".replace(" ", "%20")).statusCode())
        .isEqualTo(400);
    assertThat(ada.get("/api/trades/'%20OR%201=1").statusCode()).isEqualTo(404);
  }
}
