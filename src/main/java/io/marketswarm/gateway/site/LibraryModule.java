package io.marketswarm.gateway.site;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One module of a library taken apart. It understands how those are written that went through a
 * compressor, and refuses all else.
 *
 * @param address by which it is imported, with a leading slash
 * @param imports what it takes from which other, as that is named there
 * @param passedOn others all of whose exports it gives away too
 * @param exports what it calls itself what it gives away, by the names it gives it
 * @param body what it does, without its imports and exports
 */
record LibraryModule(
    String address,
    List<Taken> imports,
    List<String> passedOn,
    Map<String, String> exports,
    String body) {

  /**
   * @param from address or name of another
   * @param names those taken, by what they are called here
   */
  record Taken(String from, Map<String, String> names) {}

  private static final String FROM = "from\\s*\"([^\"]+)\";?";
  private static final String NAMES = "\\{([^}]*)}";
  private static final String BEGIN = "(?<![\\w$.])";
  private static final Pattern IMPORT =
      Pattern.compile(BEGIN + "import\\s*(?:" + NAMES + "\\s*from\\s*)?\"([^\"]+)\";?");
  private static final Pattern EXPORTED_AGAIN =
      Pattern.compile(BEGIN + "export\\s*" + NAMES + "\\s*" + FROM);
  private static final Pattern ALL_EXPORTED_AGAIN =
      Pattern.compile(BEGIN + "export\\s*\\*\\s*" + FROM);
  private static final Pattern EXPORT_LIST = Pattern.compile(BEGIN + "export\\s*" + NAMES + ";?");
  private static final Pattern STRANGE =
      Pattern.compile(BEGIN + "(?:import|export)\\b[^;]{0,40}|import\\.meta");

  /**
   * @throws IllegalArgumentException it is written in another way
   */
  static LibraryModule read(String address, String text) {
    Reading reading = new Reading();
    String rest = IMPORT.matcher(text).replaceAll(reading::take);
    rest = EXPORTED_AGAIN.matcher(rest).replaceAll(reading::takeAndGive);
    rest =
        ALL_EXPORTED_AGAIN
            .matcher(rest)
            .replaceAll(
                found -> {
                  reading.passedOn.add(found.group(1));
                  return "";
                });
    rest =
        EXPORT_LIST
            .matcher(rest)
            .replaceAll(
                found -> {
                  reading.exports.putAll(Module.named(found.group(1)));
                  return "";
                });
    Matcher strange = STRANGE.matcher(rest);
    if (strange.find()) {
      throw new IllegalArgumentException(address + " has \"" + strange.group().strip() + '"');
    }
    return new LibraryModule(
        address,
        List.copyOf(reading.imports),
        List.copyOf(reading.passedOn),
        Map.copyOf(reading.exports),
        rest);
  }

  /** Another's address; a name that is no address stays as it is. */
  String resolve(String from) {
    return from.startsWith("/") || from.startsWith(".")
        ? URI.create(address).resolve(from).getPath()
        : from;
  }

  private static final class Reading {
    private final List<Taken> imports = new ArrayList<>();
    private final List<String> passedOn = new ArrayList<>();
    private final Map<String, String> exports = new LinkedHashMap<>();

    String take(MatchResult found) {
      imports.add(new Taken(found.group(2), Module.named(found.group(1))));
      return "";
    }

    /** What is only handed on has no name here, and gets one that nobody else has. */
    String takeAndGive(MatchResult found) {
      Map<String, String> taken = new LinkedHashMap<>();
      Module.named(found.group(1))
          .forEach(
              (outside, there) -> {
                String here = "$given" + exports.size();
                taken.put(here, there);
                exports.put(outside, here);
              });
      imports.add(new Taken(found.group(2), taken));
      return "";
    }
  }
}
