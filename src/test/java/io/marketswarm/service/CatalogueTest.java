package io.marketswarm.service;

import static io.marketswarm.service.ServiceSpec.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogueTest {
  @Test
  void startsDependenciesFirstThenByPhase() {
    Catalogue catalogue =
        new Catalogue(
            List.of(
                service("gate", "").phase(Phase.GATEWAY).needs("journal", "feed").runs(),
                service("journal", "").phase(Phase.AI_AND_JOURNAL).needs("feed").runs(),
                service("feed", "").phase(Phase.PRODUCERS).runs(),
                service("base", "").phase(Phase.INFRASTRUCTURE).runs()));
    assertThat(catalogue.startOrder())
        .extracting(ServiceSpec::id)
        .containsExactly("base", "feed", "journal", "gate");
  }

  @Test
  void refusesWhatCannotStart() {
    assertThatThrownBy(
            () -> new Catalogue(List.of(service("a", "").runs(), service("a", "").runs())))
        .hasMessageContaining("a is listed twice");
    assertThatThrownBy(() -> new Catalogue(List.of(service("a", "").needs("b").runs())))
        .hasMessageContaining("a needs b");
    assertThatThrownBy(
            () ->
                new Catalogue(
                    List.of(
                        service("a", "").needs("b").runs(), service("b", "").needs("a").runs())))
        .hasMessageContaining("circle");
    VerticleSpec http = VerticleSpec.scalable("http", 1, 4, context -> null);
    assertThatThrownBy(() -> new Catalogue(List.of(service("a", "").runs(http, http))))
        .hasMessageContaining("two verticles named http");
  }

  @Test
  void refusesImpossibleInstanceCounts() {
    assertThatThrownBy(() -> VerticleSpec.scalable("http", 5, 4, context -> null))
        .hasMessageContaining("5 of at most 4");
  }

  @Test
  void anOperatorChoosesHowManyKeysANodeTakesButNotWhoOwns() {
    VerticleSpec builder = VerticleSpec.perKey("b", 6, c -> List.of("X"), (c, key) -> null);
    assertThat(builder.instances()).isEqualTo(6);
    assertThat(builder.scales()).isTrue();
    assertThat(VerticleSpec.singleOwner("s", context -> null).scales()).isFalse();
    assertThat(VerticleSpec.scalable("h", 1, 1, context -> null).scales()).isFalse();
  }
}
