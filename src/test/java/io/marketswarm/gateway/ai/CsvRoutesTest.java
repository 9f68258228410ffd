package io.marketswarm.gateway.ai;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.gateway.DataEdge;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Exports are recognised by their headings, and else by asking. */
class CsvRoutesTest {
  private static final String PATH = "/api/ai/analyze-csv";
  private static final String UNHEADED = "a;b;c\n2026-03-02;SPX;1\n2026-03-02;SPX;2";

  private static FakeMessagesApi api;
  private static DataEdge edge;
  private static int users;

  @BeforeAll
  static void start() throws Exception {
    api = new FakeMessagesApi();
    edge =
        DataEdge.with(
            Map.of("ANTHROPIC_API_KEY", "sk-test", "ANTHROPIC_BASE_URL", api.url()),
            CsvRoutes::new);
  }

  @AfterAll
  static void stop() throws Exception {
    edge.close();
    api.close();
  }

  private static JsonObject analyze(String sample) throws Exception {
    HttpResponse<Buffer> answer =
        edge.as("csv" + users++).post(PATH, new JsonObject().put("sample", sample));
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.bodyAsJsonObject();
  }

  @Test
  void recognisesThinkorswimBelowItsPreamble() throws Exception {
    JsonObject found =
        analyze(
            """
            Account Statement for 123 (individual) since 2/1/26 through 3/2/26

            Account Trade History
            ,Exec Time,Spread,Side,Qty,Pos Effect,Symbol,Exp,Strike,Type,Price,Net Price,Order Type
            ,3/2/26 09:45:10,BUTTERFLY,BUY,+1,TO OPEN,SPX,2 MAR 26,6900,CALL,13.50,1.60,LMT
            ,,,SELL,-2,TO OPEN,SPX,2 MAR 26,6930,CALL,7.20,DEBIT,
            """);
    assertThat(found.getString("platform")).isEqualTo("tos");
    assertThat(found.getDouble("platformConfidence")).isEqualTo(1);
    assertThat(found.getString("dateFormat")).isEqualTo("US");
    assertThat(found.getJsonObject("columnMapping"))
        .isEqualTo(
            new JsonObject(
                """
                {"date":1,"time":null,"symbol":6,"expiration":7,"strike":8,"type":9,"quantity":4,
                 "price":10,"commission":null,"fees":null,"effect":5,"side":3}\
                """));
    assertThat(found.getJsonArray("notes")).isNotEmpty();
  }

  @Test
  void recognisesOtherBrokersAndTheirDates() throws Exception {
    JsonObject tasty =
        analyze(
            """
            Date,Type,Sub Type,Action,Symbol,Instrument Type,Description,Value,Quantity,Average Price,Commissions,Fees,Multiplier,Root Symbol,Underlying Symbol,Expiration Date,Strike Price,Call or Put,Order #
            2026-03-02T09:45:10-0500,Trade,Buy to Open,BUY_TO_OPEN,SPXW  260302C06900000,Equity Option,"Bought 1 SPXW, call",-160.00,1,-160.00,-1.00,-0.72,100,SPXW,SPX,3/2/26,6900,CALL,1
            """);
    assertThat(tasty.getString("platform")).isEqualTo("tastytrade");
    assertThat(tasty.getString("dateFormat")).isEqualTo("ISO");
    assertThat(tasty.getJsonObject("columnMapping").getInteger("commission")).isEqualTo(10);
    JsonObject ibkr =
        analyze(
            """
            Symbol;UnderlyingSymbol;TradeDate;TradeTime;Expiry;Strike;Put/Call;Quantity;TradePrice;IBCommission;Buy/Sell;Open/CloseIndicator
            SPXW;SPX;25/02/2026;09:45:10;25/02/2026;6900;C;1;1.60;-1.05;BUY;O
            """);
    assertThat(ibkr.getString("platform")).isEqualTo("ibkr");
    assertThat(ibkr.getString("dateFormat")).isEqualTo("EU");
    assertThat(ibkr.getJsonObject("columnMapping").getInteger("type")).isEqualTo(6);
    assertThat(api.questions()).noneSatisfy(asked -> assertThat(asked.encode()).contains("SPXW"));
  }

  @Test
  void asksWhenHeadingsDoNotTell() throws Exception {
    api.say(
        200,
        """
        Here you are:
        ```json
        {"platform":"schwab","platformConfidence":1.7,"columnMapping":{"date":0,"symbol":1,
         "quantity":2,"price":9},"dateFormat":"ISO","notes":["no price"]}
        ```\
        """);
    JsonObject found = analyze(UNHEADED);
    assertThat(found.getBoolean("success")).isTrue();
    assertThat(found.getString("platform")).isEqualTo("schwab");
    assertThat(found.getDouble("platformConfidence")).isEqualTo(1);
    assertThat(found.getJsonObject("columnMapping").getInteger("quantity")).isEqualTo(2);
    assertThat(found.getJsonObject("columnMapping").getValue("price")).isNull();
    assertThat(found.getJsonArray("notes").encode()).contains("no price", "There is no column 9");
    JsonObject asked = api.questions().get(api.questions().size() - 1);
    assertThat(asked.getString("key")).isEqualTo("sk-test");
    assertThat(asked.getInteger("max_tokens")).isEqualTo(1024);
    assertThat(asked.getJsonArray("messages").encode())
        .contains("<csv>")
        .contains("2026-03-02;SPX");
  }

  @Test
  void tellsWhatWentWrongWithStatus200() throws Exception {
    assertThat(analyze(" ").getString("error")).isEqualTo("No CSV sample provided");
    api.say(529, "");
    assertThat(analyze(UNHEADED).getString("error")).isEqualTo("AI service error: 529");
    api.say(200, "");
    assertThat(analyze(UNHEADED).getString("error")).isEqualTo("No response from AI");
    api.say(200, "I cannot say.");
    assertThat(analyze(UNHEADED).getString("error")).isEqualTo("Failed to parse AI response");
    api.say(200, "{\"platform\":\"tos\"}");
    assertThat(analyze(UNHEADED))
        .isEqualTo(
            new JsonObject()
                .put("success", false)
                .put("error", "AI response missing column mapping"));
  }

  @Test
  void withoutAKeyItIsNotConfigured() throws Exception {
    try (DataEdge without = DataEdge.with(CsvRoutes::new)) {
      assertThat(
              without
                  .as("csv")
                  .post(PATH, new JsonObject().put("sample", UNHEADED))
                  .bodyAsJsonObject()
                  .getString("error"))
          .isEqualTo("AI service not configured");
    }
  }

  @Test
  void nobodyAsksWithoutEnd() throws Exception {
    api.say(200, "{}");
    DataEdge.As eager = edge.as("csv-eager");
    JsonObject body = new JsonObject().put("sample", UNHEADED);
    int answered = 0;
    HttpResponse<Buffer> last;
    do {
      last = eager.post(PATH, body);
      answered += last.statusCode() == 200 ? 1 : 0;
    } while (last.statusCode() == 200 && answered < 100);
    assertThat(last.statusCode()).isEqualTo(429);
    assertThat(last.getHeader("Retry-After")).isNotNull();
    assertThat(answered).isBetween(10, 20);
  }
}
