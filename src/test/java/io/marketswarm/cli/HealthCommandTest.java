package io.marketswarm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.marketswarm.store.BusName;
import io.marketswarm.store.RedisBus;
import io.marketswarm.store.embedded.TestStores;
import io.marketswarm.web.TestServices;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class HealthCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int health(String service, String... settings) {
    List<String> args = new ArrayList<>(List.of("health", "--service", service));
    for (String setting : settings) {
      args.addAll(List.of("--set", setting));
    }
    CommandLine line = Commands.commandLine();
    out.getBuffer().setLength(0);
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return line.execute(args.toArray(String[]::new));
  }

  @Test
  void asksTheHealthPageOfAServiceWithAPort() throws Exception {
    int[] status = {200};
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext(
        "/api/health",
        exchange -> {
          exchange.sendResponseHeaders(status[0], -1);
          exchange.close();
        });
    server.start();
    String port = "services.sse.port=" + server.getAddress().getPort();
    try {
      assertThat(health("sse", port)).isEqualTo(ExitCodes.OK);
      assertThat(out.toString()).startsWith("sse ").contains("ok");
      status[0] = 503;
      assertThat(health("sse", port)).isEqualTo(ExitCodes.FAILED);
      assertThat(out.toString()).contains("answers 503");
    } finally {
      server.stop(0);
    }
    assertThat(health("sse", port)).isEqualTo(ExitCodes.FAILED);
    assertThat(out.toString()).contains("does not answer");
  }

  @Test
  void looksForTheHeartbeatOfOneWithout() throws Exception {
    String system = "stores.system=" + TestStores.shared().url(BusName.SYSTEM);
    String market = "stores.market=" + TestStores.shared().url(BusName.MARKET);
    Vertx vertx = Vertx.vertx();
    RedisBus bus = RedisBus.open(vertx, BusName.SYSTEM, TestStores.shared().url(BusName.SYSTEM));
    try {
      TestServices.eventually(bus::up);
      TestServices.await(
          bus.send(Request.cmd(Command.SET).arg("massive:heartbeat").arg("{}").arg("EX").arg(60)));
      assertThat(health("massive", system, market)).as(out.toString()).isEqualTo(ExitCodes.OK);
      TestServices.await(bus.send(Request.cmd(Command.DEL).arg("massive:heartbeat")));
      assertThat(health("massive", system, market)).isEqualTo(ExitCodes.FAILED);
      assertThat(out.toString()).contains("massive", "no fresh heartbeat");
      assertThat(health("massive", system, "stores.market=redis://127.0.0.1:1"))
          .isEqualTo(ExitCodes.FAILED);
      assertThat(out.toString()).contains("market-redis does not answer");
    } finally {
      TestServices.await(vertx.close());
    }
  }

  @Test
  void refusesAServiceNobodyKnows() {
    assertThat(health("nope")).isEqualTo(ExitCodes.USAGE);
    assertThat(err.toString()).contains("there is no service nope");
  }
}
