package io.marketswarm.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketswarm.bus.Addresses;
import io.marketswarm.bus.MessageBus;
import io.marketswarm.bus.ModelUpdate;
import io.marketswarm.bus.ModelUpdate.Kind;
import io.marketswarm.market.feed.FrameEvents;
import io.marketswarm.market.feed.FrameReader;
import io.marketswarm.market.model.OptionSide;
import io.marketswarm.market.model.Ticker;
import io.marketswarm.store.RedisBus;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * How long quotes take: from when the worker took a frame off the provider's socket to when a diff
 * on the event bus showed the middle that it brought. Works on a thread of its own, so as not to
 * hold up what it measures.
 */
final class QuoteClock implements AutoCloseable {
  private static final JsonFactory JSON = new JsonFactory();

  /** Smaller moves of the middle need not be told. */
  private static final double TOLD = 0.006;

  private static final double SAME = 1e-3;
  private static final String SINGLE = "single:0:0:";

  private final RedisBus market;
  private final MessageBus messages;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(task -> new Thread(task, "quote-clock"));
  private final FrameReader frames = new FrameReader();
  private final Map<Long, Contract> contracts = new HashMap<>();
  private final List<Double> millis = Collections.synchronizedList(new ArrayList<>());
  private final List<Double> undisturbed = Collections.synchronizedList(new ArrayList<>());
  private final Stalls stalls = new Stalls();
  private String position = "$";
  private volatile boolean closed;

  QuoteClock(RedisBus market, MessageBus messages) {
    this.market = market;
    this.messages = messages;
  }

  void begin() {
    messages.consume(
        Addresses.MARKET_MODEL,
        update -> {
          double now = System.currentTimeMillis();
          if (update.kind() == Kind.DIFF && !closed) {
            thread.execute(() -> show(update, now));
          }
        });
    read();
  }

  private void read() {
    if (closed) {
      return;
    }
    market
        .send(
            Request.cmd(Command.XREAD)
                .arg("COUNT")
                .arg(1_000)
                .arg("BLOCK")
                .arg(500)
                .arg("STREAMS")
                .arg("massive:ws:stream")
                .arg(position))
        .onSuccess(
            answer -> {
              if (!closed) {
                thread.execute(() -> take(answer));
              }
            });
  }

  private void take(Response answer) {
    if (answer != null && answer.size() > 0) {
      answer.get("massive:ws:stream").forEach(this::frame);
    }
    read();
  }

  private void frame(Response entry) {
    position = entry.get(0).toString();
    Response fields = entry.get(1);
    double at = Double.parseDouble(fields.get(1).toString()) * 1e3;
    frames.read(
        fields.get(3).toBytes(),
        new FrameEvents() {
          @Override
          public void optionQuote(long ticker, double bid, double ask, long unused) {
            quote(ticker, (bid + ask) / 2, at);
          }
        });
  }

  private void quote(long ticker, double middle, double at) {
    contracts.computeIfAbsent(ticker, unknown -> new Contract()).moved(middle, at);
  }

  private void show(ModelUpdate update, double now) {
    String symbol = update.topic().substring(update.topic().indexOf("I:"));
    Map<String, Double> shown = shown(update.payload().getBytes());
    contracts.forEach(
        (ticker, contract) -> {
          if (Ticker.root(ticker).symbol().equals(symbol)) {
            String side = Ticker.side(ticker) == OptionSide.CALL ? "call" : "put";
            Double middle = shown.get(SINGLE + Ticker.strikeMillis(ticker) / 1000 + side);
            if (middle != null) {
              contract.shown(middle).ifPresent(since -> shown(since, now));
            }
          }
        });
  }

  private void shown(double since, double now) {
    millis.add(now - since);
    if (!stalls.between((long) since, (long) now)) {
      undisturbed.add(now - since);
    }
  }

  /** A contract and the moves of its middle that no diff has shown yet. */
  private static final class Contract {
    private record Move(double middle, double at) {
      boolean is(double shown) {
        return Math.abs(middle - shown) < SAME;
      }
    }

    private final Deque<Move> moves = new ArrayDeque<>();
    private double quoted = Double.NaN;
    private double shown = Double.NaN;

    void moved(double middle, double at) {
      if (Math.abs(quoted - middle) > TOLD) {
        moves.add(new Move(middle, at));
      }
      quoted = middle;
      if (Math.abs(shown - middle) <= TOLD) {
        moves.clear(); // back where the last diff had it: there is nothing to show
      }
    }

    /** Since when the first of the moves waited that a diff shows, or that later ones overtook. */
    OptionalDouble shown(double middle) {
      shown = middle;
      OptionalDouble since = OptionalDouble.empty();
      if (moves.stream().anyMatch(move -> move.is(middle))) {
        since = OptionalDouble.of(moves.getFirst().at());
        Iterator<Move> latest = moves.descendingIterator();
        int later = 0;
        while (!latest.next().is(middle)) {
          later++;
        }
        while (moves.size() > later) {
          moves.removeFirst();
        }
      }
      return since;
    }
  }

  /** The market's middle of each single option of today in a diff. */
  private static Map<String, Double> shown(byte[] diff) {
    Map<String, Double> shown = new HashMap<>();
    try (JsonParser in = JSON.createParser(diff)) {
      String tile = "";
      String side = "";
      for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
        if (token == JsonToken.FIELD_NAME) {
          String name = in.currentName();
          if (name.indexOf(':') > 0) {
            tile = name;
          } else if (name.equals("call") || name.equals("put")) {
            side = name;
          } else if (name.equals("market_mid") && tile.startsWith(SINGLE)) {
            in.nextToken();
            shown.put(tile + side, in.getDoubleValue());
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return shown;
  }

  void clear() {
    thread.execute(
        () -> {
          millis.clear();
          undisturbed.clear();
          contracts.values().forEach(contract -> contract.moves.clear());
        });
  }

  void report(int intervalMillis) {
    if (millis.isEmpty()) {
      System.out.println("  no quotes came, so no diff had to show one");
      return;
    }
    System.out.printf("  frame to diff on the bus; the interval is %d ms%n", intervalMillis);
    report("all quotes", millis);
    report("those in whose time the machine did not stall", undisturbed);
  }

  private static void report(String which, List<Double> millis) {
    double[] sorted = millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    if (sorted.length > 0) {
      System.out.printf(
          Locale.ROOT,
          "    %s, %d: median %.0f ms, p99 %.0f ms, the longest %.0f ms%n",
          which,
          sorted.length,
          sorted[sorted.length / 2],
          sorted[(int) (sorted.length * 0.99)],
          sorted[sorted.length - 1]);
    }
  }

  @Override
  public void close() {
    closed = true;
    stalls.close();
    thread.shutdown();
  }
}
