package io.marketswarm.gateway.ai;

import io.vertx.core.Future;
import java.util.Optional;

/** Something that answers questions put in words. */
public interface LanguageModel {

  /**
   * A question.
   *
   * @param task what is to be done; everything else is material to do it with
   * @param material never taken for instructions
   * @param picture to be looked at, if there is one
   */
  record Question(String task, String material, Optional<Picture> picture, int mostTokens) {}

  /**
   * A picture.
   *
   * @param type for example {@code image/png}
   * @param base64 its bytes
   */
  record Picture(String type, String base64) {}

  /** What it said, and what that took. */
  record Said(String text, String provider, String model, int tokens) {}

  /** Answers, or fails with {@link ModelRefused}. */
  Future<Said> ask(Question question);

  /** Whether there is anybody to ask. */
  boolean isConfigured();

  /** Gives back what it took to ask. */
  void close();
}
