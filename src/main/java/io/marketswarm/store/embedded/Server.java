package io.marketswarm.store.embedded;

import java.io.IOException;
import java.nio.file.Path;

/** One server product, as seen by who starts, questions and stops it. */
sealed interface Server permits RedisServer, MariaDbServer {
  /** The name of the store in files and settings, for example {@code system-redis}. */
  String store();

  /** The name for a human, for example {@code MariaDB}. */
  String label();

  Path home();

  Path executable();

  String password();

  String url(int port);

  /** Makes what the server needs before it can start: its binary, its directory, its accounts. */
  void prepare() throws IOException;

  Launch launch(int port) throws IOException;

  /**
   * Whether our own server answers, let in by our own password; an {@link IOException} means not
   * yet, a {@link StoreException} never.
   */
  boolean answers(int port) throws IOException;
}
