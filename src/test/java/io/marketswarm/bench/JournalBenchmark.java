package io.marketswarm.bench;

import io.marketswarm.journal.JournalServer;
import io.marketswarm.journal.Trader;
import io.marketswarm.journal.analytics.BareFetch;
import io.marketswarm.journal.trades.BareTrades;
import io.marketswarm.store.Database;
import io.marketswarm.store.embedded.TestStores;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.multipart.MultipartForm;
import io.vertx.sqlclient.Pool;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * What the journal costs beside the least that could do the same: a bare handler around the same
 * statements at 64 connections, the bare fetch beside the analysis, and the bare insert beside the
 * import. Rounds alternate; everything runs in one JVM on one machine, client and database
 * included. Both servers have an event loop and database connections of their own, and the client
 * another: a loop or connections shared with one of them would favour that one.
 */
public final class JournalBenchmark {
  private static final int CONNECTIONS = 64;
  private static final int ROUNDS = 15;

  /** Rounds nobody looks at: until the code is compiled, the longer way is the slower by far. */
  private static final int WARM_UP = 12;

  private static final long ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final int IMPORTED = 10_000;

  private final JournalServer journal = JournalServer.start();
  private final Trader trader = journal.trader();
  private final String log = trader.newLog();
  private final Database database = Database.open(journal.vertx, TestStores.shared().databaseUrl());
  private final Pool pool = database.pool();
  private final Vertx clients =
      Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
  private final HttpClient client =
      clients.createHttpClient(new PoolOptions().setHttp1MaxSize(CONNECTIONS));

  private final int bare = get(new BareTrades(pool, trader.id()).listen(journal.vertx));

  private JournalBenchmark() throws Exception {}

  /**
   * @param parts some of {@code read}, {@code list}, {@code create}, {@code patch}, {@code
   *     analytics}, {@code large-analytics} and {@code import}; all when there are none
   */
  public static void main(String[] parts) throws Exception {
    JournalBenchmark benchmark = new JournalBenchmark();
    Map<String, Callable<?>> all = benchmark.parts();
    System.out.printf(
        "%d connections, medians of %d pairs of rounds of half a second%n", CONNECTIONS, ROUNDS);
    try {
      for (String part : parts.length == 0 ? all.keySet() : List.of(parts)) {
        all.get(part).call();
      }
    } finally {
      get(benchmark.clients.close());
      get(benchmark.database.close());
      benchmark.journal.close();
    }
  }

  private Map<String, Callable<?>> parts() {
    Map<String, Callable<?>> parts = new LinkedHashMap<>();
    parts.put("read", this::read);
    parts.put("list", this::list);
    parts.put("create", this::create);
    parts.put("patch", this::patch);
    parts.put("analytics", () -> analytics(10_000));
    parts.put("large-analytics", () -> analytics(100_000));
    parts.put("import", this::imports);
    return parts;
  }

  private Void read() throws Exception {
    String trade = trader.newTrade(log, new JsonObject()).getString("id");
    return compare("read trade", HttpMethod.GET, "/api/trades/" + trade, null);
  }

  private Void list() throws Exception {
    String hundred = trader.newLog();
    get(BareTrades.insert(pool, hundred, 100));
    return compare("list 100 trades", HttpMethod.GET, "/api/logs/" + hundred + "/trades", null);
  }

  private Void create() throws Exception {
    Buffer entry = Trader.butterfly().put("notes", "a trade as it is usually entered").toBuffer();
    return compare("create trade", HttpMethod.POST, "/api/logs/" + log + "/trades", entry);
  }

  private Void patch() throws Exception {
    Buffer notes = new JsonObject().put("notes", "changed my mind").toBuffer();
    String[] own = new String[CONNECTIONS];
    for (int i = 0; i < CONNECTIONS; i++) {
      own[i] = "/api/trades/" + trader.newTrade(log, new JsonObject()).getString("id");
    }
    Lane[] lanes = {
      new Lane(bare, HttpMethod.PATCH, notes, own),
      new Lane(journal.port(), HttpMethod.PATCH, notes, own)
    };
    return compare("PATCH with If-Match", lanes);
  }

  private Void compare(String what, HttpMethod method, String path, Buffer body) throws Exception {
    return compare(
        what,
        new Lane[] {
          new Lane(bare, method, body, path), new Lane(journal.port(), method, body, path)
        });
  }

  private Void compare(String what, Lane[] lanes) throws Exception {
    for (Lane lane : lanes) {
      for (int round = 0; round < WARM_UP; round++) {
        lane.round();
      }
      lane.forget();
    }
    for (int round = 0; round < ROUNDS; round++) {
      lanes[round % 2].round();
      lanes[1 - round % 2].round();
    }
    System.out.printf(
        Locale.ROOT,
        "%-20s bare %7.0f/s p99 %5.1f ms   journal %7.0f/s p99 %5.1f ms   journal/bare %.2f%n",
        what,
        lanes[0].rate(),
        lanes[0].p99(),
        lanes[1].rate(),
        lanes[1].p99(),
        lanes[1].beside(lanes[0]));
    return null;
  }

  /** One server, asked the same again and again on all connections. */
  private final class Lane {
    private final int port;
    private final HttpMethod method;
    private final Buffer body;
    private final String[] paths;
    private final double[] rates = new double[64];
    private final double[] slowest = new double[64];
    private int rounds;

    Lane(int port, HttpMethod method, Buffer body, String... paths) {
      this.port = port;
      this.method = method;
      this.body = body;
      this.paths = paths;
    }

    void forget() {
      rounds = 0;
    }

    void round() throws Exception {
      long[] nanos = new long[1 << 20];
      int[] count = new int[1];
      long begun = System.nanoTime();
      Future<?>[] loops = new Future<?>[CONNECTIONS];
      RequestOptions[] asked = new RequestOptions[paths.length];
      for (int i = 0; i < paths.length; i++) {
        asked[i] =
            new RequestOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setMethod(method)
                .setURI(paths[i]);
        asked[i].setHeaders(
            trader
                .request(method, paths[i], "Content-Type", "application/json", "If-Match", "*")
                .headers());
      }
      io.vertx.core.Context context = clients.getOrCreateContext();
      Promise<Void> all = Promise.promise();
      context.runOnContext(
          now -> {
            for (int i = 0; i < CONNECTIONS; i++) {
              loops[i] = loop(asked[i % asked.length], begun + ROUND_NANOS, nanos, count);
            }
            Future.join(Arrays.asList(loops)).<Void>mapEmpty().onComplete(all);
          });
      get(all.future());
      double seconds = (System.nanoTime() - begun) / 1e9;
      Arrays.sort(nanos, 0, count[0]);
      rates[rounds] = count[0] / seconds;
      slowest[rounds++] = nanos[(int) (count[0] * 0.99)] / 1e6;
    }

    private Future<Void> loop(RequestOptions asked, long until, long[] nanos, int[] count) {
      long begun = System.nanoTime();
      return client
          .request(asked)
          .compose(request -> body == null ? request.send() : request.send(body))
          .compose(
              answer -> {
                if (answer.statusCode() > 299) {
                  return Future.failedFuture("status " + answer.statusCode());
                }
                return answer.end();
              })
          .compose(
              done -> {
                nanos[count[0]++] = System.nanoTime() - begun;
                return System.nanoTime() < until
                    ? loop(asked, until, nanos, count)
                    : Future.succeededFuture();
              });
    }

    /** Round by round, so that whatever else the machine does meets both. */
    double beside(Lane other) {
      double[] ratios = new double[rounds];
      for (int i = 0; i < rounds; i++) {
        ratios[i] = rates[i] / other.rates[i];
      }
      return median(ratios);
    }

    double rate() {
      return median(Arrays.copyOf(rates, rounds));
    }

    double p99() {
      return median(Arrays.copyOf(slowest, rounds));
    }
  }

  private Void analytics(int trades) throws Exception {
    String book = trader.newLog();
    for (int inserted = 0; inserted < trades; inserted += IMPORTED) {
      get(BareTrades.insert(pool, book, IMPORTED));
    }
    journal.sql(
        "UPDATE trades SET status = 'closed', exit_time = entry_time + INTERVAL (CRC32(id) % 86400)"
            + " SECOND, exit_price = 200, pnl = CAST(CRC32(id) % 20000 AS SIGNED) - 9000,"
            + " planned_risk = 15000, r_multiple = 0.5, max_profit = 185000 WHERE log_id = ?",
        book);
    long before = usedAfterGc();
    double[] millis =
        alternate(
            11,
            () -> get(BareFetch.rows(pool, book)),
            () -> Trader.data(trader.get("/api/logs/" + book + "/analytics")));
    double fetch = millis[0];
    double analysis = millis[1];
    System.out.printf(
        Locale.ROOT,
        "analytics of %,7d   bare fetch %6.1f ms   analytics %6.1f ms   ratio %.2f   kept %+.1f"
            + " MB%n",
        trades,
        fetch,
        analysis,
        millis[2],
        (usedAfterGc() - before) / 1e6);
    return null;
  }

  private Void imports() throws Exception {
    StringBuilder file =
        new StringBuilder(
            "strategy,side,strike,width,entry_price,exit_price,entry_time,exit_time,notes\n");
    for (int i = 0; i < IMPORTED; i++) {
      file.append("butterfly,call,6000,20,1.50,")
          .append(i % 9)
          .append(".25,2026-01-05T15:00:00Z,2026-01-05T20:00:00Z,note ")
          .append(i)
          .append('\n');
    }
    Buffer bytes = Buffer.buffer(file.toString());
    String book = trader.newLog();
    double[] millis =
        alternate(
            7,
            () -> get(BareTrades.insert(pool, book, IMPORTED)),
            () -> {
              String path = "/api/logs/" + book + "/import";
              var answer =
                  get(
                      trader
                          .request(HttpMethod.POST, path)
                          .sendMultipartForm(
                              MultipartForm.create()
                                  .binaryFileUpload("file", "a.csv", bytes, "text/csv")));
              if (answer.bodyAsJsonObject().getInteger("imported") != IMPORTED) {
                throw new IllegalStateException(answer.bodyAsString());
              }
              return answer;
            });
    double bare = millis[0];
    double imported = millis[1];
    System.out.printf(
        Locale.ROOT,
        "import of %,d       bare insert %6.1f ms  import %6.1f ms   bare/import %.2f%n",
        IMPORTED,
        bare,
        imported,
        1 / millis[2]);
    return null;
  }

  /**
   * The medians of both in milliseconds, by turns, after two rounds nobody looks at; and the median
   * of how much longer the other took each time.
   */
  private static double[] alternate(int rounds, Callable<?> one, Callable<?> other)
      throws Exception {
    double[] ones = new double[rounds];
    double[] others = new double[rounds];
    double[] ratios = new double[rounds];
    for (int i = -2; i < rounds; i++) {
      double first = time(one);
      double second = time(other);
      if (i >= 0) {
        ones[i] = first;
        others[i] = second;
        ratios[i] = second / first;
      }
    }
    return new double[] {median(ones), median(others), median(ratios)};
  }

  private static double time(Callable<?> work) throws Exception {
    long begun = System.nanoTime();
    work.call();
    return (System.nanoTime() - begun) / 1e6;
  }

  private static long usedAfterGc() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }
}
