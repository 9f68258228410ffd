package io.marketswarm.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which build this is. */
public final class Build {
  private static final Properties PROPERTIES = load();

  private Build() {}

  public static String version() {
    return PROPERTIES.getProperty("version");
  }

  private static Properties load() {
    try (InputStream in = Build.class.getResourceAsStream("/build.properties")) {
      Properties properties = new Properties();
      properties.load(in);
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
