package io.marketswarm.gateway.models;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.marketswarm.service.MarketClock;
import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * All spot values in one object, each with its change since the previous close. Where the publisher
 * does not tell the close, it is looked up in the trail, once per symbol and day.
 */
public final class SpotBoard {
  private static final long ASK_AGAIN_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final JsonFactory JSON = new JsonFactory();

  private final ModelCache models;
  private final RedisBus market;
  private final MarketClock clock;
  private final Map<String, Close> closes = new ConcurrentHashMap<>();
  private volatile Board board = new Board(-1, LocalDate.MIN, 0, new Model(Buffer.buffer("{}")));

  SpotBoard(ModelCache models, RedisBus market, MarketClock clock) {
    this.models = models;
    this.market = market;
    this.clock = clock;
  }

  /**
   * A close that was looked up.
   *
   * @param value NaN when the trail did not tell
   */
  private record Close(LocalDate day, double value, long askedNanos) {
    boolean answers(LocalDate today) {
      boolean settled = isKnown() || System.nanoTime() - askedNanos < ASK_AGAIN_NANOS;
      return settled && day.equals(today);
    }

    boolean isKnown() {
      return Double.isFinite(value) && value != 0;
    }
  }

  /** The board as of some edition of the models. */
  private record Board(long edition, LocalDate day, long madeNanos, Model model) {}

  /** Whether a model belongs on the board. */
  public static boolean concerns(String key) {
    return ModelKeys.symbolOfSpot(key).isPresent();
  }

  /** The board as it stands now, without asking anybody. */
  public Model known() {
    Board known = board;
    LocalDate today = clock.today();
    if (known.edition() != models.edition() || !known.day().equals(today)) {
      known = make(today);
    }
    return known.model();
  }

  /** The current board; an empty object when there are no spot values. */
  public Future<Model> read() {
    return models
        .readAll(models.keys(SpotBoard::concerns))
        .compose(done -> lookUpCloses())
        .map(done -> known());
  }

  /** Looks up closes that neither publisher nor trail have told yet; never fails. */
  Future<Void> lookUpCloses() {
    Board known = board;
    LocalDate today = clock.today();
    boolean asked = System.nanoTime() - known.madeNanos() < ASK_AGAIN_NANOS;
    if (asked && known.edition() == models.edition() && known.day().equals(today)) {
      return Future.succeededFuture();
    }
    List<String> symbols = symbolsWithoutClose(today);
    if (symbols.isEmpty()) {
      return Future.succeededFuture();
    }
    PreviousClose close = PreviousClose.before(clock.now(), clock.calendar());
    List<Request> questions =
        symbols.stream().map(symbol -> close.in(ModelKeys.trail(symbol))).toList();
    return market
        .batch(questions)
        .onSuccess(
            answers -> {
              for (int i = 0; i < symbols.size(); i++) {
                double value = value(answers.get(i));
                closes.put(symbols.get(i), new Close(today, value, System.nanoTime()));
              }
              make(today);
            })
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  private List<String> symbolsWithoutClose(LocalDate today) {
    List<String> symbols = new ArrayList<>();
    for (String key : models.keys(SpotBoard::concerns)) {
      String symbol = ModelKeys.symbolOfSpot(key).orElseThrow();
      Close known = closes.get(symbol);
      boolean answered = known != null && known.answers(today);
      if (!answered && models.known(key).filter(model -> !tellsClose(model)).isPresent()) {
        symbols.add(symbol);
      }
    }
    return symbols;
  }

  private static boolean tellsClose(Model spot) {
    return Double.isFinite(TopFields.of(spot.json(), "prevClose").number("prevClose"));
  }

  private static double value(Response members) {
    return members == null || members.size() == 0
        ? Double.NaN
        : TopFields.of(members.get(0).toBuffer(), "value").number("value");
  }

  private Board make(LocalDate today) {
    long edition = models.edition();
    Board made = new Board(edition, today, System.nanoTime(), new Model(write(today)));
    if (made.model().hasContent(board.model().json())) {
      made = new Board(edition, today, made.madeNanos(), board.model());
    }
    board = made;
    return made;
  }

  private Buffer write(LocalDate today) {
    ByteArrayBuilder bytes = new ByteArrayBuilder();
    try (JsonGenerator out = JSON.createGenerator(bytes, JsonEncoding.UTF8)) {
      out.writeStartObject();
      for (String key : models.keys(SpotBoard::concerns)) {
        Model spot = models.known(key).orElse(null);
        if (spot != null) {
          String symbol = ModelKeys.symbolOfSpot(key).orElseThrow();
          out.writeFieldName(symbol);
          out.writeRawValue(withChange(spot, closes.get(symbol), today));
        }
      }
      out.writeEndObject();
    } catch (IOException neverInMemory) {
      throw new UncheckedIOException(neverInMemory);
    }
    return Buffer.buffer(bytes.toByteArray());
  }

  private static String withChange(Model spot, Close close, LocalDate today) {
    String json = spot.toString().strip();
    double value = TopFields.of(spot.json(), "value").number("value");
    boolean applies = close != null && close.isKnown() && close.day().equals(today);
    if (!applies || !Double.isFinite(value) || !json.endsWith("}") || tellsClose(spot)) {
      return json;
    }
    double change = value - close.value();
    return "%s,\"prevClose\":%s,\"change\":%s,\"changePercent\":%s}"
        .formatted(
            json.substring(0, json.length() - 1),
            close.value(),
            change,
            change / close.value() * 100);
  }
}
