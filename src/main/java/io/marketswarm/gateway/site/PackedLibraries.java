package io.marketswarm.gateway.site;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Modules of libraries that stand in a pack, each as a function that gives what it exports. Whoever
 * is not in the pack reaches them by a file that only hands on what is there, so that each of them
 * exists once.
 */
final class PackedLibraries {
  /** What is larger is better asked for, and kept, by itself. */
  private static final int LARGEST = 64 * 1024;

  private final Modules.Files files;
  private final ImportMap map;
  private final Map<String, LibraryModule> modules = new LinkedHashMap<>();
  private final Map<String, String> names = new LinkedHashMap<>();
  private final Set<String> under = new HashSet<>();

  PackedLibraries(Modules.Files files, ImportMap map) {
    this.files = files;
    this.map = map;
  }

  /**
   * Takes in a module with all that it imports.
   *
   * @throws IllegalArgumentException it cannot stand in a pack; then none can of this
   */
  void add(String name) throws IOException {
    String address =
        name.startsWith("/")
            ? name
            : map.address(name)
                .orElseThrow(() -> new IllegalArgumentException("there is no " + name));
    if (modules.containsKey(address)) {
      return;
    }
    if (!under.add(address)) {
      throw new IllegalArgumentException(address + " imports itself by way of others");
    }
    Asset file =
        files
            .find(address.substring(1))
            .orElseThrow(() -> new IllegalArgumentException(address + " is not there"));
    if (file.content().length() > LARGEST) {
      throw new IllegalArgumentException(address + " is large");
    }
    LibraryModule module = LibraryModule.read(address, file.content().toString(UTF_8));
    for (LibraryModule.Taken taken : module.imports()) {
      add(module.resolve(taken.from()));
    }
    for (String whole : module.passedOn()) {
      add(module.resolve(whole));
    }
    names.put(address, "$lib" + modules.size());
    modules.put(address, module);
  }

  boolean isEmpty() {
    return modules.isEmpty();
  }

  /** What the exports of a library's module are called in the pack. */
  String nameOf(String library) {
    return names.get(library.startsWith("/") ? library : map.address(library).orElseThrow());
  }

  /** The modules, each after those that it imports. */
  String text() {
    StringBuilder text = new StringBuilder();
    modules.values().forEach(module -> write(module, text));
    return text.append("export { ")
        .append(String.join(", ", names.values()))
        .append(" };\n")
        .toString();
  }

  private void write(LibraryModule module, StringBuilder out) {
    out.append("\n// ").append(module.address()).append('\n');
    out.append("const ").append(names.get(module.address())).append(" = (() => {\n");
    for (LibraryModule.Taken taken : module.imports()) {
      Pack.destructure(taken.names(), nameOf(module.resolve(taken.from())), out);
    }
    out.append(module.body()).append("\nreturn { ");
    module
        .passedOn()
        .forEach(whole -> out.append("...").append(nameOf(module.resolve(whole))).append(", "));
    out.append(
        new TreeMap<>(module.exports())
            .entrySet().stream()
                .map(name -> Pack.pair(name.getKey(), name.getValue()))
                .collect(Collectors.joining(", ")));
    out.append(" };\n})();\n");
  }

  /** Files that hand on what is in the pack, by their addresses. */
  Map<String, String> passages(String pack) {
    Map<String, String> passages = new TreeMap<>();
    for (LibraryModule module : modules.values()) {
      String name = names.get(module.address());
      String exports = String.join(", ", exportsOf(module));
      passages.put(
          passage(pack, name),
          "import { "
              + name
              + " } from \""
              + pack
              + "\";\n"
              + (exports.isEmpty() ? "" : "export const { " + exports + " } = " + name + ";\n"));
    }
    return passages;
  }

  /** Where a browser is to look for what stands in the pack, by all names it goes by. */
  Map<String, String> addresses(String pack) {
    Map<String, String> addresses = new TreeMap<>();
    names.forEach(
        (address, name) -> {
          String passage = passage(pack, name);
          addresses.put(address, passage);
          map.namesOf(address).forEach(known -> addresses.put(known, passage));
        });
    return addresses;
  }

  private static String passage(String pack, String name) {
    return pack.replaceFirst("\\.pack\\.js$", "." + name.substring(1) + ".pack.js");
  }

  private Set<String> exportsOf(LibraryModule module) {
    Set<String> exports = new TreeSet<>(module.exports().keySet());
    for (String whole : module.passedOn()) {
      String from = module.resolve(whole);
      String address = from.startsWith("/") ? from : map.address(from).orElseThrow();
      exports.addAll(exportsOf(modules.get(address)));
    }
    return exports;
  }
}
