package io.marketswarm.gateway.ai;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which column of a trade list is what.
 *
 * @param confidence in the platform, 0 … 1
 * @param columns by meaning, the column counted from 0
 * @param dateFormat {@code ISO}, {@code US} or {@code EU}; null when no date tells
 */
record CsvMapping(
    CsvPlatform platform,
    double confidence,
    Map<CsvColumn, Integer> columns,
    String dateFormat,
    List<String> notes) {
  private static final Pattern ISO = Pattern.compile("\\d{4}-\\d{2}-\\d{2}.*");
  private static final Pattern DOTTED = Pattern.compile("\\d{1,2}\\.\\d{1,2}\\.\\d{2,4}.*");
  private static final Pattern SLASHED = Pattern.compile("(\\d{1,2})[/-](\\d{1,2})[/-]\\d{2,4}.*");
  private static final int MONTHS = 12;

  /** Recognises a list by its headings; empty when they do not tell enough to read trades by. */
  static Optional<CsvMapping> recognise(CsvSample sample) {
    for (int row = 0; row < sample.rows().size(); row++) {
      List<String> headings = sample.rows().get(row).stream().map(CsvMapping::heading).toList();
      Map<CsvColumn, Integer> columns = columns(headings);
      if (columns.containsKey(CsvColumn.DATE)
          && columns.containsKey(CsvColumn.SYMBOL)
          && columns.containsKey(CsvColumn.QUANTITY)
          && columns.containsKey(CsvColumn.PRICE)) {
        return Optional.of(of(sample, row, headings, columns));
      }
    }
    return Optional.empty();
  }

  private static CsvMapping of(
      CsvSample sample, int row, List<String> headings, Map<CsvColumn, Integer> columns) {
    CsvPlatform platform = CsvPlatform.of(headings);
    List<String> notes = new ArrayList<>();
    notes.add("Recognised by the headings in line " + (row + 1));
    List<List<String>> trades = sample.rows().subList(row + 1, sample.rows().size());
    return new CsvMapping(
        platform,
        Math.round(platform.likeness(headings) * 100) / 100.0,
        columns,
        dateFormat(trades, columns.get(CsvColumn.DATE)),
        notes);
  }

  private static String heading(String field) {
    return field.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
  }

  private static Map<CsvColumn, Integer> columns(List<String> headings) {
    Map<CsvColumn, Integer> columns = new EnumMap<>(CsvColumn.class);
    for (int i = 0; i < headings.size(); i++) {
      for (CsvColumn column : CsvColumn.values()) {
        if (column.isHeadedBy(headings.get(i)) && !columns.containsKey(column)) {
          columns.put(column, i);
          break;
        }
      }
    }
    return columns;
  }

  /** Day and month can be told apart only where one of them is above twelve. */
  static String dateFormat(List<List<String>> trades, int column) {
    String told = null;
    for (List<String> trade : trades) {
      String date = column < trade.size() ? trade.get(column).strip() : "";
      Matcher slashed = SLASHED.matcher(date);
      if (ISO.matcher(date).matches()) {
        return "ISO";
      }
      if (DOTTED.matcher(date).matches()) {
        return "EU";
      }
      if (slashed.matches()) {
        told = "US";
        if (Integer.parseInt(slashed.group(1)) > MONTHS) {
          return "EU";
        }
      }
    }
    return told;
  }

  /**
   * What a language model made of a list; empty when it says nothing of columns. Columns that the
   * list does not have are left out.
   */
  static Optional<CsvMapping> of(JsonObject said, int width) {
    if (!(said.getValue("columnMapping") instanceof JsonObject mapping)) {
      return Optional.empty();
    }
    List<String> notes = new ArrayList<>();
    if (said.getValue("notes") instanceof JsonArray list) {
      list.stream().filter(String.class::isInstance).limit(10).forEach(n -> notes.add((String) n));
    }
    Map<CsvColumn, Integer> columns = new EnumMap<>(CsvColumn.class);
    for (CsvColumn column : CsvColumn.values()) {
      Object index = mapping.getValue(column.id());
      if (index instanceof Integer i && i >= 0 && i < width) {
        columns.put(column, i);
      } else if (index != null) {
        notes.add("There is no column " + index + " for " + column.id());
      }
    }
    double confidence =
        said.getValue("platformConfidence") instanceof Number number
            ? Math.max(0, Math.min(1, number.doubleValue()))
            : 0;
    String format = String.valueOf(said.getValue("dateFormat"));
    return Optional.of(
        new CsvMapping(
            CsvPlatform.byId(said.getValue("platform")),
            confidence,
            columns,
            List.of("ISO", "US", "EU").contains(format) ? format : null,
            notes));
  }

  JsonObject json() {
    JsonObject mapping = new JsonObject();
    for (CsvColumn column : CsvColumn.values()) {
      mapping.put(column.id(), columns.get(column));
    }
    return new JsonObject()
        .put("success", true)
        .put("platform", platform.id())
        .put("platformConfidence", confidence)
        .put("columnMapping", mapping)
        .put("dateFormat", dateFormat)
        .put("notes", new JsonArray(notes));
  }
}
