package io.marketswarm.store;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.VertxInternal;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import io.vertx.redis.client.impl.RequestImpl;
import java.util.List;

/**
 * Commands that leave in one piece, and the answers to them. Encoded on the thread of the caller.
 */
final class RedisCall {
  private final Buffer bytes;
  private final Response[] answers;
  private final Promise<Response[]> promise;
  private CommandRefused refusal;
  private int answered;

  private RedisCall(VertxInternal vertx, Buffer bytes, int expected) {
    this.bytes = bytes;
    this.answers = new Response[expected];
    this.promise = vertx.promise();
  }

  static RedisCall of(VertxInternal vertx, Request command) {
    return new RedisCall(vertx, encoded(command), 1);
  }

  static RedisCall of(VertxInternal vertx, List<Request> commands) {
    Buffer bytes = Buffer.buffer();
    commands.forEach(command -> bytes.appendBuffer(encoded(command)));
    return new RedisCall(vertx, bytes, commands.size());
  }

  /** A command whose effects are pushed, such as SUBSCRIBE. */
  static RedisCall withoutAnswer(VertxInternal vertx, Request command) {
    return new RedisCall(vertx, encoded(command), 0);
  }

  Buffer bytes() {
    return bytes;
  }

  int expected() {
    return answers.length;
  }

  Future<Response[]> future() {
    return promise.future();
  }

  int missing() {
    return answers.length - answered;
  }

  /** Takes the next answer. */
  void answer(Response answer) {
    if (answer != null && answer.type() == ResponseType.ERROR && refusal == null) {
      refusal = new CommandRefused(answer.toString());
    }
    answers[answered++] = answer;
    if (missing() > 0) {
      return;
    }
    if (refusal == null) {
      promise.tryComplete(answers);
    } else {
      promise.tryFail(refusal);
    }
  }

  void fail(StoreAway cause) {
    promise.tryFail(cause);
  }

  private static Buffer encoded(Request command) {
    return ((RequestImpl) command).encode();
  }
}
