package io.marketswarm.gateway.site;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the modules of a page import, so that the page can name all of it beforehand: a browser that
 * learns of modules one from another waits for the wire again at every step.
 */
final class Modules {
  /** What is needed to run a module; what it may fetch later has a parenthesis before it. */
  private static final Pattern IMPORT =
      Pattern.compile("\\b(?:import|export)\\b[^;\"'()=.]*[\"']([^\"']+)[\"']");

  private final Files files;
  private final ImportMap map;

  /** Where modules are read. */
  @FunctionalInterface
  interface Files {
    /** The file of this path, which has no leading slash; empty when there is none. */
    Optional<Asset> find(String path) throws IOException;
  }

  Modules(Files files, ImportMap map) {
    this.files = files;
    this.map = map;
  }

  /** Links to these modules, given by address or by name, and to all that they import. */
  String links(List<String> first) throws IOException {
    StringBuilder links = new StringBuilder();
    for (String module : withImports(first)) {
      links.append(link(module));
    }
    return links.toString();
  }

  static String link(String module) {
    return "<link rel=\"modulepreload\" href=\"" + module + "\" />";
  }

  /** Addresses, those that are imported later behind those that import them. */
  private Set<String> withImports(List<String> first) throws IOException {
    Set<String> found = new LinkedHashSet<>();
    Deque<String> next = new ArrayDeque<>();
    first.forEach(name -> address("/", name).ifPresent(next::add));
    while (!next.isEmpty()) {
      String module = next.remove();
      Optional<Asset> file = files.find(module.substring(1));
      if (file.isPresent() && found.add(module)) {
        Matcher imports = IMPORT.matcher(file.get().content().toString(UTF_8));
        while (imports.find()) {
          address(module, imports.group(1)).ifPresent(next::add);
        }
      }
    }
    return found;
  }

  private Optional<String> address(String from, String name) {
    return name.startsWith("/") || name.startsWith(".")
        ? Optional.of(URI.create(from).resolve(name).getPath())
        : map.address(name);
  }
}
