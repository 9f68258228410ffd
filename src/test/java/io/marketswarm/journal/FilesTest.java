package io.marketswarm.journal;

import static io.marketswarm.journal.Trader.list;
import static io.marketswarm.store.Eventually.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.multipart.MultipartForm;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Files of trades, in and out. */
class FilesTest {
  private static final String HEADER =
      "Strategy, side ,strike,entry_price,exit_price,quantity,tags,entry_time,exit_time,notes\r\n";

  private static JournalServer journal;
  private final Trader ada = journal.trader();
  private final String log = ada.newLog();
  private final String path = "/api/logs/" + log;

  @BeforeAll
  static void open() {
    journal = JournalServer.start();
  }

  @AfterAll
  static void close() {
    journal.close();
  }

  private HttpResponse<Buffer> upload(String name, byte[] bytes, String... headers) {
    return get(
        ada.request(HttpMethod.POST, path + "/import", headers)
            .sendMultipartForm(
                MultipartForm.create()
                    .binaryFileUpload(
                        "file", name, Buffer.buffer(bytes), "application/octet-stream")));
  }

  private HttpResponse<Buffer> csv(String text, String... headers) {
    return upload("trades.csv", text.getBytes(StandardCharsets.UTF_8), headers);
  }

  @Test
  void importsWhatIsUsableAndSaysWhatIsNot() {
    HttpResponse<Buffer> answer =
        csv(
            HEADER
                + "butterfly,call,6000,1.50,4.50,1,\"a,"
                + " b\",2026-01-05T15:00:00Z,2026-01-05T20:00:00Z,\"said \"\"go\"\"\"\r\n"
                + "single,put,5900,\"$1,200.25\",,2,,2026-01-06 15:00:00,,open one\r\n"
                + ",call,6000,1,,,,,,\r\n"
                + "single,call,high,1,,,,,,\r\n"
                + "single,call,6000,1e400,,,,,,\r\n"
                + "single,call,6000,1,,0,,,,\r\n"
                + "\r\n"
                + "single,call,6000,1,,1,,tomorrow,,\r\n");
    assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(200);
    JsonObject result = answer.bodyAsJsonObject();
    assertThat(result.getInteger("imported")).isEqualTo(2);
    assertThat(result.getInteger("total_errors")).isEqualTo(5);
    assertThat(
            result.getJsonArray("errors").stream()
                .map(error -> ((String) error).replaceFirst(":.*", "")))
        .containsExactly("Row 4", "Row 5", "Row 6", "Row 7", "Row 9");
    List<JsonObject> trades = list(ada.get(path + "/trades"));
    assertThat(trades)
        .extracting(trade -> trade.getInteger("entry_price"))
        .containsExactly(120_025, 150);
    assertThat(trades.get(1).getInteger("pnl")).isEqualTo(30_000);
    assertThat(trades.get(1).getJsonArray("tags")).containsExactly("a", "b");
    assertThat(trades.get(1).getString("notes")).isEqualTo("said \"go\"");
    String batch = result.getString("batch_id");
    assertThat(trades)
        .allSatisfy(trade -> assertThat(trade.getString("import_batch_id")).isEqualTo(batch));
    HttpResponse<Buffer> reverted = ada.post("/api/imports/" + batch + "/revert", null);
    assertThat(reverted.bodyAsJsonObject().getJsonObject("data").getInteger("tradesReverted"))
        .isEqualTo(2);
    assertThat(
            ada.post("/api/imports/" + batch + "/revert", null)
                .bodyAsJsonObject()
                .getString("error"))
        .isEqualTo("Batch already reverted");
    assertThat(list(ada.get(path + "/trades"))).isEmpty();
    assertThat(
            journal.count(
                "SELECT COUNT(*) FROM trade_events e LEFT JOIN trades t ON t.id = e.trade_id WHERE"
                    + " t.id IS NULL"))
        .isZero();
  }

  @Test
  void theSameFileUnderTheSameKeyIsImportedOnce() {
    String file = HEADER + "single,call,6000,1,,1,,,,\r\n";
    HttpResponse<Buffer> first = csv(file, "Idempotency-Key", "file-1");
    HttpResponse<Buffer> second = csv(file, "Idempotency-Key", "file-1");
    assertThat(second.bodyAsString()).isEqualTo(first.bodyAsString());
    assertThat(
            csv(file + "single,call,6000,1,,1,,,,\r\n", "Idempotency-Key", "file-1").statusCode())
        .isEqualTo(422);
    assertThat(list(ada.get(path + "/trades"))).hasSize(1);
  }

  @Test
  void brokenAndMaliciousFilesAreRefusedAndLeaveNothing() throws IOException {
    assertThat(csv("").statusCode()).isEqualTo(400);
    assertThat(csv("nothing,of,use\n1,2,3\n").bodyAsJsonObject().getString("error"))
        .contains("no usable rows");
    assertThat(csv(HEADER + "\"never closed,call,6000").statusCode()).isIn(400);
    assertThat(csv(HEADER + "x,".repeat(1_000)).statusCode()).isEqualTo(400);
    assertThat(csv(HEADER + "single,call,6000,1,,1,,,,\n".repeat(20_001)).statusCode())
        .isEqualTo(400);
    assertThat(upload("trades.csv", new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1, 2}).statusCode())
        .isEqualTo(400);
    assertThat(upload("a.xlsx", "not a workbook".getBytes(StandardCharsets.UTF_8)).statusCode())
        .isEqualTo(400);
    assertThat(upload("a.xls", new byte[5_000]).statusCode()).isEqualTo(400);
    byte[] good = workbook();
    assertThat(upload("cut.xlsx", java.util.Arrays.copyOf(good, good.length / 2)).statusCode())
        .isEqualTo(400);
    assertThat(upload("bomb.xlsx", bomb()).bodyAsJsonObject().getString("error"))
        .contains("far larger");
    assertThat(upload("laughs.xlsx", laughs()).statusCode()).isEqualTo(400);
    assertThat(upload("large.csv", new byte[12 << 20]).statusCode()).isEqualTo(413);
    HttpResponse<Buffer> noFile = ada.post(path + "/import", new JsonObject());
    assertThat(noFile.statusCode()).isEqualTo(400);
    assertThat(list(ada.get(path + "/trades"))).isEmpty();
    assertThat(list(ada.get("/api/imports"))).isEmpty();
  }

  @Test
  void fiftyMegabytesAreNotEvenRead() {
    HttpResponse<Buffer> answer = upload("huge.csv", new byte[50 << 20]);
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(list(ada.get("/api/logs"))).hasSize(1);
  }

  @Test
  void importsWorkbooks() throws IOException {
    HttpResponse<Buffer> answer = upload("trades.xlsx", workbook());
    assertThat(answer.bodyAsJsonObject().getInteger("imported"))
        .as(answer.bodyAsString())
        .isEqualTo(2);
    List<JsonObject> trades = list(ada.get(path + "/trades"));
    assertThat(trades.get(1).getString("entry_time")).isEqualTo("2026-01-05T15:00:00Z");
    assertThat(trades.get(1).getInteger("entry_price")).isEqualTo(230);
  }

  @Test
  void pairsTheExecutionsOfAStatement() {
    String statement =
        """
        Account Statement for Ada

        Cash Balance
        DATE,TIME,TYPE,DESCRIPTION,AMOUNT
        1/5/26,09:31:00,TRD,BOT +1 VERTICAL,-250.00

        Account Trade History
        ,Exec Time,Spread,Side,Qty,Pos Effect,Symbol,Exp,Strike,Type,Price,Net Price,Commissions,Fees
        ,1/5/26 09:31:00,VERTICAL,SELL,-2,TO OPEN,SPX,16 JAN 26,5920,PUT,5.60,2.50,-1.30,-.40
        ,,,BUY,+2,TO OPEN,SPX,16 JAN 26,5900,PUT,3.10,,-1.30,-.40
        ,1/5/26 10:00:00,SINGLE,BUY,+1,TO OPEN,.SPXW260220C6000,,,,12.00,12.00,-.65,
        ,1/5/26 10:00:05,SINGLE,BUY,+1,TO OPEN,.SPXW260220C6000,,,,12.50,12.50,-.65,
        ,1/6/26 11:00:00,VERTICAL,BUY,+1,TO CLOSE,SPX,16 JAN 26,5920,PUT,1.25,.25,-1.30,-.20
        ,,,SELL,-1,TO CLOSE,SPX,16 JAN 26,5900,PUT,1.00,,-1.30,-.20
        ,1/6/26 12:00:00,SINGLE,SELL,-1,TO CLOSE,SPX,20 FEB 26,6000,CALL,15.00,15.00,,
        ,1/6/26 12:30:00,SINGLE,SELL,-1,TO CLOSE,NDX,20 FEB 26,21000,CALL,15.00,15.00,,
        ,1/6/26 12:30:00,SINGLE,SELL,-1,TO OPEN,NDX,soon,21000,CALL,15.00,15.00,,
        ,1/6/26 12:30:00,SINGLE,SELL,-1,TO OPEN,NDX,20 FEB 26,1e-999999999,CALL,15.00,15.00,,

        Profits and Losses
        Symbol,Description
        ,1/7/26 09:31:00,SINGLE,BUY,+1,TO OPEN,SPX,16 JAN 26,1,PUT,3.10,3.10,,
        """;
    HttpResponse<Buffer> answer = csv(statement);
    JsonObject result = answer.bodyAsJsonObject();
    assertThat(result.getInteger("imported")).as(answer.bodyAsString()).isEqualTo(4);
    assertThat(result.getJsonArray("errors").encode())
        .contains("Row 17: exp must be a date")
        .contains("Row 18: strike must have at most 6 decimals")
        .contains("Row 16: closes 1 that the file does not open");
    List<JsonObject> closed = list(ada.get(path + "/trades?status=closed"));
    assertThat(closed).hasSize(2);
    JsonObject spread =
        closed.stream().filter(t -> t.getString("strategy").equals("vertical")).findFirst().get();
    assertThat(spread.getString("side")).isEqualTo("put");
    assertThat(spread.getInteger("quantity")).isEqualTo(-1);
    assertThat(spread.getInteger("strike")).isEqualTo(5920);
    assertThat(spread.getInteger("width")).isEqualTo(20);
    assertThat(spread.getInteger("entry_price")).isEqualTo(250);
    assertThat(spread.getInteger("exit_price")).isEqualTo(25);
    assertThat(spread.getInteger("pnl")).isEqualTo(22_500);
    assertThat(spread.getInteger("commission")).isEqualTo(520);
    assertThat(spread.getInteger("fees")).isEqualTo(120);
    assertThat(spread.getString("entry_time")).as("New York").isEqualTo("2026-01-05T14:31:00Z");
    assertThat(spread.getString("source")).isEqualTo("import:tos");
    JsonObject call =
        closed.stream().filter(t -> t.getString("strategy").equals("single")).findFirst().get();
    assertThat(call.getString("symbol")).isEqualTo("SPX");
    assertThat(call.getInteger("entry_price")).as("the oldest first").isEqualTo(1_200);
    assertThat(call.getInteger("pnl")).isEqualTo(30_000);
    List<JsonObject> open = list(ada.get(path + "/trades?status=open"));
    assertThat(open)
        .extracting(t -> t.getString("strategy") + t.getInteger("quantity"))
        .containsExactlyInAnyOrder("vertical-1", "single1");
    assertThat(list(ada.get("/api/imports")).get(0).getString("source")).isEqualTo("tos");
  }

  @Test
  void readsOrdersAsTheyAreWritten() {
    JsonObject result =
        upload(
                "orders.txt",
                """
                SELL -1 VERTICAL SPX 100 15 JAN 27 5900/5920 PUT @2.50
                BUY +1 CALENDAR SPX 100 15 JAN 27 6000 CALL @4

                SELL -2 STRANGLE SPX 100 20 FEB 26 5800/6100 PUT/CALL
                BUY me a coffee
                """
                    .getBytes(StandardCharsets.UTF_8))
            .bodyAsJsonObject();
    assertThat(result.getInteger("imported")).as(result.encode()).isEqualTo(2);
    assertThat(result.getJsonArray("errors"))
        .containsExactly(
            "Row 2: imported, but only one of its expirations is named",
            "Row 4: names no price",
            "Row 5: is no order");
    assertThat(list(ada.get(path + "/trades")))
        .extracting(t -> t.getString("strategy") + t.getInteger("quantity"))
        .containsExactlyInAnyOrder("vertical-1", "single1");
  }

  @Test
  void numbersThatNoComputerCanWriteOutAreRefused() {
    JsonObject result =
        csv(HEADER
                + "single,call,1e-999999999,1,,1,,,,\r\n"
                + "single,call,6000,1e-999999999,,1,,,,\r\n"
                + "single,call,6000,1,,1e999999999,,,,\r\n"
                + "single,call,6000,1,,1,,1e-999999999,,\r\n"
                + "x'; DROP TABLE trades; --,call,6000,1,,1,\"a','b\",,,\"'); --\"\r\n")
            .bodyAsJsonObject();
    assertThat(result.getInteger("total_errors")).as(result.encode()).isEqualTo(4);
    assertThat(list(ada.get(path + "/trades")).get(0).getString("strategy"))
        .isEqualTo("x'; DROP TABLE trades; --");
  }

  @Test
  void exportsWhatOthersCanReadAndNobodyRuns() throws IOException {
    ada.newTrade(
        log,
        new JsonObject()
            .put("entry_time", "2026-01-05T15:00:00Z")
            .put("notes", "=cmd|' /C calc'!A0")
            .put("tags", new JsonArray().add("a").add("b")));
    ada.newTrade(
        log,
        new JsonObject()
            .put("entry_time", "2026-01-06T15:00:00Z")
            .put("notes", "two\nlines, \"quoted\"")
            .put("quantity", -2));
    HttpResponse<Buffer> csv = ada.get(path + "/export?format=csv");
    assertThat(csv.getHeader("Content-Disposition"))
        .isEqualTo("attachment; filename=\"Log_of_" + ada.id() + "_trades.csv\"");
    assertThat(csv.bodyAsString())
        .startsWith(
            "entry_time,symbol,underlying,strategy,side,strike,width,dte,quantity,entry_price,")
        .contains(
            "\r\n"
                + "2026-01-05T15:00:00Z,SPX,I:SPX,butterfly,call,6000,20,,1,1.50,,,,,,,open,,,,'=cmd|'"
                + " /C calc'!A0,\"a,b\",manual\r\n")
        .contains("\"two\nlines, \"\"quoted\"\"\"");
    HttpResponse<Buffer> excel = ada.get(path + "/export?format=excel");
    assertThat(excel.getHeader("Content-Type"))
        .isEqualTo("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    try (ReadableWorkbook workbook =
        new ReadableWorkbook(new ByteArrayInputStream(excel.body().getBytes()))) {
      List<Row> rows = workbook.getFirstSheet().read();
      assertThat(workbook.getFirstSheet().getName()).isEqualTo("Trades");
      assertThat(rows).hasSize(3);
      assertThat(rows.get(0).getCellText(0)).isEqualTo("entry_time");
      assertThat(rows.get(1).getCellText(9)).isEqualTo("1.50");
      assertThat(rows.get(1).getCellText(20)).isEqualTo("'=cmd|' /C calc'!A0");
      assertThat(rows.get(2).getCellText(8)).isEqualTo("-2");
    }
  }

  @Test
  void whatIsExportedCanBeImported() {
    csv(
        HEADER
            + "butterfly,call,6000,1.50,4.50,1,a,2026-01-05T15:00:00Z,2026-01-05T20:00:00Z,n\r\n"
                .repeat(1_200));
    HttpResponse<Buffer> exported = ada.get(path + "/export?format=csv");
    HttpResponse<Buffer> again = upload("again.csv", exported.body().getBytes());
    assertThat(again.bodyAsJsonObject().getInteger("imported")).isEqualTo(1_200);
    JsonObject figures = Trader.data(ada.get(path + "/analytics"));
    assertThat(figures.getInteger("closed_trades")).isEqualTo(2_400);
    assertThat(figures.getLong("net_profit")).isEqualTo(2_400L * 30_000);
    HttpResponse<Buffer> excel = ada.get(path + "/export?format=xlsx");
    assertThat(
            upload("again.xlsx", excel.body().getBytes()).bodyAsJsonObject().getInteger("imported"))
        .isEqualTo(2_400);
  }

  private static byte[] workbook() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Workbook workbook = new Workbook(bytes, "Test", "1.0")) {
      Worksheet sheet = workbook.newWorksheet("Any");
      String[] header = {"strategy", "side", "strike", "entry_price", "entry_time"};
      for (int i = 0; i < header.length; i++) {
        sheet.value(0, i, header[i]);
        sheet.value(1, i, new Object[] {"single", "call", "6000", "x", "y"}[i].toString());
      }
      sheet.value(1, 2, 6000);
      sheet.value(1, 3, 2.30);
      sheet.value(1, 4, 46027.625);
      sheet.value(3, 0, "single");
      sheet.value(3, 1, "put");
      sheet.value(3, 2, 5900.5);
      sheet.value(3, 3, 1);
      sheet.value(3, 4, "2026-01-06T15:00:00Z");
    }
    return bytes.toByteArray();
  }

  /** Two hundred megabytes of nothing in a few hundred kilobytes. */
  private static byte[] bomb() throws IOException {
    return zip("xl/sharedStrings.xml", 200);
  }

  private static byte[] zip(String name, int megabytes) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(name));
      byte[] nothing = new byte[1 << 20];
      for (int i = 0; i < megabytes; i++) {
        zip.write(nothing);
      }
      zip.closeEntry();
    }
    return bytes.toByteArray();
  }

  /** Entities that stand for entities that stand for entities. */
  private static byte[] laughs() throws IOException {
    StringBuilder dtd =
        new StringBuilder("<?xml version=\"1.0\"?><!DOCTYPE sst [<!ENTITY a0 \"ha\">");
    for (int i = 1; i < 30; i++) {
      dtd.append("<!ENTITY a")
          .append(i)
          .append(" \"&a")
          .append(i - 1)
          .append(";&a")
          .append(i - 1)
          .append(";\">");
    }
    String strings = dtd + "]><sst><si><t>&a29;</t></si></sst>";
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Path file = Files.createTempFile("laughs", ".xlsx");
    Files.write(file, workbook());
    try (ZipFile good = new ZipFile(file.toFile());
        ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (ZipEntry entry : Collections.list(good.entries())) {
        zip.putNextEntry(new ZipEntry(entry.getName()));
        zip.write(
            entry.getName().endsWith("sharedStrings.xml")
                ? strings.getBytes(StandardCharsets.UTF_8)
                : good.getInputStream(entry).readAllBytes());
        zip.closeEntry();
      }
    } finally {
      Files.delete(file);
    }
    return bytes.toByteArray();
  }
}
