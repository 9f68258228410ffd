package io.marketswarm.store;

import static io.marketswarm.store.Eventually.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StandingPoolTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    get(vertx.close());
  }

  private StandingPool pool(Duration patience) {
    return new StandingPool((VertxInternal) vertx, "database", 4, patience, () -> {});
  }

  private static Throwable failure(Future<?> asked) {
    return get(asked.transform((answer, cause) -> Future.succeededFuture(cause)));
  }

  @Test
  void doesNotWaitForeverForADatabaseThatIsStillComingUp() {
    StandingPool pool = pool(Duration.ofMillis(20));
    assertThat(failure(pool.query("SELECT 1").execute()))
        .isInstanceOf(DatabaseAway.class)
        .hasMessage("database is still coming up");
    assertThat(pool.used()).as("nobody waits any more").isFalse();
  }

  @Test
  void tellsWhyThereWillBeNoPool() {
    StandingPool pool = pool(Duration.ofMinutes(1));
    Future<?> asked = pool.query("SELECT 1").execute();
    pool.giveUp("no server of that name");
    assertThat(failure(asked))
        .isInstanceOf(DatabaseAway.class)
        .hasMessageContaining("no server of that name");
  }
}
