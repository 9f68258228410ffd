package io.marketswarm.gateway.ai;

/** A language model did not answer; the message may be shown. */
public final class ModelRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private ModelRefused(String message) {
    super(message, null, false, false);
  }

  static ModelRefused notConfigured() {
    return new ModelRefused("AI service not configured");
  }

  static ModelRefused status(int status) {
    return new ModelRefused("AI service error: " + status);
  }

  static ModelRefused silent() {
    return new ModelRefused("No response from AI");
  }
}
