package io.marketswarm.bus.bridge;

import io.vertx.core.MultiMap;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Takes the messages of one client to the bus and brings the replies back, in both directions. */
final class Courier {
  /** Header that tells consumers which integrator a message is from; clients cannot set it. */
  static final String SUBJECT_HEADER = "bridge-subject";

  static final String TOKEN_HEADER = "token";

  private static final int MAX_WAITING = 256;
  private static final int MAX_HEADERS = 64;

  private final BridgeCore core;
  private final BridgeSession client;
  private final EventBus events;
  private final Map<String, Message<Object>> questions = new LinkedHashMap<>();
  private int awaited;

  Courier(BridgeCore core, BridgeSession client) {
    this.core = core;
    this.client = client;
    this.events = core.vertx().eventBus();
  }

  /** Remembers a message that the client may answer, and forgets the one that waited longest. */
  void expectAnswer(Message<Object> question) {
    if (question.replyAddress() == null) {
      return;
    }
    if (questions.size() >= MAX_WAITING) {
      questions.remove(questions.keySet().iterator().next());
    }
    questions.put(question.replyAddress(), question);
  }

  void publish(BridgeIdentity identity, String address, JsonObject frame) {
    options(identity, address, frame)
        .ifPresent(
            options -> {
              core.metrics().received();
              events.publish(address, frame.getValue("body"), options);
            });
  }

  /** Sends to one consumer, or answers a message that the client has been asked. */
  void send(BridgeIdentity identity, String address, String replyAddress, JsonObject frame) {
    if (replyAddress != null && awaited >= MAX_WAITING) {
      client.refuse(BridgeError.TOO_MANY_REQUESTS, replyAddress);
      return;
    }
    options(identity, replyAddress == null ? address : replyAddress, frame)
        .ifPresent(options -> send(address, replyAddress, frame.getValue("body"), options));
  }

  boolean mayAnswer(String address) {
    return questions.containsKey(address);
  }

  private void send(String address, String replyAddress, Object body, DeliveryOptions options) {
    core.metrics().received();
    Message<Object> question = questions.remove(address);
    if (replyAddress == null && question != null) {
      question.reply(body, options);
    } else if (replyAddress == null) {
      events
          .sender(address, options)
          .write(body)
          .onFailure(cause -> client.fail(address, address, cause));
    } else {
      awaited++;
      (question == null
              ? events.<Object>request(address, body, options)
              : question.<Object>replyAndRequest(body, options))
          .onComplete(reply -> awaited--)
          .onSuccess(reply -> client.answer(replyAddress, reply))
          .onFailure(cause -> client.fail(replyAddress, address, cause));
    }
  }

  private Optional<DeliveryOptions> options(
      BridgeIdentity identity, String about, JsonObject frame) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    Object given = frame.getValue("headers");
    if (given instanceof JsonObject fields && fields.size() <= MAX_HEADERS) {
      fields.forEach(field -> headers.add(field.getKey(), String.valueOf(field.getValue())));
    } else if (given != null) {
      client.refuse(BridgeError.INVALID_HEADERS, about);
      return Optional.empty();
    }
    headers.remove(TOKEN_HEADER);
    headers.set(SUBJECT_HEADER, identity.subject());
    return Optional.of(
        new DeliveryOptions()
            .setHeaders(headers)
            .setSendTimeout(Duration.ofSeconds(core.limits().replySeconds()).toMillis()));
  }
}
