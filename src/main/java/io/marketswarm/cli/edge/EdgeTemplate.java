package io.marketswarm.cli.edge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The configuration of nginx as it is shipped, with names in place of what differs. */
public final class EdgeTemplate {
  /** Where nginx finds the servers, below its folder. */
  public static final String SITE = "conf.d/marketswarm.conf";

  /** What needs no saying on the machine of the node. */
  public static final Map<String, String> DEFAULTS =
      Map.of(
          "UPSTREAM_HOST", "127.0.0.1",
          "GATEWAY_PORT", "3001",
          "COPILOT_PORT", "8095",
          "HTTP_PORT", "80",
          "HTTPS_PORT", "443",
          "ACME_ROOT", "/var/www/acme",
          "ACCESS_LOG", "/var/log/nginx/marketswarm.log",
          "CONF_DIR", "/etc/nginx");

  private static final String TEMPLATE = "marketswarm.conf.template";

  /** What the servers include. */
  private static final List<String> PARTS =
      List.of("marketswarm.forwarded.conf", "marketswarm.stream.conf", "marketswarm.verified.conf");

  private static final Pattern NAME = Pattern.compile("\\$\\{([A-Z_]+)}");

  /** Nothing that ends a word or a statement of nginx. */
  private static final Pattern WORD = Pattern.compile("[\\w.:/\\[\\]*@+~=-]+");

  /** The only one that may be several words. */
  private static final String NAMES = "SERVER_NAMES";

  private final Path folder;
  private final String text;

  private EdgeTemplate(Path folder, String text) {
    this.folder = folder;
    this.text = text;
  }

  /**
   * Reads the template.
   *
   * @throws IOException when the folder does not hold one
   */
  public static EdgeTemplate in(Path folder) throws IOException {
    return new EdgeTemplate(folder, Files.readString(folder.resolve(TEMPLATE)));
  }

  /** The names that have to be filled in. */
  public Set<String> names() {
    Set<String> names = new TreeSet<>();
    NAME.matcher(text).results().forEach(found -> names.add(found.group(1)));
    return names;
  }

  /**
   * The files of the configuration by their place below the folder of nginx.
   *
   * @throws IllegalArgumentException naming every value that is missing or no word of nginx
   */
  public Map<String, String> fill(Map<String, String> values) throws IOException {
    check(values);
    Map<String, String> files = new LinkedHashMap<>();
    for (String part : PARTS) {
      files.put(part, Files.readString(folder.resolve(part)));
    }
    files.put(
        SITE,
        NAME.matcher(text)
            .replaceAll(found -> Matcher.quoteReplacement(values.get(found.group(1)).strip())));
    return files;
  }

  private void check(Map<String, String> values) {
    Set<String> problems = new TreeSet<>();
    for (String name : names()) {
      String value = values.getOrDefault(name, "").strip();
      if (value.isEmpty()) {
        problems.add(name + " is not given");
      } else if (!isSafe(name, value)) {
        problems.add(name + ": '" + value + "' cannot stand in a configuration of nginx");
      }
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
  }

  private static boolean isSafe(String name, String value) {
    List<String> words = name.equals(NAMES) ? List.of(value.split(" +")) : List.of(value);
    return words.stream().allMatch(word -> WORD.matcher(word).matches());
  }
}
