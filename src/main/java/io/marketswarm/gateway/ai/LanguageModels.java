package io.marketswarm.gateway.ai;

import io.marketswarm.gateway.ai.LanguageModel.Question;
import io.marketswarm.gateway.ai.LanguageModel.Said;
import io.marketswarm.truth.Variables;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;

/** Which language model the gateway asks. */
public final class LanguageModels {
  private LanguageModels() {}

  /** The configured one; without a key, one that says that it is not configured. */
  public static LanguageModel of(Vertx vertx, Variables env) {
    Optional<String> key = env.find("ANTHROPIC_API_KEY");
    return key.<LanguageModel>map(
            secret ->
                new AnthropicMessages(
                    vertx,
                    env.string("ANTHROPIC_BASE_URL", "https://api.anthropic.com"),
                    secret,
                    env.string("ANTHROPIC_MODEL", AnthropicMessages.USUAL_MODEL)))
        .orElseGet(Nobody::new);
  }

  private static final class Nobody implements LanguageModel {
    @Override
    public Future<Said> ask(Question question) {
      return Future.failedFuture(ModelRefused.notConfigured());
    }

    @Override
    public boolean isConfigured() {
      return false;
    }

    @Override
    public void close() {
      // Nothing was opened.
    }
  }
}
