package io.marketswarm.node;

import io.marketswarm.service.ServiceStatus;
import java.util.List;

/** How a service stands on this node. */
interface Standing {
  ServiceStatus status();

  /** What does not run here though it should. */
  List<Ailment> ailments();

  /** What one node of the cluster should run, and this one may be it. */
  List<Claim> claims();
}
