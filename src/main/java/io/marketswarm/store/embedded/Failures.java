package io.marketswarm.store.embedded;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;

/** Failures of the file system, in words for a user. */
final class Failures {
  private Failures() {}

  static String reason(IOException failure) {
    if (failure instanceof AccessDeniedException denied) {
      return "permission denied on " + denied.getFile();
    }
    if (failure instanceof FileAlreadyExistsException inTheWay) {
      return inTheWay.getFile() + " is a file, not a directory";
    }
    if (failure instanceof FileSystemException system && system.getReason() != null) {
      return system.getReason() + " (" + system.getFile() + ")";
    }
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }
}
