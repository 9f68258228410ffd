package io.marketswarm.store.embedded;

import java.security.SecureRandom;
import java.util.Base64;

/** The password of a store, and whether the store has yet to be told. */
record Secret(String password, boolean isNew) {
  private static final int BYTES = 24;

  static Secret random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes), true);
  }

  static Secret known(String password) {
    return new Secret(password, false);
  }

  @Override
  public String toString() {
    return "a secret";
  }
}
