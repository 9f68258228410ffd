package io.marketswarm.truth;

/** A component and the file that defines it, so that findings can name the file. */
record ComponentFile(String file, Component component) {

  Finding error(String path, String message) {
    return Finding.error(file, path, message);
  }

  Finding warning(String path, String message) {
    return Finding.warning(file, path, message);
  }
}
