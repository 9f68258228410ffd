package io.marketswarm.node.conf;

/**
 * One mistake in the configuration.
 *
 * @param origin where the value came from: the file, an environment variable or an option
 * @param path the dotted path of the setting, empty for the whole file
 * @param message what was found and what is allowed
 */
public record Problem(String origin, String path, String message) {
  @Override
  public String toString() {
    return path.isEmpty() ? origin + ": " + message : origin + ": " + path + ": " + message;
  }
}
