package io.marketswarm.journal.riskgraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketswarm.web.ApiError;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/** The golden strikes of templates. */
class TemplateStrikeTest {
  @Test
  void isTheListedStrikeNearestToTheSpot() {
    Object[][] cases = {
      {"SPX", "6002.6", -10, 5_995},
      {"NDX", "21480", 0, 21_500},
      {"SPX", "5992.5", 0, 5_990},
      {"SPX", "5997.5", 0, 6_000},
      {"NDX", "21475", 0, 21_500}
    };
    for (Object[] one : cases) {
      assertThat(
              TemplateRoutes.strike(
                  (String) one[0], new BigDecimal((String) one[1]), (Integer) one[2]))
          .isEqualByComparingTo(BigDecimal.valueOf((Integer) one[3]));
    }
    assertThatThrownBy(() -> TemplateRoutes.strike("SPX", BigDecimal.ONE, -10))
        .isInstanceOf(ApiError.class);
  }
}
