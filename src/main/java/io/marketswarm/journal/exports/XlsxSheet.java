package io.marketswarm.journal.exports;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/** An Excel workbook of one sheet, of which only the rows at hand are in memory. */
final class XlsxSheet implements Sheet {
  private static final double COLUMN_WIDTH = 15;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Workbook workbook = new Workbook(bytes, "MarketSwarm", "1.0");
  private final Worksheet sheet = workbook.newWorksheet("Trades");
  private int next;

  @Override
  public Buffer begin() {
    for (int i = 0; i < COLUMNS.size(); i++) {
      sheet.value(0, i, COLUMNS.get(i));
      sheet.style(0, i).bold().set();
      sheet.width(i, COLUMN_WIDTH);
    }
    next = 1;
    return taken();
  }

  @Override
  public Buffer rows(Iterable<Row> trades) {
    for (Row trade : trades) {
      for (int i = 0; i < COLUMNS.size(); i++) {
        Object value = Cells.of(trade, i);
        if (value instanceof Number number) {
          sheet.value(next, i, number);
        } else if (value != null) {
          sheet.inlineString(next, i, (String) value);
        }
      }
      next++;
    }
    return taken();
  }

  @Override
  public Buffer end() {
    try {
      workbook.finish();
      return drained();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private Buffer taken() {
    try {
      sheet.flush();
      return drained();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private Buffer drained() {
    Buffer taken = Buffer.buffer(bytes.toByteArray());
    bytes.reset();
    return taken;
  }
}
