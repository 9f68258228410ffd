package io.marketswarm.store.embedded;

/** Hears, in lines for a human, how far the stores are; called from several threads. */
@FunctionalInterface
public interface Progress {
  Progress SILENT = line -> {};

  void say(String line);
}
