package io.marketswarm.bus;

/**
 * A place on the event bus and what travels there.
 *
 * @param name the event-bus address
 * @param wire the type of its messages and their form between JVMs
 */
public record Address<T extends BusMessage>(String name, Wire<T> wire) {

  public Address {
    if (name.isBlank()) {
      throw new IllegalArgumentException("address of " + wire.name() + " has no name");
    }
  }

  public Class<T> type() {
    return wire.type();
  }

  /** The same kind of address for one receiver, for example {@code service.control.node-1}. */
  public Address<T> of(String receiver) {
    if (receiver.isBlank()) {
      throw new IllegalArgumentException("receiver of " + name + " has no name");
    }
    return new Address<>(name + "." + receiver, wire);
  }
}
