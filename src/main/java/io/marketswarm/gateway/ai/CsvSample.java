package io.marketswarm.gateway.ai;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The first lines of a broker's export.
 *
 * @param text as it was sent, at most {@value #LONGEST} characters
 * @param rows the same as fields
 */
record CsvSample(String text, List<List<String>> rows) {
  static final int LONGEST = 16 << 10;

  private static final char[] SEPARATORS = {',', ';', '\t'};

  /** Reads lines separated by whatever separates most fields; what cannot be read has no rows. */
  static CsvSample of(String sent) {
    String text = sent.length() > LONGEST ? cut(sent) : sent;
    List<List<String>> best = List.of();
    for (char separator : SEPARATORS) {
      List<List<String>> rows = rows(text, separator);
      if (columns(rows) > columns(best)) {
        best = rows;
      }
    }
    return new CsvSample(text, best);
  }

  private static String cut(String sent) {
    int end = sent.lastIndexOf('\n', LONGEST);
    return sent.substring(0, end > 0 ? end : LONGEST);
  }

  private static List<List<String>> rows(String text, char separator) {
    List<List<String>> rows = new ArrayList<>();
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder()
            .fieldSeparator(separator)
            .commentStrategy(CommentStrategy.NONE)
            .allowMissingFields(true)
            .allowExtraFields(true)
            .ofCsvRecord(text.strip())) {
      for (CsvRecord row : reader) {
        rows.add(row.getFields());
      }
    } catch (CsvParseException | IOException unreadable) {
      return List.of();
    }
    return rows;
  }

  /** The width of the widest row. */
  int columns() {
    return columns(rows);
  }

  private static int columns(List<List<String>> rows) {
    return rows.stream().mapToInt(List::size).max().orElse(0);
  }
}
