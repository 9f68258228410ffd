package io.marketswarm.gateway.gravity;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.marketswarm.gateway.models.ArtifactOfProfile;
import io.marketswarm.gateway.models.Gravity;
import io.marketswarm.gateway.models.VolumeProfiles;
import io.marketswarm.market.model.GravityArtifact;
import io.marketswarm.market.model.GravityEvent;
import io.marketswarm.market.model.PriceRange;
import io.marketswarm.market.model.VolumeNode;
import io.marketswarm.market.model.VolumeProfile;
import io.marketswarm.market.model.VolumeStructures;
import io.marketswarm.market.wire.GravityJson;
import io.marketswarm.market.wire.ProfileReader;
import io.marketswarm.market.wire.StructuresJson;
import io.marketswarm.store.RedisBus;
import io.marketswarm.web.ApiError;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/**
 * Writes structures drawn by hand into the stored profile, and draws it anew. The market service
 * may write the profile at the same time: then it is read again and changed again.
 */
final class StructuresEditor {
  private static final String CHANNEL = "dealer_gravity_updated";
  private static final String STRUCTURES = "structures";
  private static final int MOST_ATTEMPTS = 5;
  private static final int CONFLICT = 409;
  private static final JsonFactory JSON = new JsonFactory();

  /**
   * Writes unless somebody else has written meanwhile. KEYS: profile, artifact, context. ARGV: hash
   * of the profile that was changed, the changed profile, its artifact.
   */
  private static final String WRITE =
      """
      local held = redis.call('GET', KEYS[1])
      if not held or redis.sha1hex(held) ~= ARGV[1] then return 0 end
      redis.call('SET', KEYS[1], ARGV[2])
      redis.call('SET', KEYS[2], ARGV[3])
      redis.call('DEL', KEYS[3])
      return 1
      """;

  private final Vertx vertx;
  private final RedisBus system;
  private final RedisBus market;

  StructuresEditor(Vertx vertx, RedisBus system, RedisBus market) {
    this.vertx = vertx;
    this.system = system;
    this.market = market;
  }

  /** A profile and artifact that belong together. */
  private record Edited(String before, byte[] profile, byte[] artifact, String version,
      VolumeStructures structures) {}

  /**
   * The structures as they stand then.
   *
   * @param wells null keeps those there are
   */
  Future<VolumeStructures> edit(String symbol, List<VolumeNode> nodes, List<PriceRange> wells) {
    return attempt(symbol, nodes, wells, 1);
  }

  private Future<VolumeStructures> attempt(
      String symbol, List<VolumeNode> nodes, List<PriceRange> wells, int number) {
    return system
        .send(Request.cmd(Command.GET).arg(VolumeProfiles.KEY))
        .map(
            stored -> {
              if (stored == null) {
                throw ApiError.notFound("No volume profile found in Redis");
              }
              return stored.toBytes();
            })
        .compose(
            profile -> vertx.executeBlocking(() -> edited(profile, nodes, wells), false))
        .compose(edited -> write(symbol, edited))
        .compose(
            written -> {
              if (written != null) {
                return tell(symbol, written).map(written.structures());
              }
              return number < MOST_ATTEMPTS
                  ? attempt(symbol, nodes, wells, number + 1)
                  : Future.failedFuture(
                      new ApiError(CONFLICT, "The volume profile keeps changing; try again"));
            });
  }

  private static Edited edited(byte[] json, List<VolumeNode> nodes, List<PriceRange> wells)
      throws IOException {
    VolumeProfile profile = ProfileReader.read(json);
    VolumeStructures structures = profile.structures().edited(nodes, wells);
    GravityArtifact artifact =
        ArtifactOfProfile.make(
            profile, Buffer.buffer(json), structures, System.currentTimeMillis());
    byte[] told = StructuresJson.STRUCTURES.bytes(structures);
    return new Edited(
        sha1(json),
        withStructures(json, told),
        GravityJson.ARTIFACT.bytes(artifact),
        artifact.versionId(),
        structures);
  }

  /** Null when somebody else was faster. */
  private Future<Edited> write(String symbol, Edited edited) {
    return system
        .send(
            Request.cmd(Command.EVAL)
                .arg(WRITE)
                .arg(3)
                .arg(VolumeProfiles.KEY)
                .arg(Gravity.artifactKey(symbol))
                .arg(Gravity.contextKey(symbol))
                .arg(edited.before())
                .arg(edited.profile())
                .arg(edited.artifact()))
        .map(done -> done.toInteger() == 1 ? edited : null);
  }

  private Future<?> tell(String symbol, Edited edited) {
    GravityEvent event =
        new GravityEvent(
            GravityEvent.Kind.STRUCTURES, symbol, edited.version(), Instant.now());
    return market
        .send(
            Request.cmd(Command.PUBLISH).arg(CHANNEL).arg(GravityJson.EVENT.bytes(event)))
        .otherwiseEmpty();
  }

  /** The stored profile with other structures; whatever else stands in it stays. */
  private static byte[] withStructures(byte[] profile, byte[] structures) throws IOException {
    ByteArrayBuilder bytes = new ByteArrayBuilder(profile.length + structures.length);
    try (JsonParser in = JSON.createParser(profile);
        JsonGenerator out = JSON.createGenerator(bytes, JsonEncoding.UTF8)) {
      in.nextToken();
      out.writeStartObject();
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String name = in.currentName();
        in.nextToken();
        if (name.equals(STRUCTURES)) {
          in.skipChildren();
        } else {
          out.writeFieldName(name);
          out.copyCurrentStructure(in);
        }
      }
      out.writeFieldName(STRUCTURES);
      out.writeRawValue(new String(structures, StandardCharsets.UTF_8));
      out.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static String sha1(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
