package io.marketswarm.bench;

/** Clients that ask one server, over and over. */
@FunctionalInterface
interface Load {
  /** Answers per second in so many milliseconds. */
  double run(long millis) throws Exception;
}
