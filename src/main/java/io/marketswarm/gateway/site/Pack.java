package io.marketswarm.gateway.site;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Modules of the UI as one file. They stay as many files as their readers like; a browser, for
 * which each file costs as much as much of its content, asks for one. Each module stands in a
 * function of its own, in the order in which they would run, and what it exports is there for all.
 * The page's import map leads from each module to its pack, so that there is only one of it,
 * whoever imports it later.
 *
 * @param address of the file
 * @param modules those of the UI in it, in the order in which they run
 * @param packed those of libraries in it
 * @param libraries what they import that is not in any pack
 */
record Pack(
    String address,
    List<Module> modules,
    PackedLibraries packed,
    Set<String> libraries,
    String text) {
  private static final String ENDING = ".pack.js";

  /**
   * Packs modules with all that they import, of libraries too where these are written so that they
   * can stand there.
   *
   * @throws IllegalArgumentException they cannot stand in one file
   */
  static Pack of(List<String> first, Modules.Files files, ImportMap map) throws IOException {
    Gathering gathering = new Gathering(files);
    for (String address : first) {
      gathering.add(address);
    }
    String name = first.get(0);
    String address = name.substring(0, name.lastIndexOf('.')) + ENDING;
    List<Module> modules = List.copyOf(gathering.modules.values());
    Set<String> libraries =
        modules.stream()
            .flatMap(module -> module.imports().stream())
            .filter(taken -> !taken.isOurs())
            .map(Module.Import::from)
            .collect(Collectors.toCollection(TreeSet::new));
    PackedLibraries packed = packed(libraries, files, map);
    if (!packed.isEmpty()) {
      libraries.clear();
    }
    String text = new Writing(modules, packed).text();
    return new Pack(address, modules, packed, Set.copyOf(libraries), text);
  }

  private static PackedLibraries packed(Set<String> libraries, Modules.Files files, ImportMap map)
      throws IOException {
    PackedLibraries packed = new PackedLibraries(files, map);
    try {
      for (String library : libraries) {
        packed.add(library);
      }
      return packed;
    } catch (IllegalArgumentException unpackable) {
      return new PackedLibraries(files, map);
    }
  }

  /** Modules in the order in which they run: each after those that it imports. */
  private static final class Gathering {
    private final Modules.Files files;
    private final Map<String, Module> modules = new LinkedHashMap<>();
    private final Set<String> under = new HashSet<>();

    Gathering(Modules.Files files) {
      this.files = files;
    }

    void add(String address) throws IOException {
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
      Module module = Module.read(address, file.content().toString(UTF_8));
      for (Module.Import taken : module.imports()) {
        if (taken.isOurs()) {
          add(taken.from());
        }
      }
      modules.put(address, module);
    }
  }

  private static final class Writing {
    private final List<Module> modules;
    private final PackedLibraries packed;

    /** What is imported as a whole, by the name it has in the file. */
    private final Map<String, String> wholes = new TreeMap<>();

    /** Who gives a name away. */
    private final Map<String, String> givers = new HashMap<>();

    Writing(List<Module> modules, PackedLibraries packed) {
      this.modules = modules;
      this.packed = packed;
    }

    String text() {
      StringBuilder bodies = new StringBuilder();
      modules.forEach(module -> write(module, bodies));
      StringBuilder text = new StringBuilder();
      wholes.forEach(
          (from, name) ->
              text.append("import * as ")
                  .append(name)
                  .append(" from \"")
                  .append(from)
                  .append("\";\n"));
      if (!packed.isEmpty()) {
        text.append(packed.text());
      }
      return text.append(bodies).toString();
    }

    private void write(Module module, StringBuilder out) {
      out.append("\n// ").append(module.address()).append('\n');
      if (!module.exports().isEmpty()) {
        out.append("export const { ").append(String.join(", ", given(module))).append(" } = ");
      }
      out.append("(() => {\n");
      module.imports().forEach(taken -> take(module, taken, out));
      out.append(module.body());
      if (!module.exports().isEmpty()) {
        String returned =
            module.exports().entrySet().stream()
                .map(name -> pair(name.getKey(), name.getValue()))
                .sorted()
                .collect(Collectors.joining(", "));
        out.append("return { ").append(returned).append(" };\n");
      }
      out.append("})();\n");
    }

    private List<String> given(Module module) {
      List<String> names = new ArrayList<>(module.exports().keySet());
      names.sort(null);
      for (String name : names) {
        String other = givers.put(name, module.address());
        if (other != null) {
          throw new IllegalArgumentException(
              name + " is exported by " + other + " and by " + module.address());
        }
      }
      return names;
    }

    /** A name from within the file is there already, unless it is called otherwise here. */
    private void take(Module module, Module.Import taken, StringBuilder out) {
      if (!taken.isOurs()) {
        destructure(taken.names(), whole(taken.from()), out);
        return;
      }
      Module source =
          modules.stream().filter(m -> m.address().equals(taken.from())).findFirst().orElseThrow();
      taken
          .names()
          .values()
          .forEach(
              name -> {
                if (!source.gives(name)) {
                  throw new IllegalArgumentException(
                      module.address() + " wants " + name + ", which is not in " + taken.from());
                }
              });
      taken
          .names()
          .forEach(
              (here, there) -> {
                if (!here.equals(there)) {
                  out.append("const ").append(here).append(" = ").append(there).append(";\n");
                }
              });
    }

    private String whole(String from) {
      if (!packed.isEmpty()) {
        return packed.nameOf(from);
      }
      return wholes.computeIfAbsent(from, name -> "$" + wholes.size());
    }
  }

  static void destructure(Map<String, String> names, String whole, StringBuilder out) {
    if (!names.isEmpty()) {
      String list =
          names.entrySet().stream()
              .map(name -> pair(name.getValue(), name.getKey()))
              .collect(Collectors.joining(", "));
      out.append("const { ").append(list).append(" } = ").append(whole).append(";\n");
    }
  }

  static String pair(String outside, String inside) {
    return outside.equals(inside) ? outside : outside + ": " + inside;
  }
}
