package io.marketswarm.store;

/** It is the database that is away, whatever the buses do. */
public final class DatabaseAway extends StoreAway {
  private static final long serialVersionUID = 1L;

  public DatabaseAway(String message) {
    super(message);
  }
}
