package io.marketswarm.journal.trades;

import io.marketswarm.journal.money.Cents;
import io.marketswarm.journal.money.Outcome;
import io.marketswarm.journal.trades.NewTrade.Dealt;
import io.marketswarm.journal.trades.NewTrade.Instrument;
import io.marketswarm.web.ApiError;
import io.marketswarm.web.api.Moments;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * What a client says about a trade it enters. Its shape was checked; here it is given meaning.
 *
 * @param json the body
 */
public record TradeBody(JsonObject json) {
  private static final String FREEFORM = "freeform";
  private static final String IMPORTED = "import";
  private static final String IMPORTED_FROM = "import:";
  private static final int UUID_LENGTH = 36;

  Optional<String> logId() {
    return Optional.ofNullable(json.getString("log_id"));
  }

  /** The batch it was imported with; ids of older clients name none. */
  Optional<String> batchId() {
    return Optional.ofNullable(json.getString("import_batch_id")).filter(TradeBody::isUuid);
  }

  private static boolean isUuid(String text) {
    try {
      return text.length() == UUID_LENGTH && UUID.fromString(text) != null;
    } catch (IllegalArgumentException older) {
      return false;
    }
  }

  boolean isImport() {
    return json.getString("import_batch_id") != null || source().startsWith(IMPORTED);
  }

  String symbol() {
    return json.getString("symbol", "SPX").strip().toUpperCase(Locale.ROOT);
  }

  /** Whether the exit is given as well, so that the multiplier of the symbol is needed. */
  boolean isClosed() {
    return mode().equals(FREEFORM)
        && json.getValue("exit_time") != null
        && json.getValue("exit_price") != null;
  }

  private String source() {
    String source = json.getString("source");
    return source == null ? "manual" : source;
  }

  private String mode() {
    String mode = json.getString("entry_mode");
    return mode == null ? "instant" : mode;
  }

  private Cents.Unit unit() {
    Cents.Unit said = Cents.Unit.of(json);
    // What an import sends is a sum over legs in dollars, and may well exceed a thousand.
    return said == Cents.Unit.UNSAID && source().startsWith(IMPORTED_FROM)
        ? Cents.Unit.DOLLARS
        : said;
  }

  /**
   * The trade this describes.
   *
   * @param multiplier of the symbol; used only when the trade is closed
   * @param today the market's date
   */
  NewTrade trade(String logId, int multiplier, LocalDate today) {
    Cents.Unit unit = unit();
    String mode = mode();
    if (mode.equals(FREEFORM) && json.getValue("entry_time") == null) {
      throw ApiError.badRequest("entry_time is required for freeform entries");
    }
    LocalDateTime entered = time("entry_time").orElseGet(Moments::now);
    Dealt entry = new Dealt(entered, Cents.price(json, "entry_price", unit), decimal("entry_spot"));
    Long maxLoss = Cents.price(json, "max_loss", unit);
    Long planned = Cents.price(json, "planned_risk", unit);
    Long risk = planned == null ? maxLoss : planned;
    Integer quantity = json.getInteger("quantity");
    int size = quantity == null ? 1 : quantity;
    Dealt exit =
        isClosed()
            ? new Dealt(
                time("exit_time").orElseThrow(),
                Cents.price(json, "exit_price", unit),
                decimal("exit_spot"))
            : null;
    return new NewTrade(
        NewTrade.newId(),
        logId,
        instrument(),
        size,
        json.getInteger("dte"),
        entry,
        decimal("entry_iv"),
        exit,
        risk,
        Cents.price(json, "max_profit", unit),
        maxLoss,
        exit == null ? null : outcome(entry, exit, size, multiplier, risk),
        whole("commission", unit),
        whole("fees", unit),
        mode,
        expires(entered, mode, today),
        json.getString("notes"),
        tags(),
        source(),
        json.getString("playbook_id"),
        batchId().orElse(null));
  }

  private Outcome outcome(Dealt entry, Dealt exit, int quantity, int multiplier, Long risk) {
    Long realized = json.getLong("pnl_realized");
    return realized == null
        ? Outcome.of(entry.price(), exit.price(), quantity, multiplier, risk, 0)
        : Outcome.of(realized, Outcome.risk(entry.price(), quantity, multiplier, risk));
  }

  private Instrument instrument() {
    String symbol = symbol();
    String underlying = json.getString("underlying");
    return new Instrument(
        symbol,
        underlying == null ? "I:" + symbol : underlying,
        json.getString("strategy"),
        json.getString("side"),
        decimal("strike"),
        json.getInteger("width"));
  }

  /** What was over before it was written down neither expires nor settles. */
  private LocalDateTime expires(LocalDateTime entered, String mode, LocalDate today) {
    Integer dte = json.getInteger("dte");
    boolean history =
        dte != null && mode.equals(FREEFORM) && NewTrade.expiryDate(entered, dte).isBefore(today);
    return history ? null : NewTrade.expiry(entered, dte);
  }

  private String tags() {
    JsonArray tags = json.getJsonArray("tags");
    JsonArray all = tags == null ? new JsonArray() : tags.copy();
    String batch = json.getString("import_batch_id");
    if (batch != null && batchId().isEmpty() && !all.contains("batch:" + batch)) {
      all.add("batch:" + batch);
    }
    return all.encode();
  }

  private Optional<LocalDateTime> time(String field) {
    return Optional.ofNullable(json.getString(field)).map(Moments::parse);
  }

  private BigDecimal decimal(String field) {
    Number number = (Number) json.getValue(field);
    return number == null ? null : Cents.decimal(number);
  }

  private long whole(String field, Cents.Unit unit) {
    Long cents = Cents.price(json, field, unit);
    return cents == null ? 0 : cents;
  }
}
