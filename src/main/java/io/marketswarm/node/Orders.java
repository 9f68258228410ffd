package io.marketswarm.node;

import io.marketswarm.bus.Addresses;
import io.marketswarm.bus.MessageBus;
import io.marketswarm.bus.ServiceCommand;
import io.marketswarm.bus.ServiceReply;
import io.marketswarm.bus.Subscription;
import io.marketswarm.log.Log;
import io.marketswarm.log.Logs;
import io.marketswarm.service.NodeIdentity;
import io.marketswarm.service.Operator;
import io.marketswarm.service.ServiceControl;
import io.marketswarm.service.ServiceStatus;
import io.vertx.core.Future;

/** Obeys what is ordered of this node over the event bus; an order that is refused is answered. */
final class Orders {
  private static final Log LOG = Log.of("admin");

  private final MessageBus messages;
  private final NodeIdentity node;
  private final ServiceControl control;
  private final Operator operator;
  private Subscription serving;

  Orders(MessageBus messages, NodeIdentity node, ServiceControl control, Operator operator) {
    this.messages = messages;
    this.node = node;
    this.control = control;
    this.operator = operator;
  }

  Future<Void> serve() {
    serving =
        messages.serve(Addresses.SERVICE_CONTROL.of(node.id()), ServiceReply.WIRE, this::obey);
    return serving.ready();
  }

  Future<Void> stop() {
    return serving == null ? Future.succeededFuture() : serving.close();
  }

  private Future<ServiceReply> obey(ServiceCommand command) {
    return operator
        .obey(command)
        .onSuccess(reply -> LOG.info(command + " by the event bus: " + reply.message()))
        .recover(cause -> Future.succeededFuture(refusal(command, cause)));
  }

  private ServiceReply refusal(ServiceCommand command, Throwable cause) {
    LOG.warn(command + " by the event bus is refused: " + cause.getMessage());
    String reason = Logs.redactor().redact(String.valueOf(cause.getMessage()));
    int instances =
        control.service(command.serviceId()).map(ServiceStatus::totalInstances).orElse(0);
    return new ServiceReply(false, reason, node.pid(), instances, false);
  }
}
