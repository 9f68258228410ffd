package io.marketswarm.gateway.site;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page of the UI as browsers get it, made of the file that lies there: with the import map and
 * what runs before all else in it, and with one file for each group of modules and one for all
 * styles. Where modules cannot stand in one file the page says why, and names each of them.
 *
 * @param html the page itself
 * @param scripts by which its policy lets those run that stand in it
 * @param packs files of which there is none, by their paths without the leading slash
 * @param sources of what all this was made
 */
record Page(Asset html, String scripts, Map<String, Asset> packs, Map<String, Asset> sources) {
  private static final String MAP_GOES_HERE = "<!-- importmap -->";

  /** Names the modules that the page begins with: ours by address, those of libraries by name. */
  private static final Pattern MODULES_GO_HERE = Pattern.compile("<!-- modules:([^>]*)-->");

  private static final Pattern STYLES =
      Pattern.compile("<link rel=\"stylesheet\" href=\"/([^\"]+)\" />\\s*");

  /** A script that stands in the page, and not in a file. */
  private static final Pattern SCRIPT_HERE =
      Pattern.compile("<script(?![^>]* src=)[^>]*>(.+?)</script>", Pattern.DOTALL);

  /** Runs at once, and before anything else is there. */
  private static final Pattern FIRST_SCRIPT =
      Pattern.compile("<script src=\"/([^\"]+)\"></script>");

  /** What depends on where a file lies, or must come first in it. */
  private static final Pattern UNMOVABLE =
      Pattern.compile("\\burl\\(|^\\s*@(?:import|charset|layer)\\b");

  private static final String STYLE_PACK = "styles.pack.css";
  private static final String CSS = MediaTypes.of(STYLE_PACK).orElseThrow();
  private static final String SCRIPT = MediaTypes.of("pack.js").orElseThrow();

  static boolean hasPack(String path) {
    return path.endsWith(".pack.js") || path.endsWith(".pack.css");
  }

  /** Whether all of which it was made is still as it was. */
  boolean isOf(Shelf files) throws IOException {
    for (Map.Entry<String, Asset> source : sources.entrySet()) {
      if (files.find(source.getKey()).orElse(null) != source.getValue()) {
        return false;
      }
    }
    return true;
  }

  static Page make(Asset source, Shelf files, Shelf libraries, ImportMap map) throws IOException {
    return new Making(files, libraries, map).page(source);
  }

  private static final class Making {
    private final Shelf files;
    private final Shelf libraries;
    private final ImportMap map;
    private final Map<String, Asset> packs = new HashMap<>();
    private final Map<String, Asset> sources = new HashMap<>();

    /** Where modules are that stand in the pack. */
    private final Map<String, String> addresses = new TreeMap<>();

    Making(Shelf files, Shelf libraries, ImportMap map) {
      this.files = files;
      this.libraries = libraries;
      this.map = map;
    }

    Page page(Asset source) throws IOException {
      sources.put(Site.PAGE, source);
      String text = withModules(withStyles(withScript(source.content().toString(UTF_8))));
      ImportMap whole = map.with(addresses);
      text = text.replace(MAP_GOES_HERE, whole.element());
      Set<String> scripts = new LinkedHashSet<>(List.of(Policy.hash(whole.text())));
      SCRIPT_HERE
          .matcher(text)
          .results()
          .forEach(script -> scripts.add(Policy.hash(script.group(1))));
      return new Page(
          asset(text, MediaTypes.HTML),
          String.join(" ", scripts),
          Map.copyOf(packs),
          Map.copyOf(sources));
    }

    private Optional<Asset> find(String path) throws IOException {
      if (path.startsWith(Site.LIBRARIES)) {
        return libraries.find(path);
      }
      Optional<Asset> found = files.find(path);
      found.ifPresent(asset -> sources.put(path, asset));
      return found;
    }

    /**
     * What is short and comes first is not asked for: a browser would be idle until it is there.
     */
    private String withScript(String text) throws IOException {
      Matcher place = FIRST_SCRIPT.matcher(text);
      if (!place.find()) {
        return text;
      }
      Optional<Asset> script = find(place.group(1));
      if (script.isEmpty()) {
        return text;
      }
      String body = "\n" + script.get().content().toString(UTF_8);
      if (body.contains("</script")) {
        return text;
      }
      return place.replaceFirst(Matcher.quoteReplacement("<script>" + body + "</script>"));
    }

    private String withStyles(String text) throws IOException {
      List<String> names = STYLES.matcher(text).results().map(link -> link.group(1)).toList();
      StringBuilder all = new StringBuilder();
      for (String name : names) {
        Optional<Asset> sheet = find(name);
        if (sheet.isEmpty() || UNMOVABLE.matcher(sheet.get().content().toString(UTF_8)).find()) {
          return text;
        }
        all.append("/* ").append(name).append(" */\n").append(sheet.get().content()).append('\n');
      }
      if (names.size() < 2) {
        return text;
      }
      packs.put(STYLE_PACK, asset(all.toString(), CSS));
      Matcher links = STYLES.matcher(text);
      links.find();
      String first = links.group().replace(names.get(0), STYLE_PACK);
      return text.substring(0, links.start())
          + first
          + STYLES.matcher(text.substring(links.end())).replaceAll("");
    }

    private String withModules(String text) throws IOException {
      Matcher place = MODULES_GO_HERE.matcher(text);
      if (!place.find()) {
        return text;
      }
      List<String> first = List.of(place.group(1).strip().split("\\s+"));
      Modules modules = new Modules(this::find, map);
      try {
        return packed(text, place, first, modules);
      } catch (IllegalArgumentException unpackable) {
        String why = "<!-- in pieces: " + unpackable.getMessage().replaceAll("-->|--", "") + " -->";
        return place.replaceFirst(Matcher.quoteReplacement(why + modules.links(first)));
      }
    }

    private String packed(String text, Matcher place, List<String> first, Modules modules)
        throws IOException {
      List<String> ours = first.stream().filter(name -> name.startsWith("/")).toList();
      Pack pack = Pack.of(ours, this::find, map);
      Set<String> libraries = new LinkedHashSet<>(pack.libraries());
      first.stream().filter(name -> !name.startsWith("/")).forEach(libraries::add);
      packs.put(pack.address().substring(1), asset(pack.text(), SCRIPT));
      String links = Modules.link(pack.address()) + modules.links(List.copyOf(libraries));
      String with = place.replaceFirst(Matcher.quoteReplacement(links));
      pack.packed()
          .passages(pack.address())
          .forEach((address, passage) -> packs.put(address.substring(1), asset(passage, SCRIPT)));
      addresses.putAll(pack.packed().addresses(pack.address()));
      for (Module module : pack.modules()) {
        addresses.put(module.address(), pack.address());
        with = with.replace(src(module.address()), src(pack.address()));
      }
      return with;
    }

    private static String src(String address) {
      return "src=\"" + address + "\"";
    }

    private static Asset asset(String text, String type) {
      return Asset.of(text.getBytes(UTF_8), type, Optional.empty(), Optional.empty());
    }
  }
}
