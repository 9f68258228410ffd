package io.marketswarm.bus.bridge;

import io.marketswarm.log.Log;
import io.micrometer.core.instrument.LongTaskTimer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * One client, whatever the transport: its limits, and its life from the first frame to the last.
 * Every frame it sends is obeyed or answered with an error; the socket is closed for what cannot be
 * put right.
 */
final class BridgeSession {
  private static final Log LOG = Log.of("bridge");

  /**
   * A client is shown out when it is so many seconds' worth of frames ahead. Each frame that is let
   * through makes up for one that was not, so that only one far beyond twice the rate gets there.
   */
  private static final int PATIENCE_SECONDS = 10;

  private final BridgeCore core;
  private final BridgeSocket socket;
  private final Outbox outbox;
  private final Courier courier;
  private final Registrations registrations;
  private final Conversation conversation;
  private final TokenBucket bucket;
  private final SessionClock clock;
  private final LongTaskTimer.Sample connected;
  private BridgeIdentity identity;
  private int ignored;
  private boolean ended;

  BridgeSession(BridgeCore core, BridgeSocket socket) {
    this.core = core;
    this.socket = socket;
    this.outbox = new Outbox(socket, core.frames(), core.metrics());
    this.courier = new Courier(core, this);
    this.registrations = new Registrations(core, this);
    this.conversation = new Conversation(core, this, courier, registrations);
    this.bucket = new TokenBucket(core.limits().messagesPerSecond(), System.nanoTime());
    this.clock = new SessionClock(core.vertx(), core.limits().idleSeconds(), this::end);
    this.connected = core.metrics().connected();
    core.sessions().add(this);
    socket.onDrain(this::drained);
  }

  /** Lets a client in whose token has been checked, or prolongs its stay. */
  void admit(BridgeIdentity client) {
    identity = client;
    clock.expireAt(client.expiresAt());
  }

  boolean ended() {
    return ended;
  }

  void receive(Buffer json) {
    if (ended) {
      return;
    }
    if (!outbox.lagging()) {
      // Else only what it reads shows that there is somebody.
      clock.heard();
    }
    if (json.length() > core.limits().maxFrameBytes()) {
      end(BridgeError.FRAME_TOO_LARGE);
    } else if (!bucket.take(System.nanoTime())) {
      slowDown();
    } else {
      ignored = Math.max(0, ignored - 1);
      parse(json).ifPresentOrElse(this::obey, () -> refuse(BridgeError.INVALID_JSON, null));
    }
  }

  /** A message for everybody who listens. */
  void deliver(Frame message) {
    core.metrics().delivered();
    say(message);
  }

  /** A message for this client alone, which it may answer. */
  void ask(Frame message, Message<Object> question) {
    courier.expectAnswer(question);
    deliver(message);
  }

  /** The reply to a request of the client, which it may answer in turn. */
  void answer(String replyAddress, Message<Object> reply) {
    try {
      ask(core.frames().message(replyAddress, reply), reply);
    } catch (RuntimeException e) {
      LOG.warn("A reply cannot be shown to integrators: " + e.getMessage());
      refuse(BridgeError.INTERNAL_ERROR, replyAddress);
    }
  }

  /** Tells that a message did not arrive or was not replied to. */
  void fail(String about, String address, Throwable cause) {
    ReplyException failure =
        cause instanceof ReplyException known
            ? known
            : new ReplyException(ReplyFailure.ERROR, String.valueOf(cause.getMessage()));
    say(core.frames().failure(about, address, failure));
  }

  void refuse(BridgeError error, String address) {
    refuse(error, address, error.explanation());
  }

  void refuse(BridgeError error, String address, String explanation) {
    core.metrics().refused(error);
    say(core.frames().error(error, address, explanation));
  }

  void say(Frame frame) {
    if (!ended) {
      outbox.offer(frame);
    }
  }

  /** Ends the session: a last frame says why, then the socket is closed. */
  void end(BridgeError reason) {
    if (ended) {
      return;
    }
    core.metrics().refused(reason);
    outbox.conclude(core.frames().error(reason, null, reason.explanation()));
    release();
    socket.close(reason);
  }

  /** Lets go of everything, because the socket is or will be gone. */
  void release() {
    if (ended) {
      return;
    }
    ended = true;
    clock.stop();
    registrations.leaveAll();
    core.sessions().remove(this);
    connected.stop();
  }

  private void obey(JsonObject frame) {
    try {
      if (identity == null) {
        // Frames behind the first one wait until its token has been checked.
        socket.pause();
        conversation
            .introduce(frame)
            .onFailure(cause -> end(BridgeError.INTERNAL_ERROR))
            .onComplete(checked -> socket.resume());
      } else {
        conversation.obey(identity, frame);
      }
    } catch (RuntimeException e) {
      LOG.error("A frame of the bridge failed", e);
      refuse(BridgeError.INTERNAL_ERROR, null);
    }
  }

  private void drained() {
    if (!ended) {
      clock.heard();
      outbox.drain();
    }
  }

  private void slowDown() {
    ignored++;
    if (ignored > core.limits().messagesPerSecond() * PATIENCE_SECONDS) {
      end(BridgeError.RATE_LIMITED);
    } else {
      refuse(BridgeError.RATE_LIMITED, null);
    }
  }

  private static Optional<JsonObject> parse(Buffer json) {
    try {
      return Json.decodeValue(json) instanceof JsonObject frame
          ? Optional.of(frame)
          : Optional.empty();
    } catch (DecodeException e) {
      return Optional.empty();
    }
  }
}
