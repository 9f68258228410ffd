package io.marketswarm.truth;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Keeps secrets out of files that are shared, published and shown. Never quotes a value. */
final class SecretRules {
  /** Names of variables that look secret and are not, declared by the component itself. */
  static final String PUBLIC_ENV = "public_env";

  private static final String LOGIN = "a URL with a login in it; give it at run time instead";

  private SecretRules() {}

  static List<Finding> check(ComponentFile file) {
    List<Finding> findings = new ArrayList<>();
    Set<String> open = publicNames(file, findings);
    file.component()
        .env()
        .forEach(
            (name, value) -> {
              if (isInline(name, value) && !open.contains(name)) {
                findings.add(
                    file.error(
                        "env/" + name,
                        "a secret must not stand here: leave it empty or write ${"
                            + name
                            + "}, and keep the value in the secrets file"));
              } else if (SecretNames.holdsLogin(value)) {
                findings.add(file.error("env/" + name, LOGIN));
              }
            });
    for (Map.Entry<String, Object> block : file.component().blocks().entrySet()) {
      if (block.getKey().equals("secrets")) {
        findings.add(file.error("secrets", "secrets belong into the secrets file"));
      } else if (!block.getKey().equals(PUBLIC_ENV)) {
        search(file, block.getKey(), block.getKey(), block.getValue(), findings);
      }
    }
    return findings;
  }

  static List<Finding> checkNode(String file, JsonObject node) {
    List<Finding> findings = new ArrayList<>();
    if (node.getValue("buses") instanceof JsonObject buses) {
      for (Map.Entry<String, Object> entry : buses) {
        if (entry.getValue() instanceof JsonObject bus
            && bus.getValue("url") instanceof String url
            && SecretNames.holdsLogin(url)) {
          findings.add(Finding.error(file, "buses/" + entry.getKey() + "/url", LOGIN));
        }
      }
    }
    return findings;
  }

  private static boolean isInline(String name, String value) {
    return SecretNames.isSecretLike(name)
        && !value.isEmpty()
        && !EnvTemplate.isReference(value)
        && ConfigCategories.of(value) != ConfigCategories.Category.BOOLEAN;
  }

  private static Set<String> publicNames(ComponentFile file, List<Finding> findings) {
    Set<String> names = new HashSet<>();
    JsonArray declared = Component.array(file.component().definition(), PUBLIC_ENV);
    Set<String> known = file.component().env().keySet();
    for (int i = 0; i < declared.size(); i++) {
      String name = String.valueOf(declared.getValue(i));
      names.add(name);
      if (!known.contains(name)) {
        findings.add(
            file.warning(PUBLIC_ENV + "/" + i, "'" + name + "' is no variable of the component"));
      }
    }
    return names;
  }

  private static void search(
      ComponentFile file, String path, String name, Object value, List<Finding> findings) {
    if (value instanceof JsonObject object) {
      for (Map.Entry<String, Object> entry : object) {
        search(file, path + "/" + entry.getKey(), entry.getKey(), entry.getValue(), findings);
      }
    } else if (value instanceof JsonArray array) {
      for (int i = 0; i < array.size(); i++) {
        search(file, path + "/" + i, name, array.getValue(i), findings);
      }
    } else if (value instanceof String text) {
      if (SecretNames.isCertainlySecret(name)
          && !text.isEmpty()
          && !EnvTemplate.isReference(text)) {
        findings.add(file.error(path, "a secret must not stand here"));
      } else if (SecretNames.holdsLogin(text)) {
        findings.add(file.error(path, LOGIN));
      }
    }
  }
}
