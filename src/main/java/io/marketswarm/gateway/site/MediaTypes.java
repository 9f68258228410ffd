package io.marketswarm.gateway.site;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What kind of file a name stands for. Only these kinds are ever served. */
final class MediaTypes {
  static final String HTML = "text/html; charset=utf-8";

  private static final Map<String, String> BY_EXTENSION =
      Map.ofEntries(
          Map.entry("html", HTML),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("mjs", "text/javascript; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("json", "application/json"),
          Map.entry("webmanifest", "application/manifest+json"),
          Map.entry("map", "application/json"),
          Map.entry("txt", "text/plain; charset=utf-8"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("jpeg", "image/jpeg"),
          Map.entry("gif", "image/gif"),
          Map.entry("webp", "image/webp"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("woff2", "font/woff2"),
          Map.entry("wasm", "application/wasm"));

  private static final Set<String> NOT_TEXT =
      Set.of("image/png", "image/jpeg", "image/gif", "image/webp", "font/woff2");

  private MediaTypes() {}

  static Optional<String> of(String path) {
    return Optional.ofNullable(BY_EXTENSION.get(extension(path)));
  }

  static String extension(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
  }

  static boolean isCompressible(String type) {
    return !NOT_TEXT.contains(type);
  }
}
