package io.marketswarm.gateway.site;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One module of the UI taken apart, so that it can stand beside others in one file. It understands
 * how our own modules are written and refuses all else.
 *
 * @param address by which it is imported, with a leading slash
 * @param imports what it takes from which module, as they are named there
 * @param exports what it calls itself what it gives away, by the names it gives it
 * @param passedOn names of others of ours that it gives away as they are
 * @param body what it does, without its imports and exports
 */
record Module(
    String address,
    List<Import> imports,
    Map<String, String> exports,
    Set<String> passedOn,
    String body) {

  /**
   * @param from an address, or a library's name
   * @param names those taken, by what they are called here
   */
  record Import(String from, Map<String, String> names) {
    boolean isOurs() {
      return from.startsWith("/");
    }
  }

  private static final Pattern IMPORT =
      Pattern.compile("(?m)^import\\s+(?:\\{([^}]*)}\\s+from\\s+)?\"([^\"]+)\";\\R?");
  private static final Pattern EXPORTED_AGAIN =
      Pattern.compile("(?m)^export\\s+\\{([^}]*)}\\s+from\\s+\"([^\"]+)\";\\R?");
  private static final Pattern EXPORT_LIST = Pattern.compile("(?m)^export\\s+\\{([^}]*)};\\R?");
  private static final Pattern EXPORT =
      Pattern.compile("(?m)^export\\s+((?:const|class|(?:async\\s+)?function\\*?)\\s+)([\\w$]+)");
  private static final Pattern IMPORTED_LATER =
      Pattern.compile("\\bimport\\(\\s*\"(\\.[^\"]+)\"\\s*\\)");

  /** What would mean something else in another file. */
  private static final Pattern STRANGE =
      Pattern.compile("(?m)^(?:import|export|await)\\b.*|\\bimport\\.meta\\b|^\\s*for\\s+await\\b");

  /**
   * @throws IllegalArgumentException it is written in another way than ours are
   */
  static Module read(String address, String text) {
    List<Import> imports = new ArrayList<>();
    Map<String, String> exports = new LinkedHashMap<>();
    Set<String> passedOn = new HashSet<>();
    String rest =
        IMPORT
            .matcher(text)
            .replaceAll(
                found -> {
                  imports.add(new Import(resolved(address, found.group(2)), named(found.group(1))));
                  return "";
                });
    rest =
        EXPORTED_AGAIN
            .matcher(rest)
            .replaceAll(
                found -> {
                  Import from =
                      new Import(resolved(address, found.group(2)), named(found.group(1)));
                  from.names()
                      .forEach(
                          (here, there) -> {
                            if (from.isOurs() && here.equals(there)) {
                              passedOn.add(here);
                            } else {
                              exports.put(here, here);
                            }
                          });
                  imports.add(from);
                  return "";
                });
    rest =
        EXPORT_LIST
            .matcher(rest)
            .replaceAll(
                found -> {
                  named(found.group(1)).forEach((outside, inside) -> exports.put(outside, inside));
                  return "";
                });
    rest =
        EXPORT
            .matcher(rest)
            .replaceAll(
                found -> {
                  exports.put(found.group(2), found.group(2));
                  return Matcher.quoteReplacement(found.group(1) + found.group(2));
                });
    Matcher strange = STRANGE.matcher(rest);
    if (strange.find()) {
      throw new IllegalArgumentException(address + " has \"" + strange.group().strip() + '"');
    }
    String body =
        IMPORTED_LATER
            .matcher(rest)
            .replaceAll(
                found ->
                    Matcher.quoteReplacement(
                        "import(\"" + resolved(address, found.group(1)) + "\")"));
    return new Module(
        address, List.copyOf(imports), Map.copyOf(exports), Set.copyOf(passedOn), body);
  }

  boolean gives(String name) {
    return exports.containsKey(name) || passedOn.contains(name);
  }

  /** The names of a list such as {@code a, b as c}: those after {@code as} by those before. */
  static Map<String, String> named(String list) {
    Map<String, String> names = new LinkedHashMap<>();
    for (String entry : list == null ? new String[0] : list.split(",")) {
      String[] words = entry.strip().split("\\s+as\\s+");
      if (!words[0].isEmpty()) {
        names.put(words[words.length - 1], words[0]);
      }
    }
    return names;
  }

  private static String resolved(String from, String name) {
    return name.startsWith("/") || name.startsWith(".")
        ? URI.create(from).resolve(name).getPath()
        : name;
  }
}
