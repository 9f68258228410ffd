package io.marketswarm.store;

import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.List;

/**
 * The main program of a process that contends for a lease and appends its token to a list whenever
 * it holds it. Arguments: URL of the bus, name of the lease, time of the lease in milliseconds.
 */
final class OwnerProcess {
  private OwnerProcess() {}

  public static void main(String[] arguments) {
    Vertx vertx = Vertx.vertx();
    RedisBus bus = RedisBus.open(vertx, BusName.SYSTEM, arguments[0]);
    String name = arguments[1];
    Lease lease =
        new Leases(vertx, bus, "process", Duration.ofMillis(Long.parseLong(arguments[2])))
            .contend(
                name,
                new Lease.Listener() {
                  @Override
                  public void acquired(Fence fence) {
                    System.out.println("acquired " + fence.token());
                  }

                  @Override
                  public void lost(String reason) {
                    System.out.println("lost");
                  }
                });
    vertx.setPeriodic(1, tick -> lease.fence().ifPresent(fence -> write(bus, fence)));
  }

  private static void write(RedisBus bus, Fence fence) {
    bus.fenced(
        fence,
        List.of(Request.cmd(Command.RPUSH).arg(fence.name() + ":log").arg("" + fence.token())));
  }
}
