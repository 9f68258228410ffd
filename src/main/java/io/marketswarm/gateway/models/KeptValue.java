package io.marketswarm.gateway.models;

import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What a key holds, read again when somebody asks after a second, and understood anew only when it
 * has changed. While the bus is away, or when a value cannot be understood, the last one stays.
 */
final class KeptValue<T> {
  private static final long TRUSTED_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Desk desk;
  private final RedisBus bus;
  private final String key;
  private final Reader<T> reader;
  private Optional<Kept<T>> kept = Optional.empty();
  private long readNanos = System.nanoTime() - TRUSTED_NANOS;
  private Future<Optional<Kept<T>>> reading;

  KeptValue(Desk desk, RedisBus bus, String key, Reader<T> reader) {
    this.desk = desk;
    this.bus = bus;
    this.key = key;
    this.reader = reader;
  }

  /** Understands a value; called aside from event loops. */
  @FunctionalInterface
  interface Reader<T> {
    T read(Buffer json) throws Exception;
  }

  /** A value and the bytes it was read from. */
  record Kept<T>(Buffer json, T value) {}

  /** The current value; empty when there is none. At the desk. */
  Future<Optional<Kept<T>>> read() {
    if (reading != null) {
      return reading;
    }
    if (System.nanoTime() - readNanos < TRUSTED_NANOS && kept.isPresent()) {
      return Future.succeededFuture(kept);
    }
    Future<Optional<Kept<T>>> read =
        bus.send(Request.cmd(Command.GET).arg(key))
            .compose(
                answer ->
                    answer == null
                        ? Future.succeededFuture(Optional.<Kept<T>>empty())
                        : understood(answer.toBuffer()))
            .onSuccess(this::keep)
            .recover(
                cause ->
                    kept.isPresent() ? Future.succeededFuture(kept) : Future.failedFuture(cause));
    reading = read;
    read.onComplete(done -> reading = null); // at once, where the bus is known to be away
    return read;
  }

  /** Somebody has written a new one. At the desk. */
  void expire() {
    readNanos = System.nanoTime() - TRUSTED_NANOS;
  }

  private Future<Optional<Kept<T>>> understood(Buffer json) {
    return kept.isPresent() && kept.get().json().equals(json)
        ? Future.succeededFuture(kept)
        : desk.aside(() -> Optional.of(new Kept<>(json, reader.read(json))));
  }

  private void keep(Optional<Kept<T>> found) {
    kept = found;
    readNanos = System.nanoTime();
  }
}
