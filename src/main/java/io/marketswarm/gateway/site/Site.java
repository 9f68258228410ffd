package io.marketswarm.gateway.site;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.Shareable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The web UI: its page, its files, and the libraries it imports. One for all who serve it in a
 * node.
 */
final class Site implements Shareable {
  static final String LIBRARIES = "_static/";

  /** Served as every address that is no file, and as itself. */
  static final String PAGE = "index.html";

  private static final String MAP_GOES_HERE = "<!-- importmap -->";

  /** Names the modules that the page begins with. */
  private static final Pattern MODULES_GO_HERE = Pattern.compile("<!-- modules:([^>]*)-->");

  /** What a file may be called; so no path climbs, and nothing hidden is found. */
  private static final Pattern NAME =
      Pattern.compile("([A-Za-z0-9_@~+-][A-Za-z0-9._@~+-]*/)*[A-Za-z0-9_@~+-][A-Za-z0-9._@~+-]*");

  private final Vertx vertx;
  private final Shelf files;
  private final Shelf libraries = Shelf.classPath("META-INF/resources/");
  private final ImportMap map;
  private volatile Page page;

  /** The page made of one version of its file. */
  private record Page(Asset source, Asset made) {}

  private Site(Vertx vertx, Shelf files, ImportMap map) {
    this.vertx = vertx;
    this.files = files;
    this.map = map;
  }

  /** The site in this folder, or where there is none, the one that comes with the product. */
  static Future<Site> open(Vertx vertx, Path folder) {
    return vertx.executeBlocking(
        () ->
            vertx
                .sharedData()
                .<String, Site>getLocalMap("sites")
                .computeIfAbsent(folder.toString(), name -> read(vertx, folder)),
        false);
  }

  private static Site read(Vertx vertx, Path folder) {
    Shelf files = Files.isDirectory(folder) ? Shelf.folder(folder) : Shelf.classPath("webroot/");
    try {
      return new Site(vertx, files, ImportMap.read());
    } catch (IOException unreadable) {
      throw new IllegalStateException("the libraries of the web UI cannot be read", unreadable);
    }
  }

  /** By which the policy of the page lets the import map stand in it. */
  String mapHash() {
    return map.hash();
  }

  /** A file of the UI or of a library, by its path without the leading slash. */
  Future<Optional<Asset>> find(String path) {
    if (!NAME.matcher(path).matches()) {
      return Future.succeededFuture(Optional.empty());
    }
    return vertx.executeBlocking(() -> read(path), false);
  }

  private Optional<Asset> read(String path) throws IOException {
    return (path.startsWith(LIBRARIES) ? libraries : files).find(path);
  }

  /** The one page of the UI, whatever its address; empty when nobody has put it there. */
  Future<Optional<Asset>> page() {
    return vertx.executeBlocking(
        () -> {
          Optional<Asset> source = files.find(PAGE);
          return source.isEmpty() ? source : Optional.of(made(source.get()));
        },
        false);
  }

  private Asset made(Asset source) throws IOException {
    Page known = page;
    if (known != null && known.source() == source) {
      return known.made();
    }
    String text = source.content().toString(UTF_8).replace(MAP_GOES_HERE, map.element());
    Matcher modules = MODULES_GO_HERE.matcher(text);
    if (modules.find()) {
      List<String> first = List.of(modules.group(1).strip().split("\\s+"));
      text = modules.replaceFirst(new Modules(this::read, map).links(first));
    }
    Asset made =
        Asset.of(text.getBytes(UTF_8), MediaTypes.HTML, Optional.empty(), Optional.empty());
    page = new Page(source, made);
    return made;
  }
}
