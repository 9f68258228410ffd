package io.marketswarm.gateway;

import io.marketswarm.store.Cadence;
import io.marketswarm.web.gates.Gates;
import io.marketswarm.web.gates.TierGates;
import io.marketswarm.web.identity.Revocations;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Whether those who hold something open (event streams, sockets) may still do so. A request is
 * judged once, at the door; what stays open is judged again when its session ends or is ended, and
 * when the gates change. For one event loop.
 */
public final class Standing {
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** Why somebody may not stay. */
  public enum End {
    /** The session has run out. */
    EXPIRED,
    /** The session was ended. */
    REVOKED,
    /** The tier may not enter any more. */
    BLOCKED
  }

  /** Something that is open for a visitor. */
  public interface Holder {
    /** The gates have changed, and the visitor may stay. */
    default void gatesChanged(Gates gates) {}

    /** The visitor may not stay; called once. */
    void ended(End why);
  }

  /** What ends the watch over something that was closed by itself. */
  public interface Watch {
    void release();
  }

  /** No record: each watch is its own, whoever is watched over. */
  private static final class Watched {
    private final Visitor visitor;
    private final Holder holder;

    Watched(Visitor visitor, Holder holder) {
      this.visitor = visitor;
      this.holder = holder;
    }
  }

  private final Vertx vertx;
  private final InstantSource clock;
  private final Revocations revocations;

  /** May be walked through while others come and go. */
  private final Set<Watched> open = ConcurrentHashMap.newKeySet();

  private Cadence looks;
  private boolean stopped;

  Standing(Vertx vertx, TierGates gates, Revocations revocations, InstantSource clock) {
    this.vertx = vertx;
    this.clock = clock;
    this.revocations = revocations;
    gates.onChange(this::changed);
    revocations.onRevoked(this::revoked);
  }

  synchronized void stop() {
    stopped = true;
    rest();
  }

  /** While nothing is open nobody has to be looked after, once a second on every loop. */
  private synchronized void attend() {
    if (looks == null && !stopped) {
      looks = Cadence.every(vertx, LOOK, this::look);
    }
  }

  private synchronized void rest() {
    if (looks != null) {
      looks.stop();
      looks = null;
    }
  }

  private void look() {
    expire();
    if (open.isEmpty()) {
      rest();
      if (!open.isEmpty()) {
        attend(); // somebody came between the two
      }
    }
  }

  /** Watches over something that is open for a visitor, until it is released or ended. */
  public Watch watch(Visitor visitor, Holder holder) {
    Watched watched = new Watched(visitor, holder);
    open.add(watched);
    attend();
    return () -> open.remove(watched);
  }

  /** How much is being watched over. */
  int watched() {
    return open.size();
  }

  private void changed(Gates gates) {
    for (Watched watched : open) {
      if (gates.blocks(watched.visitor.identity())) {
        revocations.revoke(watched.visitor.session());
        end(watched, End.BLOCKED);
      } else if (open.contains(watched)) {
        watched.holder.gatesChanged(gates);
      }
    }
  }

  private void revoked(String session) {
    endAll(watched -> watched.visitor.session().id().equals(session), End.REVOKED);
  }

  private void expire() {
    Instant now = clock.instant();
    endAll(watched -> !now.isBefore(watched.visitor.session().expiresAt()), End.EXPIRED);
  }

  private void endAll(Predicate<Watched> which, End why) {
    for (Watched watched : open) {
      if (which.test(watched)) {
        end(watched, why);
      }
    }
  }

  private void end(Watched watched, End why) {
    if (open.remove(watched)) {
      watched.holder.ended(why);
    }
  }
}
