package io.marketswarm.store.embedded;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The file that knows every embedded store's address and password. */
final class StoresFile {
  private static final String NAME = "stores.json";

  private final Path file;
  private final Map<String, JsonObject> stores = new TreeMap<>();

  private StoresFile(Path file) {
    this.file = file;
  }

  static StoresFile in(Path dataDirectory) {
    StoresFile known = new StoresFile(dataDirectory.resolve(NAME));
    try {
      for (var store : new JsonObject(Files.readString(known.file))) {
        known.stores.put(store.getKey(), whole((JsonObject) store.getValue()));
      }
    } catch (NoSuchFileException e) {
      return known;
    } catch (IOException e) {
      throw new StoreException("cannot read " + known.file + ": " + Failures.reason(e), e);
    } catch (DecodeException | ClassCastException e) {
      // Without the cause: a parser's message quotes what it could not parse, passwords included.
      throw new StoreException(known.file + " is damaged: delete it, passwords are then made anew");
    }
    return known;
  }

  private static JsonObject whole(JsonObject store) {
    if (store.getString("url") == null
        || store.getInteger("port") == null
        || store.getString("dir") == null
        || store.getString("password") == null) {
      throw new DecodeException("incomplete");
    }
    return store;
  }

  /** The password that a store was given before, or a new one. */
  Secret secret(String store) {
    return Optional.ofNullable(stores.get(store))
        .map(entry -> entry.getString("password"))
        .map(Secret::known)
        .orElseGet(Secret::random);
  }

  void put(String store, String password, String url, int port, Path directory) {
    stores.put(
        store,
        new JsonObject()
            .put("url", url)
            .put("port", port)
            .put("dir", directory.toString())
            .put("password", password));
  }

  void save() {
    JsonObject json = new JsonObject();
    stores.forEach(json::put);
    try {
      PrivateFiles.writeDurably(file, json.encodePrettily() + "\n");
    } catch (IOException e) {
      throw new StoreException("cannot write " + file + ": " + Failures.reason(e), e);
    }
  }

  List<StoreEntry> entries() {
    List<StoreEntry> entries = new ArrayList<>();
    stores.forEach(
        (name, store) ->
            entries.add(
                new StoreEntry(
                    name,
                    store.getString("url"),
                    store.getInteger("port"),
                    Path.of(store.getString("dir")))));
    return entries;
  }
}
