package io.marketswarm.journal.imports;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.marketswarm.web.ApiError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;

/**
 * A file read as a table: rows of text by lower-case column name. Blocks; a file may try to be
 * larger than it looks, so everything is bounded.
 */
final class Table {
  static final int MOST_ROWS = 20_000;

  private static final int MOST_CELL_CHARACTERS = 20_000;
  private static final int MOST_COLUMNS = 200;
  private static final long MOST_UNZIPPED_BYTES = 100L << 20;
  private static final int MOST_ZIP_ENTRIES = 1_000;

  /** A row of a file, with its number there: the header is row 1. */
  record Line(int number, Map<String, String> cells) {}

  private Table() {}

  static boolean isWorkbook(String name) {
    String lower = name == null ? "" : name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".xlsx") || lower.endsWith(".xls");
  }

  /** The first sheet of a workbook. */
  static List<Line> ofWorkbook(byte[] bytes) {
    Collector rows = new Collector();
    readWorkbook(bytes, rows);
    return rows.lines;
  }

  static List<Line> ofCsv(String text) {
    Collector rows = new Collector();
    records(text, rows);
    return rows.lines;
  }

  /** Takes rows of cells, the first of them as header. */
  private static final class Collector implements Consumer<List<String>> {
    private final List<Line> lines = new ArrayList<>();
    private List<String> header;
    private int number;

    @Override
    public void accept(List<String> cells) {
      number++;
      if (cells.size() > MOST_COLUMNS) {
        throw ApiError.badRequest("Row " + number + " has more than " + MOST_COLUMNS + " columns");
      }
      if (header == null) {
        header = cells.stream().map(cell -> cell.strip().toLowerCase(Locale.ROOT)).toList();
        return;
      }
      if (lines.size() == MOST_ROWS) {
        throw ApiError.badRequest("The file has more than " + MOST_ROWS + " rows");
      }
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 0; i < Math.min(header.size(), cells.size()); i++) {
        row.putIfAbsent(header.get(i), cells.get(i));
      }
      lines.add(new Line(number, row));
    }
  }

  /** Tells all rows of a text, whatever they are. */
  static void records(String text, Consumer<List<String>> rows) {
    int[] read = new int[1];
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder()
            .skipEmptyLines(false)
            .allowMissingFields(true)
            .allowExtraFields(true)
            .maxBufferSize(1 << 20)
            .ofCsvRecord(text)) {
      reader.forEach(
          record -> {
            rows.accept(record.getFields());
            read[0]++;
          });
    } catch (CsvParseException | IOException broken) {
      throw ApiError.badRequest("The file cannot be read as CSV after row " + read[0]);
    }
  }

  static String text(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\ufeff") ? text.substring(1) : text;
    } catch (CharacterCodingException older) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }

  private static void readWorkbook(byte[] bytes, Collector rows) {
    try {
      Path file = Files.createTempFile("import", ".xlsx");
      try {
        Files.write(file, bytes);
        requireHarmless(file);
        readFirstSheet(file, rows);
      } finally {
        Files.delete(file);
      }
    } catch (ApiError refused) {
      throw refused;
    } catch (IOException | RuntimeException broken) {
      // The reader tells a malformed sheet by whatever exception it stumbles over.
      throw unreadable();
    }
  }

  private static void readFirstSheet(Path file, Collector rows) throws IOException {
    try (ReadableWorkbook workbook = new ReadableWorkbook(file.toFile());
        Stream<Row> lines = workbook.getFirstSheet().openStream()) {
      lines.forEach(
          line -> {
            while (rows.number < line.getRowNum() - 1 && rows.number < MOST_ROWS) {
              rows.accept(List.of()); // empty rows are left out of the file, but count
            }
            rows.accept(line.stream().limit(MOST_COLUMNS + 1L).map(Table::cell).toList());
          });
    }
  }

  private static ApiError unreadable() {
    return ApiError.badRequest("The file cannot be read as an Excel workbook (.xlsx)");
  }

  private static String cell(Cell cell) {
    String text = cell == null ? "" : cell.getText();
    if (text != null && text.length() > MOST_CELL_CHARACTERS) {
      throw ApiError.badRequest("A cell has more than " + MOST_CELL_CHARACTERS + " characters");
    }
    return text == null ? "" : text;
  }

  /** Unzips to nowhere, to see whether a small file is a large one in disguise. */
  private static void requireHarmless(Path file) throws IOException {
    byte[] portion = new byte[1 << 16];
    long unzipped = 0;
    try (ZipFile zip = new ZipFile(file.toFile())) {
      boolean crowded = zip.size() > MOST_ZIP_ENTRIES;
      for (ZipEntry entry : Collections.list(zip.entries())) {
        try (InputStream content = zip.getInputStream(entry)) {
          for (int read = content.read(portion); read >= 0; read = content.read(portion)) {
            unzipped += read;
            if (crowded || unzipped > MOST_UNZIPPED_BYTES) {
              throw ApiError.badRequest("The workbook is far larger than it looks");
            }
          }
        }
      }
    }
  }
}
