package io.marketswarm.journal.exports;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Comma-separated values as RFC 4180 has them. */
final class CsvSheet implements Sheet {
  @Override
  public Buffer begin() {
    return write(csv -> csv.writeRecord(COLUMNS));
  }

  @Override
  public Buffer rows(Iterable<Row> trades) {
    return write(csv -> trades.forEach(trade -> csv.writeRecord(cells(trade))));
  }

  @Override
  public Buffer end() {
    return Buffer.buffer();
  }

  private static List<String> cells(Row trade) {
    List<String> cells = new ArrayList<>(COLUMNS.size());
    for (int i = 0; i < COLUMNS.size(); i++) {
      Object value = Cells.of(trade, i);
      cells.add(value == null ? null : value.toString());
    }
    return cells;
  }

  private static Buffer write(Consumer<CsvWriter> rows) {
    StringWriter text = new StringWriter();
    try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(text)) {
      rows.accept(csv);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return Buffer.buffer(text.toString());
  }
}
