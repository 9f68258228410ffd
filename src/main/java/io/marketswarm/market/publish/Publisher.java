package io.marketswarm.market.publish;

import io.marketswarm.bus.Addresses;
import io.marketswarm.bus.MessageBus;
import io.marketswarm.bus.ModelUpdate;
import io.marketswarm.bus.ModelUpdate.Kind;
import io.marketswarm.store.Fence;
import io.marketswarm.store.RedisBus;
import io.marketswarm.store.StaleOwner;
import io.marketswarm.truth.Retention;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The way out for the models of one owner. What one round of work made is collected and leaves
 * together: on the event bus at once, and to Redis in one step that a newer owner's word undoes.
 * For one thread.
 *
 * <p>Large models pass through the same script as small ones: measured, the check costs a tenth of
 * what storing a megabyte does, and no cheaper way is safe against an owner that was paused between
 * its check and its write.
 */
public final class Publisher {
  private final RedisBus market;
  private final MessageBus messages;
  private final Fence fence;
  private final Retention retention;
  private final Counter models;
  private final Counter bytes;
  private final Counter failures;
  private final Timer writing;
  private final Map<String, Long> sequences = new HashMap<>();
  private List<Request> writes = new ArrayList<>();
  private List<ModelUpdate> news = new ArrayList<>();

  /**
   * @param retention what an operator says about the life of keys
   */
  public Publisher(
      RedisBus market,
      MessageBus messages,
      Fence fence,
      Retention retention,
      MeterRegistry meters) {
    this.market = market;
    this.messages = messages;
    this.fence = fence;
    this.retention = retention;
    this.models = meters.counter("marketswarm.market.published");
    this.bytes = meters.counter("marketswarm.market.published.bytes");
    this.failures = meters.counter("marketswarm.market.publish.failures");
    this.writing = meters.timer("marketswarm.market.publish");
  }

  /** A whole model, kept under its key for a time. */
  public Publisher model(String key, byte[] json, Duration life, long wallMillis) {
    return model(key, json, life, sequence(key, wallMillis), wallMillis);
  }

  /** A whole model that has a version of its own. */
  Publisher model(String key, byte[] json, Duration life, long version, long wallMillis) {
    long millis = retention.ttl(key, life).toMillis();
    writes.add(Request.cmd(Command.SET).arg(key).arg(json).arg("PX").arg(millis));
    return told(key, version, wallMillis, Kind.FULL, json);
  }

  /** What has changed in a model, for who listens now. */
  Publisher diff(String channel, byte[] json, long version, long wallMillis) {
    writes.add(Request.cmd(Command.PUBLISH).arg(channel).arg(json));
    return told(channel, version, wallMillis, Kind.DIFF, json);
  }

  /** Lets those know who read models by key. */
  public Publisher updated(String model, String symbol, long wallMillis) {
    String json =
        new JsonObject()
            .put("model", model)
            .put("symbol", symbol)
            .put("ts", BigDecimal.valueOf(wallMillis, 3))
            .encode();
    return also(Request.cmd(Command.PUBLISH).arg(Topics.UPDATED).arg(json));
  }

  /** The beginning of a write to a stream that forgets its oldest entries; its fields follow. */
  public Request stream(String key, long usualLength) {
    long length = retention.maxLength(key, usualLength);
    return Request.cmd(Command.XADD).arg(key).arg("MAXLEN").arg("~").arg(length).arg("*");
  }

  /** Lets a key live so long from now on. */
  public Publisher expire(String key, Duration life) {
    long millis = retention.ttl(key, life).toMillis();
    return also(Request.cmd(Command.PEXPIRE).arg(key).arg(millis));
  }

  /** Something else to be written in the same step. */
  public Publisher also(Request write) {
    writes.add(write);
    return this;
  }

  /** Tells again what was published before, by this owner or the one before it. */
  public void retell(String topic, byte[] json, Kind kind, long sequence, long wallMillis) {
    sequences.merge(topic, sequence, Math::max);
    if (fence.holds()) {
      messages.publish(
          Addresses.MARKET_MODEL, new ModelUpdate(topic, sequence, wallMillis, kind, buffer(json)));
    }
  }

  /** Sends what was collected; without the right to write nothing leaves. */
  public Future<Void> send() {
    List<Request> batch = writes;
    List<ModelUpdate> updates = news;
    writes = new ArrayList<>();
    news = new ArrayList<>();
    if (batch.isEmpty()) {
      return Future.succeededFuture();
    }
    try {
      fence.check();
    } catch (StaleOwner late) {
      return Future.failedFuture(late);
    }
    for (ModelUpdate update : updates) {
      messages.publish(Addresses.MARKET_MODEL, update);
      models.increment();
      bytes.increment(update.payload().length());
    }
    long started = System.nanoTime();
    return market
        .fenced(fence, batch)
        .onSuccess(done -> writing.record(System.nanoTime() - started, TimeUnit.NANOSECONDS))
        .onFailure(lost -> failures.increment())
        .mapEmpty();
  }

  private Publisher told(String topic, long sequence, long wallMillis, Kind kind, byte[] json) {
    news.add(new ModelUpdate(topic, sequence, wallMillis, kind, buffer(json)));
    return this;
  }

  private long sequence(String topic, long wallMillis) {
    return sequences.merge(topic, wallMillis, (last, now) -> Math.max(last + 1, now));
  }

  /** The bytes as they are; nobody writes to them any more. */
  private static Buffer buffer(byte[] json) {
    return BufferInternal.buffer(Unpooled.wrappedBuffer(json));
  }
}
