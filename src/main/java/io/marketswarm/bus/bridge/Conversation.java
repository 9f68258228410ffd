package io.marketswarm.bus.bridge;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** Understands the frames of one client and does what they ask, as far as the rules allow. */
final class Conversation {
  private static final int MAX_ADDRESS_LENGTH = 200;
  private static final String AUTH = "auth";

  private final BridgeCore core;
  private final BridgeSession client;
  private final Courier courier;
  private final Registrations registrations;

  Conversation(
      BridgeCore core, BridgeSession client, Courier courier, Registrations registrations) {
    this.core = core;
    this.client = client;
    this.courier = courier;
    this.registrations = registrations;
  }

  /** The first frame of a client whose token the transport could not check. */
  Future<?> introduce(JsonObject frame) {
    Optional<String> token = token(frame);
    if (token.isEmpty()) {
      client.end(BridgeError.NOT_AUTHENTICATED);
      return Future.succeededFuture();
    }
    return core.tokens()
        .verify(token.get())
        .onFailure(cause -> client.end(BridgeError.INVALID_TOKEN))
        .map(
            identity -> {
              welcome(identity, frame);
              return identity;
            });
  }

  void obey(BridgeIdentity identity, JsonObject frame) {
    Object type = frame.getValue("type");
    if (type == null) {
      client.refuse(BridgeError.MISSING_TYPE, null);
      return;
    }
    switch (type.toString()) {
      case "ping" -> pong();
      case AUTH -> renew(identity, frame);
      case "send" -> address(frame).ifPresent(address -> send(identity, address, frame));
      case "publish" -> address(frame).ifPresent(address -> publish(identity, address, frame));
      case "register" -> address(frame).ifPresent(address -> register(identity, address, frame));
      case "unregister" -> address(frame).ifPresent(registrations::remove);
      default -> client.refuse(BridgeError.INVALID_TYPE, null);
    }
  }

  private void welcome(BridgeIdentity identity, JsonObject frame) {
    client.admit(identity);
    if (AUTH.equals(frame.getValue("type"))) {
      client.say(core.frames().authenticated(identity.expiresAt()));
    } else {
      obey(identity, frame);
    }
  }

  private void pong() {
    if (core.dialect().answersPing()) {
      client.say(core.frames().pong());
    }
  }

  /** A new token of the same subject prolongs the session; what it does not allow any more ends. */
  private void renew(BridgeIdentity identity, JsonObject frame) {
    core.tokens()
        .verify(token(frame).orElse(""))
        .onSuccess(
            renewed -> {
              if (!renewed.subject().equals(identity.subject())) {
                client.refuse(BridgeError.INVALID_TOKEN, null, "the token is of somebody else");
                return;
              }
              client.admit(renewed);
              client.say(core.frames().authenticated(renewed.expiresAt()));
              registrations.recheck(renewed);
            })
        .onFailure(cause -> client.refuse(BridgeError.INVALID_TOKEN, null));
  }

  private void register(BridgeIdentity identity, String address, JsonObject frame) {
    registrations.add(identity, address, Boolean.TRUE.equals(frame.getValue("ack")));
  }

  private void send(BridgeIdentity identity, String address, JsonObject frame) {
    String replyAddress = frame.getValue("replyAddress") instanceof String given ? given : null;
    if (replyAddress != null && replyAddress.length() > MAX_ADDRESS_LENGTH) {
      client.refuse(BridgeError.INVALID_REPLY_ADDRESS, null);
      return;
    }
    String about = replyAddress == null ? address : replyAddress;
    if (courier.mayAnswer(address) || maySend(identity, address, about)) {
      courier.send(identity, address, replyAddress, frame);
    }
  }

  private void publish(BridgeIdentity identity, String address, JsonObject frame) {
    if (maySend(identity, address, address)) {
      courier.publish(identity, address, frame);
    }
  }

  private boolean maySend(BridgeIdentity identity, String address, String about) {
    Optional<String> objection = core.permissions().objectionToSend(identity, address);
    objection.ifPresent(text -> client.refuse(BridgeError.ACCESS_DENIED, about, text));
    return objection.isEmpty();
  }

  private Optional<String> address(JsonObject frame) {
    if (!(frame.getValue("address") instanceof String address) || address.isBlank()) {
      client.refuse(BridgeError.MISSING_ADDRESS, null);
      return Optional.empty();
    }
    if (address.length() > MAX_ADDRESS_LENGTH) {
      client.refuse(BridgeError.INVALID_ADDRESS, null);
      return Optional.empty();
    }
    return Optional.of(address);
  }

  private static Optional<String> token(JsonObject frame) {
    Object holder = AUTH.equals(frame.getValue("type")) ? frame : frame.getValue("headers");
    return holder instanceof JsonObject fields
            && fields.getValue(Courier.TOKEN_HEADER) instanceof String token
        ? Optional.of(token)
        : Optional.empty();
  }
}
