package io.marketswarm.node;

import io.marketswarm.gateway.streams.Listener;
import io.marketswarm.gateway.streams.Listener.Event;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * One who listens as browsers do: when the connection is lost it comes back, to whichever edge is
 * there then, and says what it saw last. It does so when it is told to look.
 */
final class EventSource implements AutoCloseable {
  /** What one connection brought. */
  record Visit(int edge, Listener listener) {
    List<Event> events() {
      return listener.events();
    }

    boolean connected() {
      return listener.names().contains("connected");
    }
  }

  private final Vertx vertx;
  private final String path;
  private final String token;
  private final List<Visit> visits = new ArrayList<>();

  EventSource(Vertx vertx, String path, String token) {
    this.vertx = vertx;
    this.path = path;
    this.token = token;
  }

  /**
   * Sees to it that there is a connection; whether everything that comes first has come over it.
   */
  boolean connected(int edge) {
    if (lost()) {
      visits.add(new Visit(edge, new Listener(vertx, edge, path, token, lastId())));
    }
    return last().connected();
  }

  /** Whether there is no connection any more, or none yet. */
  boolean lost() {
    return visits.isEmpty() || !last().listener().isOpen();
  }

  private Visit last() {
    return visits.get(visits.size() - 1);
  }

  private String lastId() {
    return events().map(Event::id).filter(Objects::nonNull).reduce((old, id) -> id).orElse(null);
  }

  String path() {
    return path;
  }

  /** The connections to an edge on which anything came. */
  List<Visit> visits(int edge) {
    return visits.stream().filter(v -> v.edge() == edge && !v.events().isEmpty()).toList();
  }

  /** Everything it was ever told, in order. */
  Stream<Event> events() {
    return visits.stream().flatMap(visit -> visit.events().stream());
  }

  @Override
  public void close() {
    visits.forEach(visit -> visit.listener().close());
  }
}
