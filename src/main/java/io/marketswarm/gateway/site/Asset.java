package io.marketswarm.gateway.site;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * A file as browsers get it.
 *
 * @param tag names this content, in whichever form it is sent
 * @param gzip the same compressed, where that is worth it
 * @param brotli the same compressed better, where somebody has done that beforehand
 */
record Asset(
    Buffer content, String type, String tag, Optional<Buffer> gzip, Optional<Buffer> brotli) {
  private static final int WORTH_COMPRESSING = 1_024;
  private static final int LEVEL = 6;
  private static final int TAG_BYTES = 12;

  /** Compresses and names the content. Takes its time with a big one. */
  static Asset of(byte[] content, String type, Optional<byte[]> gzip, Optional<byte[]> brotli) {
    Optional<byte[]> packed =
        gzip.or(
            () ->
                content.length >= WORTH_COMPRESSING && MediaTypes.isCompressible(type)
                    ? Optional.of(compressed(content))
                    : Optional.empty());
    return new Asset(
        Buffer.buffer(content),
        type,
        "W/\"" + digest(content) + '"',
        packed.map(Buffer::buffer),
        brotli.map(Buffer::buffer));
  }

  private static byte[] compressed(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(content.length / 2);
    try (GZIPOutputStream gzip = new Gzip(out)) {
      gzip.write(content);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toByteArray();
  }

  private static String digest(byte[] content) {
    try {
      byte[] all = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(all, 0, TAG_BYTES);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** At the level that edges use, so that none has a reason to compress again. */
  private static final class Gzip extends GZIPOutputStream {
    Gzip(ByteArrayOutputStream out) throws IOException {
      super(out);
      def.setLevel(LEVEL);
      def.setStrategy(Deflater.DEFAULT_STRATEGY);
    }
  }
}
