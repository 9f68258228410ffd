package io.marketswarm.bench;

import com.sun.management.OperatingSystemMXBean;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/** One way of sending messages, driven from an event loop of its own. */
final class Lane extends VerticleBase {
  /** One-way messages between two acknowledgements by the consumer. */
  static final int ACK_EVERY = 500;

  private static final int WINDOW = 4 * ACK_EVERY;
  private static final int IN_FLIGHT = 64;

  private final String acks;
  private final Runnable send;
  private final Supplier<Future<?>> ask;
  private final List<Double> rates = new ArrayList<>();
  private final List<Double> requestRates = new ArrayList<>();
  private final List<Double> p99s = new ArrayList<>();
  private final List<Double> cpus = new ArrayList<>();
  private Runnable acknowledged = () -> {};

  Lane(String acks, Runnable send, Supplier<Future<?>> ask) {
    this.acks = acks;
    this.send = send;
    this.ask = ask;
  }

  @Override
  public Future<?> start() {
    return vertx.eventBus().consumer(acks, ack -> acknowledged.run()).completion();
  }

  /** Sends for a while and keeps nothing of it. */
  Future<?> warmUp(long nanos) {
    return oneWay(nanos).compose(rate -> requests(nanos)).onSuccess(requests -> cpus.clear());
  }

  Future<?> round(long nanos) {
    return oneWay(nanos)
        .onSuccess(rates::add)
        .compose(rate -> requests(nanos))
        .onSuccess(
            latencies -> {
              requestRates.add(latencies.length * 1e9 / nanos);
              p99s.add(latencies[(int) (latencies.length * 0.99)] / 1e3);
            });
  }

  /** Messages per second. */
  double rate() {
    return median(rates);
  }

  /** Requests per second. */
  double requestRate() {
    return median(requestRates);
  }

  /** The latency, in microseconds, that 99 of 100 requests stay below. */
  double p99() {
    return median(p99s);
  }

  /**
   * Nanoseconds of processor time of this JVM per one-way message; unlike the rates it hardly
   * depends on what else the machine does.
   */
  double cpuNanos() {
    return median(cpus);
  }

  private Future<Double> oneWay(long nanos) {
    Promise<Double> finished = Promise.promise();
    context.runOnContext(
        started -> {
          long start = System.nanoTime();
          long cpuStart = cpuTime();
          long[] sentAndDone = new long[2];
          acknowledged =
              () -> {
                sentAndDone[1] += ACK_EVERY;
                long elapsed = System.nanoTime() - start;
                if (elapsed < nanos) {
                  fill(sentAndDone);
                } else if (sentAndDone[0] == sentAndDone[1]) {
                  cpus.add((cpuTime() - cpuStart) / (double) sentAndDone[1]);
                  finished.complete(sentAndDone[1] * 1e9 / elapsed);
                }
              };
          fill(sentAndDone);
        });
    return finished.future();
  }

  private void fill(long[] sentAndDone) {
    while (sentAndDone[0] - sentAndDone[1] < WINDOW) {
      send.run();
      sentAndDone[0]++;
    }
  }

  private Future<long[]> requests(long nanos) {
    Promise<long[]> finished = Promise.promise();
    context.runOnContext(
        started -> {
          long end = System.nanoTime() + nanos;
          List<Long> latencies = new ArrayList<>();
          List<Future<?>> chains = new ArrayList<>();
          for (int i = 0; i < IN_FLIGHT; i++) {
            chains.add(chain(end, latencies));
          }
          Future.all(chains)
              .map(all -> latencies.stream().mapToLong(Long::longValue).sorted().toArray())
              .onComplete(finished);
        });
    return finished.future();
  }

  /** Asks again and again, each time after the reply. */
  private Future<?> chain(long end, List<Long> latencies) {
    Promise<Void> finished = Promise.promise();
    next(end, latencies, finished);
    return finished.future();
  }

  private void next(long end, List<Long> latencies, Promise<Void> finished) {
    long asked = System.nanoTime();
    ask.get()
        .onSuccess(
            reply -> {
              long now = System.nanoTime();
              latencies.add(now - asked);
              if (now < end) {
                next(end, latencies, finished);
              } else {
                finished.complete();
              }
            })
        .onFailure(finished::fail);
  }

  private static long cpuTime() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
