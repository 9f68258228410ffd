package io.marketswarm.web.identity;

import static io.marketswarm.web.identity.Tier.ACTIVATOR;
import static io.marketswarm.web.identity.Tier.ADMINISTRATOR;
import static io.marketswarm.web.identity.Tier.COACHING;
import static io.marketswarm.web.identity.Tier.NAVIGATOR;
import static io.marketswarm.web.identity.Tier.OBSERVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TierTest {
  /** The contract's golden table. */
  static Stream<Arguments> golden() {
    return Stream.of(
        arguments(List.of("subscriber"), null, OBSERVER),
        arguments(List.of("subscriber"), "Activator", ACTIVATOR),
        arguments(List.of("subscriber"), "Observer Access", OBSERVER),
        arguments(List.of("Administrator"), null, ADMINISTRATOR),
        arguments(List.of("subscriber", "fotw_navigator"), "", NAVIGATOR),
        arguments(List.of("fotw_coaching", "navigator"), null, COACHING),
        arguments(List.of(), "Coaching + Navigator bundle", COACHING),
        arguments(List.of("editor"), "Gold", OBSERVER),
        arguments(List.of("FOTW_ACTIVATOR"), "   ", ACTIVATOR),
        arguments(List.of("navigator"), "FOTW Activator Monthly", ACTIVATOR),
        arguments(Identity.roles("navigator"), null, NAVIGATOR),
        arguments(List.of(), "Badminton Club", OBSERVER),
        arguments(List.of("administrator"), "Observer Access", ADMINISTRATOR),
        arguments(List.of("subscriber"), "Administrator", OBSERVER),
        arguments(List.of("navigator"), "Site Admin", NAVIGATOR),
        arguments(List.of(), "fotw_navigator", NAVIGATOR),
        arguments(List.of("ADMIN"), null, ADMINISTRATOR));
  }

  @ParameterizedTest
  @MethodSource("golden")
  void followsPlanAndRoles(List<String> roles, String plan, Tier tier) {
    assertThat(Tier.of(roles, plan)).isEqualTo(tier);
  }

  @ParameterizedTest
  @MethodSource("golden")
  void isFoundByItsName(List<String> roles, String plan, Tier tier) {
    assertThat(Tier.byId(tier.id())).contains(tier);
    assertThat(Tier.byId(tier.name())).isEmpty();
  }
}
