package io.marketswarm.journal.positions;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecognitionTest {
  private static final LocalDate NEAR = LocalDate.of(2026, 1, 16);
  private static final LocalDate FAR = LocalDate.of(2026, 2, 20);

  /** Legs such as {@code 6000C+1 5900P-2F}; F is far. */
  private static Recognition of(String text) {
    List<LegShape> legs = new ArrayList<>();
    for (String leg : text.split(" ")) {
      boolean far = leg.endsWith("F");
      String plain = far ? leg.substring(0, leg.length() - 1) : leg;
      int side = Math.max(plain.indexOf('C'), plain.indexOf('P'));
      legs.add(
          new LegShape(
              Double.parseDouble(plain.substring(0, side)),
              far ? FAR : NEAR,
              plain.charAt(side) == 'C',
              true,
              Integer.parseInt(plain.substring(side + 1))));
    }
    return Recognition.of(legs);
  }

  @Test
  void namesWhatTradersName() {
    String[][] cases = {
      {"6000C+1", "single", "long"},
      {"5900P-2", "single", "short"},
      {"6000C+1 6010C-1", "vertical", "long"},
      {"6000P-1 6010P+1", "vertical", "short"},
      {"6000C-1 6000C+1F", "calendar", "long"},
      {"5980C+1 6000C-2 6020C+1", "butterfly", "long"},
      {"5980P+1 6000P-2 6030P+1", "bwb", "long"},
      {"5950C+1 5960C-1 5980C-1 5990C+1", "condor", "long"},
      {"5950P+1 6000P-1 6000C-1 6050C+1", "iron_fly", "long"},
      {"5900P+1 5925P-1 6050C-1 6075C+1", "iron_condor", "long"},
      {"5950P-1 6050C-1", "strangle", "short"},
      {"5980C+2 6000C-4 6020C+2", "butterfly", "long"},
      {"6000C+1 6010C-1 6020C+3", "custom", "long"}
    };
    for (String[] one : cases) {
      assertThat(of(one[0]).type()).as(one[0]).isEqualTo(one[1]);
      assertThat(of(one[0]).direction()).as(one[0]).isEqualTo(one[2]);
    }
    assertThat(of("6000C+1 6010C-1").center()).isEqualTo(6005);
    assertThat(of("6000C+1 6010C-1").width()).hasValue(10);
    assertThat(of("5980P+1 6000P-2 6030P+1").width()).isEmpty();
    assertThat(of("5900P+1 5925P-1 6050C-1 6075C+1").center()).isEqualTo(5987.5);
    assertThat(of("5900P+1 5925P-1 6050C-1 6075C+1").width()).hasValue(25);
    assertThat(Recognition.of(List.of()).type()).isEqualTo("custom");
    assertThat(of("5980P+1 6000P-2 6030P+1").strategy()).isEqualTo("butterfly");
    assertThat(of("5950P-1 6050C-1").strategy()).isEqualTo("custom");
  }
}
