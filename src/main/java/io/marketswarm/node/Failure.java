package io.marketswarm.node;

import io.marketswarm.market.feed.ProviderException;
import io.marketswarm.node.conf.ConfException;
import io.marketswarm.store.CommandRefused;
import io.marketswarm.store.StoreException;
import io.marketswarm.truth.TruthException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import java.io.IOException;
import java.util.concurrent.TimeoutException;

/** What kind of thing went wrong with a worker, which decides how it comes back. */
enum Failure {
  /** The provider begins anew, and so may we. */
  PROVIDER,
  /** Somebody does not answer; that passes. */
  NETWORK,
  /** A mistake of ours; it may not come again. */
  LOGIC,
  /** What it was told cannot be done; no new try changes that. */
  CONFIGURATION;

  /** The first thing in the chain of causes that tells its kind; a mistake of ours if none does. */
  static Failure of(Throwable failed) {
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof TruthException
          || cause instanceof ConfException
          || cause instanceof CannotStart) {
        return CONFIGURATION;
      }
      if (cause instanceof ProviderException provider) {
        return of(provider.trouble());
      }
      if (cause instanceof CommandRefused) {
        return LOGIC;
      }
      if (cause instanceof StoreException
          || cause instanceof IOException
          || cause instanceof TimeoutException
          || cause instanceof HttpClosedException
          || cause instanceof StreamResetException) {
        return NETWORK;
      }
    }
    return LOGIC;
  }

  private static Failure of(ProviderException.Trouble trouble) {
    return switch (trouble) {
      case SERVER -> PROVIDER;
      case UNREACHABLE, TIMEOUT, LIMITED -> NETWORK;
      case UNAUTHORIZED -> CONFIGURATION;
      case NOT_FOUND, REFUSED, MALFORMED -> LOGIC;
    };
  }
}
