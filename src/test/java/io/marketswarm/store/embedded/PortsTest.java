package io.marketswarm.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketswarm.store.BusName;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PortsTest {
  @Test
  void aStoreWhosePortIsTakenDoesNotTakeThatOfAnother() throws Exception {
    try (ServerSocket stranger = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      int taken = stranger.getLocalPort();
      Ports ports = new Ports(Map.of("first", taken, "second", taken + 1), false, Progress.SILENT);
      assertThat(ports.first("first")).isGreaterThan(taken + 1);
    }
  }

  @Test
  void neverGivesAPortTwice() {
    Ports ports = new Ports(Map.of("a", 0, "b", 0, "c", 0), false, Progress.SILENT);
    assertThat(ports.first("a")).isNotEqualTo(ports.first("b")).isNotEqualTo(ports.first("c"));
  }

  @Test
  void seesWhoHoldsAPort() throws Exception {
    try (ServerSocket ours = new ServerSocket(0)) {
      assertThat(Ports.free(ours.getLocalPort())).isFalse();
      assertThat(PortHolder.find(ours.getLocalPort())).contains(ProcessHandle.current());
    }
  }

  @Test
  void settingsRefusePortsThatCannotBe() {
    Settings settings = Settings.in(Path.of("data"));
    assertThatThrownBy(() -> settings.withDatabase(65_536)).hasMessage("no port: 65536");
    assertThatThrownBy(() -> settings.withDatabase(6379)).hasMessage("two stores want port 6379");
    assertThatThrownBy(() -> settings.withBus(BusName.ECHO, -1)).hasMessage("no port: -1");
  }

  @Test
  void settingsRefuseAPasswordThatWouldNeedAnEscapeWithoutRepeatingIt() {
    assertThatThrownBy(() -> new Settings.Bus(6379, Optional.of("pass word"), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("pass word");
  }
}
