package io.marketswarm.truth;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who must run before whom. */
final class Dependencies {
  private Dependencies() {}

  /** Names that are no components of the node, and circles nobody could start from. */
  static List<Finding> check(Set<String> declared, List<ComponentFile> components) {
    List<Finding> findings = new ArrayList<>();
    Map<String, List<String>> needs = new LinkedHashMap<>();
    Map<String, ComponentFile> files = new LinkedHashMap<>();
    for (ComponentFile file : components) {
      List<String> names = file.component().dependencies();
      for (int i = 0; i < names.size(); i++) {
        if (!declared.contains(names.get(i))) {
          findings.add(
              file.error(
                  "dependencies/" + i,
                  "unknown dependency '" + names.get(i) + "', no component of the node"));
        }
      }
      needs.put(file.component().id(), names);
      files.put(file.component().id(), file);
    }
    for (List<String> cycle : cycles(needs)) {
      String round = String.join(" -> ", cycle) + " -> " + cycle.get(0);
      findings.add(files.get(cycle.get(0)).error("dependencies", "dependency cycle " + round));
    }
    return findings;
  }

  /** Everybody after all they depend on; among equals the given order holds. */
  static List<String> startOrder(Map<String, List<String>> needs) {
    Set<String> started = new LinkedHashSet<>();
    Set<String> waiting = new LinkedHashSet<>(needs.keySet());
    while (!waiting.isEmpty()) {
      String next =
          waiting.stream()
              .filter(name -> needs.get(name).stream().noneMatch(waiting::contains))
              .findFirst()
              .orElseGet(() -> waiting.iterator().next());
      waiting.remove(next);
      started.add(next);
    }
    return List.copyOf(started);
  }

  private static List<List<String>> cycles(Map<String, List<String>> needs) {
    List<List<String>> cycles = new ArrayList<>();
    Set<String> done = new LinkedHashSet<>();
    for (String name : needs.keySet()) {
      walk(name, needs, new ArrayList<>(), done, cycles);
    }
    return cycles;
  }

  private static void walk(
      String name,
      Map<String, List<String>> needs,
      List<String> trail,
      Set<String> done,
      List<List<String>> cycles) {
    int seen = trail.indexOf(name);
    if (seen >= 0) {
      cycles.add(List.copyOf(trail.subList(seen, trail.size())));
    } else if (!done.contains(name)) {
      trail.add(name);
      for (String need : needs.getOrDefault(name, List.of())) {
        walk(need, needs, trail, done, cycles);
      }
      trail.remove(trail.size() - 1);
      done.add(name);
    }
  }
}
