package io.marketswarm.gateway.site;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.Shareable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * The web UI: its page, its files, and the libraries it imports. One for all who serve it in a
 * node.
 */
final class Site implements Shareable {
  static final String LIBRARIES = "_static/";

  /** Served as every address that is no file, and as itself. */
  static final String PAGE = "index.html";

  /** What a file may be called; so no path climbs, and nothing hidden is found. */
  private static final Pattern NAME =
      Pattern.compile("([A-Za-z0-9_@~+-][A-Za-z0-9._@~+-]*/)*[A-Za-z0-9_@~+-][A-Za-z0-9._@~+-]*");

  /** To look at all files of the page takes longer than to answer. */
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Vertx vertx;
  private final Shelf files;
  private final Shelf libraries = Shelf.classPath("META-INF/resources/");
  private final ImportMap map;
  private volatile Page page;
  private volatile long lookedAt;

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

  /** A file of the UI or of a library, by its path without the leading slash. */
  Future<Optional<Asset>> find(String path) {
    if (!NAME.matcher(path).matches()) {
      return Future.succeededFuture(Optional.empty());
    }
    return vertx.executeBlocking(() -> read(path), false);
  }

  private Optional<Asset> read(String path) throws IOException {
    if (path.startsWith(LIBRARIES)) {
      return libraries.find(path);
    }
    return Page.hasPack(path)
        ? current().flatMap(page -> Optional.ofNullable(page.packs().get(path)))
        : files.find(path);
  }

  /** The one page of the UI, whatever its address; empty when nobody has put it there. */
  Future<Optional<Page>> page() {
    return vertx.executeBlocking(this::current, false);
  }

  /** Files may be changed while they are served: the page is made anew when one of its own was. */
  private Optional<Page> current() throws IOException {
    Page known = page;
    long now = System.nanoTime();
    if (known != null && now - lookedAt < LOOK_NANOS) {
      return Optional.of(known);
    }
    lookedAt = now;
    if (known != null && known.isOf(files)) {
      return Optional.of(known);
    }
    Optional<Asset> source = files.find(PAGE);
    page = source.isEmpty() ? null : Page.make(source.get(), files, libraries, map);
    return Optional.ofNullable(page);
  }
}
