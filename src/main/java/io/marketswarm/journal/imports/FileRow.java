package io.marketswarm.journal.imports;

import io.marketswarm.journal.money.Cents;
import io.marketswarm.journal.money.Outcome;
import io.marketswarm.journal.trades.NewTrade;
import io.marketswarm.journal.trades.NewTrade.Dealt;
import io.marketswarm.journal.trades.NewTrade.Instrument;
import io.marketswarm.web.api.Moments;
import io.vertx.core.json.JsonArray;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;

/** One row of a file as a trade. Money in files is in dollars. */
final class FileRow {
  /** A row that is no trade, and why. */
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    Unusable(String why) {
      super(why, null, false, false);
    }
  }

  private static final BigDecimal MOST_DOLLARS = BigDecimal.valueOf(100_000_000_000L);
  private static final BigDecimal MOST_POINTS = BigDecimal.valueOf(999_999);
  private static final int MOST_CONTRACTS = 1_000_000;
  private static final int MOST_TAGS = 50;

  /** A number such as 1e-999999999 would take forever to round. */
  private static final int MOST_DECIMALS = 20;

  private static final Set<String> STATES = Set.of("open", "closed");

  /** Excel counts days from here. */
  private static final LocalDateTime EXCEL_EPOCH = LocalDate.of(1899, 12, 30).atStartOfDay();

  private static final BigDecimal EXCEL_FIRST = BigDecimal.valueOf(20_000);
  private static final BigDecimal EXCEL_LAST = BigDecimal.valueOf(100_000);

  private final Map<String, String> cells;

  private FileRow(Map<String, String> cells) {
    this.cells = cells;
  }

  static boolean isBlank(Map<String, String> cells) {
    return cells.values().stream().allMatch(String::isBlank);
  }

  /**
   * @param multiplier of a symbol
   */
  static NewTrade trade(
      Map<String, String> cells, ToIntFunction<String> multiplier, LocalDate today)
      throws Unusable {
    return new FileRow(cells).trade(multiplier, today);
  }

  private NewTrade trade(ToIntFunction<String> multiplier, LocalDate today) throws Unusable {
    Instrument instrument = instrument();
    int quantity = whole("quantity", 1, MOST_CONTRACTS);
    if (quantity == 0) {
      throw new Unusable("quantity must not be 0");
    }
    LocalDateTime entered = time("entry_time").orElseGet(Moments::now);
    long price = cents("entry_price").orElse(0L);
    Dealt entry = new Dealt(entered, price, points("entry_spot"));
    Optional<Long> exitPrice = cents("exit_price");
    Dealt exit =
        isClosed(exitPrice)
            ? new Dealt(
                time("exit_time").orElse(entered), exitPrice.orElse(0L), points("exit_spot"))
            : null;
    Long maxLoss = cents("max_loss").orElse(null);
    Long risk = cents("planned_risk").orElse(maxLoss);
    Integer dte = text("dte").isEmpty() ? null : (Integer) whole("dte", 0, 10_000);
    return new NewTrade(
        NewTrade.newId(),
        null,
        instrument,
        quantity,
        dte,
        entry,
        points("entry_iv"),
        exit,
        risk,
        cents("max_profit").orElse(null),
        maxLoss,
        exit == null
            ? null
            : outcome(entry, exit, quantity, multiplier.applyAsInt(instrument.symbol()), risk),
        cents("commission").orElse(0L),
        cents("fees").orElse(0L),
        "freeform",
        expires(entered, dte, today),
        limited("notes", 10_000),
        tags(),
        "import",
        null,
        null);
  }

  private Instrument instrument() throws Unusable {
    if (text("strategy").isEmpty() || text("side").isEmpty() || text("strike").isEmpty()) {
      throw new Unusable("strategy, side and strike are needed");
    }
    String symbol =
        text("symbol").isEmpty() ? "SPX" : limited("symbol", 20).toUpperCase(Locale.ROOT);
    return new Instrument(
        symbol,
        text("underlying").isEmpty() ? "I:" + symbol : limited("underlying", 50),
        limited("strategy", 50),
        limited("side", 20),
        points("strike"),
        text("width").isEmpty() ? null : (Integer) whole("width", 0, 100_000));
  }

  private boolean isClosed(Optional<Long> exitPrice) throws Unusable {
    String status = text("status").toLowerCase(Locale.ROOT);
    if (!status.isEmpty() && !STATES.contains(status)) {
      throw new Unusable("status must be open or closed");
    }
    return status.isEmpty() ? exitPrice.isPresent() : status.equals("closed");
  }

  private Outcome outcome(Dealt entry, Dealt exit, int quantity, int multiplier, Long risk)
      throws Unusable {
    Optional<Long> pnl = cents("pnl");
    Outcome computed =
        pnl.isPresent()
            ? Outcome.of(pnl.get(), Outcome.risk(entry.price(), quantity, multiplier, risk))
            : Outcome.of(entry.price(), exit.price(), quantity, multiplier, risk, 0);
    Optional<BigDecimal> given = number("r_multiple", MOST_POINTS);
    return given.isEmpty()
        ? computed
        : new Outcome(
            computed.pnlCents(),
            computed.riskCents(),
            given.get().setScale(4, RoundingMode.HALF_UP));
  }

  private static LocalDateTime expires(LocalDateTime entered, Integer dte, LocalDate today) {
    return dte == null || NewTrade.expiryDate(entered, dte).isBefore(today)
        ? null
        : NewTrade.expiry(entered, dte);
  }

  private String tags() {
    JsonArray tags = new JsonArray();
    Arrays.stream(text("tags").split(","))
        .map(String::strip)
        .filter(tag -> !tag.isEmpty())
        .limit(MOST_TAGS)
        .forEach(tags::add);
    return tags.encode();
  }

  private String text(String column) {
    return cells.getOrDefault(column, "").strip();
  }

  private String limited(String column, int most) throws Unusable {
    String text = text(column);
    if (text.length() > most) {
      throw new Unusable(column + " must have at most " + most + " characters");
    }
    return text.isEmpty() ? null : text;
  }

  private Optional<Long> cents(String column) throws Unusable {
    return number(column, MOST_DOLLARS).map(Cents::ofDollars);
  }

  private BigDecimal points(String column) throws Unusable {
    return number(column, MOST_POINTS).orElse(null);
  }

  private int whole(String column, int otherwise, int most) throws Unusable {
    Optional<BigDecimal> number = number(column, BigDecimal.valueOf(most));
    try {
      return number.isEmpty() ? otherwise : number.get().intValueExact();
    } catch (ArithmeticException fraction) {
      throw new Unusable(column + " must be a whole number");
    }
  }

  private Optional<BigDecimal> number(String column, BigDecimal most) throws Unusable {
    String text = text(column).replaceFirst("^\\$", "").replace(",", "");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (text.length() > 40) {
      throw new Unusable(column + " must be a number");
    }
    try {
      BigDecimal number = new BigDecimal(text);
      if (number.scale() > MOST_DECIMALS) {
        throw new Unusable(column + " must have at most " + MOST_DECIMALS + " decimals");
      }
      if (number.abs().compareTo(most) > 0) {
        throw new Unusable(column + " must be at most " + most);
      }
      return Optional.of(number);
    } catch (NumberFormatException none) {
      throw new Unusable(column + " must be a number");
    }
  }

  private Optional<LocalDateTime> time(String column) throws Unusable {
    String text = text(column);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (Moments.isMoment(text)) {
      return Optional.of(Moments.parse(text));
    }
    Optional<LocalDateTime> excel = excelTime(text);
    if (excel.isEmpty()) {
      throw new Unusable(column + " must be a time such as 2026-01-31T15:00:00Z");
    }
    return excel;
  }

  private static Optional<LocalDateTime> excelTime(String text) {
    try {
      BigDecimal days = text.length() > 30 ? BigDecimal.ZERO : new BigDecimal(text);
      boolean plausible =
          days.scale() <= MOST_DECIMALS
              && days.compareTo(EXCEL_FIRST) >= 0
              && days.compareTo(EXCEL_LAST) <= 0;
      long seconds =
          plausible
              ? days.multiply(BigDecimal.valueOf(Duration.ofDays(1).toSeconds()))
                  .setScale(0, RoundingMode.HALF_UP)
                  .longValueExact()
              : 0;
      return plausible ? Optional.of(EXCEL_EPOCH.plusSeconds(seconds)) : Optional.empty();
    } catch (NumberFormatException none) {
      return Optional.empty();
    }
  }
}
