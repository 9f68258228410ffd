package io.marketswarm.bus.bridge;

import io.marketswarm.log.Log;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Brings the messages of the bus to the clients that listen. However many listen to an address, the
 * bus knows one consumer and a published message is encoded once.
 */
final class Fanout {
  private static final Log LOG = Log.of("bridge");
  private static final int UNREADABLE = 500;

  private final EventBus events;
  private final FrameWriter frames;
  private final Map<String, Topic> topics = new HashMap<>();
  private long unreadable;

  Fanout(EventBus events, FrameWriter frames) {
    this.events = events;
    this.frames = frames;
  }

  /** Completes when the client gets every message from now on. */
  Future<Void> join(String address, BridgeSession client) {
    Topic topic = topics.computeIfAbsent(address, Topic::new);
    topic.clients.addIfAbsent(client);
    return topic.consumer.completion();
  }

  void leave(String address, BridgeSession client) {
    Topic topic = topics.get(address);
    if (topic != null && topic.clients.remove(client) && topic.clients.isEmpty()) {
      topics.remove(address);
      topic.consumer.unregister();
    }
  }

  private final class Topic {
    private final String address;
    private final MessageConsumer<Object> consumer;
    // Copied on change: a client may leave while a message is being handed out.
    private final CopyOnWriteArrayList<BridgeSession> clients = new CopyOnWriteArrayList<>();
    private int turn;

    Topic(String address) {
      this.address = address;
      this.consumer = events.consumer(address, this::deliver);
    }

    private void deliver(Message<Object> message) {
      if (clients.isEmpty()) {
        // The last client left while the message was under way.
        return;
      }
      Frame frame;
      try {
        frame = frames.message(address, message);
      } catch (RuntimeException e) {
        refuse(message, e);
        return;
      }
      if (message.isSend()) {
        clients.get(Math.floorMod(turn++, clients.size())).ask(frame, message);
      } else {
        clients.forEach(client -> client.deliver(frame));
      }
    }

    private void refuse(Message<Object> message, RuntimeException cause) {
      unreadable++;
      // The 1st, 2nd, 4th, 8th... so that a flood of them does not become a flood of lines.
      if (Long.bitCount(unreadable) == 1) {
        LOG.warn(
            "A message on "
                + address
                + " cannot be shown to integrators: "
                + cause.getMessage()
                + " ("
                + unreadable
                + " so far)");
      }
      if (message.replyAddress() != null) {
        message.fail(UNREADABLE, "the bridge cannot show this message to its clients");
      }
    }
  }
}
