package io.marketswarm.journal.imports;

import io.marketswarm.journal.imports.TosStatement.Execution;
import io.marketswarm.journal.imports.TosTrade.Costs;
import io.marketswarm.journal.trades.Structure;
import io.marketswarm.market.model.MarketCalendar;
import io.marketswarm.web.ApiError;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rows of the section of an account statement that tells what was dealt. */
final class TosExecutions {
  private static final List<String> BEGINS =
      List.of("ACCOUNT TRADE HISTORY", "TRADE HISTORY", "TRANSACTIONS");

  private static final List<String> ENDS =
      List.of("ACCOUNT SUMMARY", "PROFITS AND LOSSES", "CASH BALANCE", "FOREX", "TOTAL");

  /** Columns that the rows of a spread leave empty after the first. */
  private static final Set<String> REPEATED = Set.of("exec time", "symbol", "exp", "pos effect");

  private static final Map<String, String> ALIASES =
      Map.of(
          "date", "exec time",
          "exec date", "exec time",
          "quantity", "qty",
          "position effect", "pos effect",
          "expiration", "exp",
          "commission", "commissions");

  private static final Pattern COMPACT =
      Pattern.compile("\\.([A-Z]{1,6})(\\d{2})(\\d{2})(\\d{2})([CP])(\\d{1,7}(?:\\.\\d{1,4})?)");

  private static final int CENTURY = 2000;
  private static final BigDecimal MOST_DOLLARS = BigDecimal.valueOf(1_000_000);
  private static final int MOST_CONTRACTS = 1_000_000;
  private static final int MOST_DECIMALS = 6;

  private final List<Execution> executions = new ArrayList<>();
  private final List<String> errors;
  private Map<String, String> last = Map.of();
  private List<String> header;
  private boolean within;
  private int number;

  private TosExecutions(List<String> errors) {
    this.errors = errors;
  }

  static boolean hasSection(String text) {
    return text.lines().limit(Table.MOST_ROWS).anyMatch(TosExecutions::begins);
  }

  /** In the order of the file, which is turned around when it begins with the latest. */
  static List<Execution> read(String text, List<String> errors) {
    TosExecutions reader = new TosExecutions(errors);
    Table.records(text, reader::accept);
    List<Execution> all = reader.executions;
    boolean latestFirst =
        all.size() > 1 && all.get(0).time().isAfter(all.get(all.size() - 1).time());
    return latestFirst ? turned(all) : all;
  }

  /** Rows of one order keep their order. */
  private static List<Execution> turned(List<Execution> all) {
    List<Execution> sorted = new ArrayList<>(all);
    sorted.sort(Comparator.comparing(Execution::time));
    return sorted;
  }

  private static boolean begins(String line) {
    String words = words(line);
    return BEGINS.stream().anyMatch(words::startsWith);
  }

  private static String words(String line) {
    return line.replaceAll("[,\"]+", " ").strip().toUpperCase(Locale.ROOT);
  }

  private void accept(List<String> cells) {
    number++;
    String line = words(String.join(" ", cells));
    if (begins(line)) {
      within = true;
      header = null;
    } else if (within && ENDS.stream().anyMatch(line::startsWith)) {
      within = false;
    } else if (within && !line.isEmpty()) {
      if (header == null) {
        header = cells.stream().map(TosExecutions::column).toList();
      } else {
        row(cells);
      }
    }
  }

  private static String column(String name) {
    String plain = name.strip().toLowerCase(Locale.ROOT);
    return ALIASES.getOrDefault(plain, plain);
  }

  private void row(List<String> cells) {
    if (executions.size() == Table.MOST_ROWS) {
      throw ApiError.badRequest("The file has more than " + Table.MOST_ROWS + " rows");
    }
    Map<String, String> row = new HashMap<>();
    for (int i = 0; i < Math.min(header.size(), cells.size()); i++) {
      String cell = cells.get(i).strip();
      String column = header.get(i);
      row.put(
          column,
          cell.isEmpty() && REPEATED.contains(column) ? last.getOrDefault(column, "") : cell);
    }
    last = row;
    try {
      executions.add(execution(row));
    } catch (ApiError | DateTimeException | ArithmeticException unusable) {
      errors.add("Row " + number + ": " + unusable.getMessage());
    }
  }

  private Execution execution(Map<String, String> row) {
    String code = row.getOrDefault("symbol", "").toUpperCase(Locale.ROOT);
    Matcher compact = COMPACT.matcher(code);
    boolean coded = compact.matches();
    LocalDate expiry =
        coded
            ? LocalDate.of(
                CENTURY + Integer.parseInt(compact.group(2)),
                Integer.parseInt(compact.group(3)),
                Integer.parseInt(compact.group(4)))
            : TosText.date(need(row, "exp"))
                .orElseThrow(() -> ApiError.badRequest("exp must be a date such as 17 JAN 25"));
    BigDecimal strike = coded ? new BigDecimal(compact.group(6)) : amount(row, "strike");
    String type = coded ? compact.group(5) : need(row, "type").toUpperCase(Locale.ROOT);
    if (!type.startsWith("C") && !type.startsWith("P")) {
      throw ApiError.badRequest("type must be CALL or PUT");
    }
    String symbol = TosText.symbol(coded ? compact.group(1) : need(row, "symbol"));
    if (symbol.length() > 20) {
      throw ApiError.badRequest("symbol must have at most 20 characters");
    }
    return new Execution(
        number,
        time(need(row, "exec time")),
        symbol,
        !row.getOrDefault("pos effect", "").toUpperCase(Locale.ROOT).contains("CLOSE"),
        new Structure.Leg(
            strike, expiry, type.startsWith("C"), quantity(row), amount(row, "price")),
        new Costs(cost(row, "commissions"), cost(row, "fees")));
  }

  private static int quantity(Map<String, String> row) {
    String side = row.getOrDefault("side", "").toUpperCase(Locale.ROOT);
    int size = decimal("qty", need(row, "qty").replace("+", "")).abs().intValueExact();
    if (size == 0 || size > MOST_CONTRACTS) {
      throw ApiError.badRequest("qty must be from 1 to " + MOST_CONTRACTS);
    }
    boolean sold =
        side.isEmpty() ? row.get("qty").startsWith("-") : side.matches("SELL|SOLD|SLD|S");
    return sold ? -size : size;
  }

  private static LocalDateTime time(String text) {
    String[] parts = text.replace('T', ' ').replaceAll("[ ,]+", " ").split(" ", 2);
    LocalDate date =
        TosText.date(parts[0])
            .orElseThrow(() -> ApiError.badRequest("exec time must begin with a date"));
    LocalTime time = parts.length < 2 ? LocalTime.NOON : clock(parts[1]);
    // Statements are in the exchange's time.
    return LocalDateTime.ofInstant(MarketCalendar.at(date, time), ZoneOffset.UTC);
  }

  private static LocalTime clock(String text) {
    String plain = text.strip();
    return LocalTime.parse(plain.indexOf(':') == 1 ? "0" + plain : plain);
  }

  private static BigDecimal amount(Map<String, String> row, String column) {
    BigDecimal amount = decimal(column, need(row, column));
    if (amount.signum() < 0 || amount.compareTo(MOST_DOLLARS) > 0) {
      throw ApiError.badRequest(column + " must be from 0 to " + MOST_DOLLARS);
    }
    return amount;
  }

  /** Costs are told with either sign. */
  private static BigDecimal cost(Map<String, String> row, String column) {
    String text = row.getOrDefault(column, "");
    BigDecimal cost = text.isEmpty() ? BigDecimal.ZERO : decimal(column, text).abs();
    if (cost.compareTo(MOST_DOLLARS) > 0) {
      throw ApiError.badRequest(column + " must be at most " + MOST_DOLLARS);
    }
    return cost;
  }

  private static BigDecimal decimal(String column, String text) {
    String plain = text.replace("$", "").replace(",", "").replace("(", "-").replace(")", "");
    try {
      BigDecimal number = new BigDecimal(plain);
      if (Math.abs(number.scale()) <= MOST_DECIMALS) {
        return number;
      }
    } catch (NumberFormatException none) {
      throw ApiError.badRequest(column + " must be a number");
    }
    throw ApiError.badRequest(column + " must have at most " + MOST_DECIMALS + " decimals");
  }

  private static String need(Map<String, String> row, String column) {
    String text = row.getOrDefault(column, "");
    if (text.isEmpty()) {
      throw ApiError.badRequest(column + " is needed");
    }
    return text;
  }
}
