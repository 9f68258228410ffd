package io.marketswarm.node;

import io.marketswarm.log.Log;
import io.marketswarm.service.ServiceStatus;
import io.marketswarm.service.ServiceStatus.State;
import io.marketswarm.service.Vitals.Condition;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the nodes that run a service tell each other of its workers. With each beat a node leaves
 * its report on the bus and takes those of the others along; the next heartbeat tells them all. A
 * worker that nobody reports because nobody holds its lease is down.
 */
final class Reports {
  /** A lease changes hands now and then; for so many beats in a row that does not count. */
  private static final int VACANT_FROM = 2;

  private static final Log LOG = Log.of("node");

  /** By worker, for how many beats its lease has been free. */
  private final Map<String, Integer> vacant = new HashMap<>();

  private List<Report> others = List.of();

  /** This node's report. */
  Report mine(
      ServiceStatus status,
      Map<String, Condition> conditions,
      List<Claim> claims,
      List<Ailment> ailments) {
    Map<String, Condition> workers = new TreeMap<>(conditions);
    Map<String, String> stopped = new TreeMap<>();
    for (Claim claim : claims) {
      if (vacant.getOrDefault(claim.worker(), 0) >= VACANT_FROM) {
        workers.put(claim.worker(), Condition.DOWN);
      }
    }
    for (Ailment ailment : ailments) {
      // What another node runs in its place is up, whatever happened here.
      boolean down = !ailment.owned() || vacant.getOrDefault(ailment.worker(), 0) > 0;
      if (down) {
        workers.put(ailment.worker(), Condition.DOWN);
        if (ailment.stopped()) {
          stopped.put(ailment.worker(), ailment.what());
        }
      }
    }
    boolean well =
        status.state() != State.DEGRADED
            && workers.values().stream().allMatch(Condition.OK::equals);
    return new Report(well, status.totalInstances(), workers, stopped);
  }

  /** The report of all nodes, as far as they have been heard. */
  Report together(Report mine) {
    return others.stream().reduce(mine, Report::and);
  }

  /** What the bus answered to a beat: the reports of the others, and who of the claims is held. */
  void heard(Response reports, List<Claim> claims, Response held) {
    List<Report> heard = new ArrayList<>();
    for (Response report : reports) {
      try {
        heard.add(Report.decode(report.toString()));
      } catch (RuntimeException foreign) {
        LOG.debug("the report of another node cannot be read: " + foreign.getMessage());
      }
    }
    others = heard;
    for (int i = 0; i < claims.size(); i++) {
      String worker = claims.get(i).worker();
      if (held.get(i).toInteger() == 0) {
        vacant.merge(worker, 1, Integer::sum);
      } else {
        vacant.remove(worker);
      }
    }
  }
}
