package io.marketswarm.journal.imports;

import io.marketswarm.web.ApiError;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerFileUpload;
import io.vertx.core.http.HttpServerRequest;

/**
 * A file that came with a request; only the first is looked at.
 *
 * @param name as the client calls it
 */
record Upload(String name, Buffer bytes) {
  private static final int TOO_LARGE = 413;
  private static final int MOST_BYTES = 10 << 20;

  static Future<Upload> read(HttpServerRequest request) {
    String announced = request.getHeader("Content-Length");
    if (announced != null
        && announced.length() < 19
        && Long.parseLong(announced) > 2L * MOST_BYTES) {
      return Future.failedFuture(tooLarge());
    }
    String type = request.getHeader("Content-Type");
    if (type == null || !type.startsWith("multipart/form-data")) {
      return Future.failedFuture(noFile());
    }
    Promise<Upload> done = Promise.promise();
    request.setExpectMultipart(true);
    request.uploadHandler(file -> take(request, file, done));
    request.exceptionHandler(done::tryFail);
    request.endHandler(end -> done.tryFail(noFile()));
    return done.future();
  }

  private static void take(
      HttpServerRequest request, HttpServerFileUpload file, Promise<Upload> done) {
    Buffer bytes = Buffer.buffer();
    file.exceptionHandler(done::tryFail);
    file.handler(
        part -> {
          if (done.future().isComplete()) {
            return;
          }
          if (bytes.length() + part.length() > MOST_BYTES) {
            done.tryFail(tooLarge());
          } else {
            bytes.appendBuffer(part);
          }
        });
    file.endHandler(end -> done.tryComplete(new Upload(file.filename(), bytes)));
  }

  private static ApiError noFile() {
    return ApiError.badRequest("a file is needed, as multipart/form-data");
  }

  private static ApiError tooLarge() {
    return new ApiError(TOO_LARGE, "The file is larger than " + (MOST_BYTES >> 20) + " MB");
  }
}
