package io.marketswarm.truth;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Secret values by scope and name; a scope is as a rule the id of the service that may see it.
 * Nothing here ever prints a value.
 */
public final class Secrets {
  public static final Secrets NONE = new Secrets(Map.of());

  /** Secrets by which services recognise each other or a session: one value for all of them. */
  static final Set<String> SHARED = Set.of("INTERNAL_AUTH_SECRET", "APP_SESSION_SECRET");

  private static final String ROOT = "secrets";

  private final SortedMap<String, SortedMap<String, String>> scopes = new TreeMap<>();

  private Secrets(Map<String, ? extends Map<String, String>> scopes) {
    scopes.forEach((scope, values) -> this.scopes.put(scope, new TreeMap<>(values)));
  }

  public static Secrets of(Map<String, ? extends Map<String, String>> scopes) {
    return new Secrets(scopes);
  }

  /** Reads {@code {"secrets": {"<scope>": {"<name>": "<value>"}}}}. */
  public static Secrets read(Path file) {
    try {
      return of(file.toString(), StrictJson.object(Files.readAllBytes(file)));
    } catch (StrictJson.Malformed malformed) {
      // Without the cause: a parser's message quotes what it could not parse.
      throw new TruthException(file + ": " + malformed.discreet());
    } catch (NoSuchFileException missing) {
      throw new TruthException("there is no secrets file " + file);
    } catch (IOException unreadable) {
      throw new TruthException("cannot read the secrets file " + file, unreadable);
    }
  }

  private static Secrets of(String file, JsonObject json) {
    for (String key : json.fieldNames()) {
      if (!key.equals(ROOT)) {
        throw new TruthException(file + ": unknown key '" + key + "', only 'secrets' belongs here");
      }
    }
    if (!(json.getValue(ROOT) instanceof JsonObject root)) {
      throw new TruthException(file + ": 'secrets' is not an object");
    }
    Map<String, Map<String, String>> scopes = new LinkedHashMap<>();
    for (Map.Entry<String, Object> scope : root) {
      String path = ROOT + "/" + scope.getKey();
      if (!(scope.getValue() instanceof JsonObject names)) {
        throw new TruthException(file + ": " + path + " is not an object of names and values");
      }
      for (Map.Entry<String, Object> secret : names) {
        if (!(secret.getValue() instanceof String)) {
          throw new TruthException(file + ": " + path + "/" + secret.getKey() + " is not a string");
        }
      }
      scopes.put(scope.getKey(), texts(names));
    }
    return new Secrets(scopes);
  }

  /** Takes what a loaded document holds; what is no secret there, set by hand, is passed over. */
  static Secrets loaded(JsonObject root) {
    Map<String, Map<String, String>> scopes = new LinkedHashMap<>();
    for (Map.Entry<String, Object> scope : root) {
      if (scope.getValue() instanceof JsonObject names) {
        scopes.put(scope.getKey(), texts(names));
      }
    }
    return new Secrets(scopes);
  }

  private static Map<String, String> texts(JsonObject names) {
    Map<String, String> texts = new TreeMap<>();
    for (Map.Entry<String, Object> secret : names) {
      if (secret.getValue() != null) {
        texts.put(secret.getKey(), secret.getValue().toString());
      }
    }
    return texts;
  }

  /** The secrets of one scope, by name. */
  public Map<String, String> scope(String scope) {
    return Map.copyOf(scopes.getOrDefault(scope, new TreeMap<>()));
  }

  /** What is known, without any value. */
  public SortedMap<String, Set<String>> names() {
    SortedMap<String, Set<String>> names = new TreeMap<>();
    scopes.forEach((scope, values) -> names.put(scope, new TreeSet<>(values.keySet())));
    return names;
  }

  /**
   * The same secrets, and for every component that declares a variable of that name the given
   * values where none is set. A shared secret set for one service is given to the others as well.
   */
  public Secrets completed(TruthDocument document, Map<String, String> generated) {
    Map<String, String> offered = new LinkedHashMap<>(generated);
    offered.putAll(shared());
    Secrets completed = new Secrets(scopes);
    for (String id : document.components()) {
      Set<String> declared = document.component(id).orElseThrow().env().keySet();
      offered.forEach(
          (name, value) -> {
            if (declared.contains(name)) {
              completed.fill(id, name, value);
            }
          });
    }
    return completed;
  }

  /** What all services share, as far as any scope has it. */
  public Map<String, String> shared() {
    Map<String, String> shared = new LinkedHashMap<>();
    for (String name : SHARED) {
      shared(name).ifPresent(value -> shared.put(name, value));
    }
    return shared;
  }

  private void fill(String scope, String name, String value) {
    scopes
        .computeIfAbsent(scope, s -> new TreeMap<>())
        .compute(name, (n, set) -> set == null || set.isBlank() ? value : set);
  }

  private Optional<String> shared(String name) {
    String value = null;
    String from = null;
    for (Map.Entry<String, SortedMap<String, String>> scope : scopes.entrySet()) {
      String set = scope.getValue().getOrDefault(name, "");
      if (set.isBlank()) {
        continue;
      }
      if (value != null && !value.equals(set)) {
        throw new TruthException(
            name
                + " differs between "
                + from
                + " and "
                + scope.getKey()
                + ", it must be one value");
      }
      value = set;
      from = scope.getKey();
    }
    return Optional.ofNullable(value);
  }

  JsonObject json() {
    JsonObject json = new JsonObject();
    scopes.forEach(
        (scope, values) -> {
          JsonObject names = new JsonObject();
          values.forEach(names::put);
          json.put(scope, names);
        });
    return json;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secrets secrets && secrets.scopes.equals(scopes);
  }

  @Override
  public int hashCode() {
    return scopes.hashCode();
  }

  @Override
  public String toString() {
    return "Secrets" + names();
  }
}
