package io.marketswarm.truth;

import io.marketswarm.truth.AccessPoint.Wire;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/** Whether the ends of all wires between components meet. */
final class Wiring {
  private static final List<String> POINT_LISTS =
      List.of("publish_to", "subscribe_to", "readwrite", "read_only");
  private static final List<String> MODEL_LISTS = List.of("produces", "consumes");

  private Wiring() {}

  /** Subscriptions to what nobody publishes and models that nobody produces. */
  static List<Finding> dangling(List<ComponentFile> components) {
    List<Finding> findings = new ArrayList<>();
    loose(
        components,
        Component::subscribes,
        Component::publishes,
        (end, place) ->
            end.error(
                "access_points/subscribe_to/" + place.index(),
                "dangling subscription " + place + " is published by no component"),
        findings);
    loose(
        components,
        Component::consumes,
        Component::produces,
        (end, place) ->
            end.error(
                "models/consumes/" + place.index(),
                "dangling model " + place + " is produced by no component"),
        findings);
    return findings;
  }

  /** What is published or produced for nobody, unless it is meant for the outside. */
  static List<Finding> unheard(List<ComponentFile> components) {
    List<Finding> findings = new ArrayList<>();
    loose(
        components,
        Component::publishes,
        Wiring::reads,
        (end, place) ->
            end.warning(
                "access_points/publish_to/" + place.index(),
                "nobody subscribes to " + place + "; say \"external\": true if that is meant"),
        findings);
    loose(
        components,
        Component::produces,
        Wiring::reads,
        (end, place) ->
            end.warning(
                "models/produces/" + place.index(),
                "nobody consumes " + place + "; say \"external\": true if that is meant"),
        findings);
    return findings;
  }

  private static List<AccessPoint> reads(Component component) {
    return Stream.concat(component.subscribes().stream(), component.consumes().stream()).toList();
  }

  /** References to buses the node does not declare. */
  static List<Finding> unknownBuses(Set<String> declared, List<ComponentFile> components) {
    List<Finding> findings = new ArrayList<>();
    for (ComponentFile file : components) {
      for (String list : POINT_LISTS) {
        unknownBuses(declared, file, "access_points", list, findings);
      }
      for (String list : MODEL_LISTS) {
        unknownBuses(declared, file, "models", list, findings);
      }
    }
    return findings;
  }

  private static void unknownBuses(
      Set<String> declared, ComponentFile file, String block, String list, List<Finding> findings) {
    JsonArray points = Component.array(file.component().object(block), list);
    for (int i = 0; i < points.size(); i++) {
      if (points.getValue(i) instanceof JsonObject point
          && point.getValue("bus") instanceof String bus
          && !declared.contains(bus)) {
        findings.add(
            file.error(
                String.join("/", block, list, String.valueOf(i), "bus"),
                "unknown bus '" + bus + "', the node declares " + String.join(", ", declared)));
      }
    }
  }

  /** One end of a wire, and where in its list it is written. */
  private record Place(String component, Wire wire, int index) {
    @Override
    public String toString() {
      return "component=" + component + " bus=" + wire.bus() + " key=" + wire.key();
    }
  }

  private static void loose(
      List<ComponentFile> components,
      Function<Component, List<AccessPoint>> ends,
      Function<Component, List<AccessPoint>> otherEnds,
      BiFunction<ComponentFile, Place, Finding> complaint,
      List<Finding> findings) {
    Set<Wire> others = new HashSet<>();
    for (ComponentFile file : components) {
      otherEnds.apply(file.component()).forEach(point -> others.add(point.wire()));
    }
    for (ComponentFile file : components) {
      List<AccessPoint> points = ends.apply(file.component());
      for (int i = 0; i < points.size(); i++) {
        AccessPoint point = points.get(i);
        if (!point.external() && !others.contains(point.wire())) {
          findings.add(complaint.apply(file, new Place(file.component().id(), point.wire(), i)));
        }
      }
    }
  }
}
