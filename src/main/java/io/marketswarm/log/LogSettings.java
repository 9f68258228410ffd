package io.marketswarm.log;

import java.nio.file.Path;

/**
 * How lines leave the process.
 *
 * @param level the default level
 * @param json one JSON object a line instead of the human form
 * @param console whether lines go to standard output
 * @param folder where the files per service lie, or null for none
 * @param command the command line, for the banner of each file
 */
public record LogSettings(Level level, boolean json, boolean console, Path folder, String command) {
  public static LogSettings console(Level level) {
    return new LogSettings(level, false, true, null, "");
  }
}
