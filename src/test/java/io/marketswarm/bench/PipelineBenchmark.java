package io.marketswarm.bench;

import com.sun.management.OperatingSystemMXBean;
import io.marketswarm.bus.Addresses;
import io.marketswarm.bus.ModelUpdate;
import io.marketswarm.bus.ModelUpdate.Kind;
import io.micrometer.core.instrument.Timer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.lang.management.ManagementFactory;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * The whole way of market data, from the sockets of the default simulated exchange to the event
 * bus: what it costs when it has settled, and how long a quote takes from the provider's frame to
 * the diff that shows it.
 */
public final class PipelineBenchmark {
  private static final int WARM_UP_SECONDS = Integer.getInteger("warmUp", 30);
  private static final int SECONDS = Integer.getInteger("seconds", 30);
  private static final int EMIT_MILLIS = 250;
  private static final int REDIS_STALL_MILLIS = 50;

  private PipelineBenchmark() {}

  public static void main(String[] args) throws Exception {
    Set<Long> before = ProcessorTimes.now().threads();
    System.out.println("Trades alone, as by default");
    run(Map.of("MASSIVE_PROVIDER", "sim"), before);
    System.out.println("With the quotes of the thousand contracts at the money");
    run(Map.of("MASSIVE_PROVIDER", "sim", "MASSIVE_WS_CHANNELS", "T,Q"), before);
  }

  private static void run(Map<String, String> variables, Set<Long> before) throws Exception {
    try (PipelineStage stage = new PipelineStage(variables);
        QuoteClock quotes = new QuoteClock(stage.market(), stage.messages())) {
      Set<Long> beside = new HashSet<>(ProcessorTimes.now().threads());
      beside.removeAll(before);
      Traffic traffic = new Traffic();
      stage.messages().consume(Addresses.MARKET_MODEL, traffic::take);
      stage.begin();
      quotes.begin();
      TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
      traffic.clear();
      quotes.clear();
      long frames = frames(stage);
      double redis = redisSeconds(stage);
      watchRedis(stage);
      ProcessorTimes start = ProcessorTimes.now();
      long processStart = processNanos();
      TimeUnit.SECONDS.sleep(SECONDS);
      ProcessorTimes end = ProcessorTimes.now();
      double process = (processNanos() - processStart) / 1e9;
      double exchange = end.since(start, beside, true) / 1e9;
      System.out.printf(
          Locale.ROOT,
          "  processor: %.1f %% of a core (workers, bus, desks, compiler and collector), the"
              + " exchange %.1f %%, Redis %.1f %%%n",
          100 * (process - exchange) / SECONDS,
          100 * exchange / SECONDS,
          100 * (redisSeconds(stage) - redis) / SECONDS);
      System.out.printf(
          Locale.ROOT,
          "  %.1f frames/s in; %.1f diffs/s with changes, %.1f without, %.2f MB/s on the bus%n",
          (double) (frames(stage) - frames) / SECONDS,
          traffic.diffs.sum() / (double) SECONDS,
          traffic.empty.sum() / (double) SECONDS,
          traffic.bytes.sum() / 1e6 / SECONDS);
      quotes.report(EMIT_MILLIS);
      reportRedis(stage);
      builders(stage);
      System.gc();
      TimeUnit.MILLISECONDS.sleep(500);
      System.gc();
      System.out.printf(
          Locale.ROOT,
          "  heap after collection: %.0f MB, the exchange's included%n",
          ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1e6);
    }
  }

  private static void builders(PipelineStage stage) {
    StringBuilder text = new StringBuilder("  milliseconds a run, on average:");
    for (Timer timer : stage.metrics().find("marketswarm.market.build").timers()) {
      text.append(
          String.format(
              Locale.ROOT,
              " %s %s %.2f",
              timer.getId().getTag("symbol"),
              timer.getId().getTag("model"),
              timer.mean(TimeUnit.MILLISECONDS)));
    }
    System.out.println(text);
  }

  private static long frames(PipelineStage stage) throws Exception {
    Response added =
        PipelineStage.get(
            stage
                .market()
                .send(Request.cmd(Command.HGET).arg("massive:ws:analytics").arg("frames")));
    return added == null ? 0 : added.toLong();
  }

  private static void watchRedis(PipelineStage stage) throws Exception {
    PipelineStage.get(
        stage
            .market()
            .send(
                Request.cmd(Command.CONFIG)
                    .arg("SET")
                    .arg("latency-monitor-threshold")
                    .arg(REDIS_STALL_MILLIS)));
    PipelineStage.get(stage.market().send(Request.cmd(Command.LATENCY).arg("RESET")));
  }

  /** What held Redis up for long, and so everything that waited for its answer. */
  private static void reportRedis(PipelineStage stage) throws Exception {
    Response held =
        PipelineStage.get(stage.market().send(Request.cmd(Command.LATENCY).arg("LATEST")));
    for (Response one : held) {
      System.out.printf(
          "  Redis was held up by %s, by %d ms at most%n", one.get(0), one.get(3).toLong());
    }
  }

  private static double redisSeconds(PipelineStage stage) throws Exception {
    Map<String, String> info = PipelineStage.get(stage.market().info());
    return Double.parseDouble(info.get("used_cpu_user"))
        + Double.parseDouble(info.get("used_cpu_sys"));
  }

  private static long processNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  /** What leaves on the bus. */
  private static final class Traffic {
    private final LongAdder diffs = new LongAdder();
    private final LongAdder empty = new LongAdder();
    private final LongAdder bytes = new LongAdder();

    void take(ModelUpdate update) {
      bytes.add(update.payload().length());
      if (update.kind() == Kind.DIFF) {
        boolean changes = update.payload().getString(0, 120).indexOf("\"changed\":{}") < 0;
        (changes ? diffs : empty).increment();
      }
    }

    void clear() {
      diffs.reset();
      empty.reset();
      bytes.reset();
    }
  }
}
