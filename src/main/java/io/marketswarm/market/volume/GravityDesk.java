package io.marketswarm.market.volume;

import io.marketswarm.market.model.GravityArtifact;
import io.marketswarm.market.model.GravityContext;
import io.marketswarm.market.model.GravityEvent;
import io.marketswarm.market.model.VolumeProfile;
import io.marketswarm.market.wire.GravityJson;
import io.marketswarm.service.MarketClock;
import io.marketswarm.store.Fence;
import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Draws the volume profile for charts, and tells where spot stands in it. */
final class GravityDesk {
  private static final String SYMBOL = "SPX";
  private static final String BIAS = "massive:bias_lfi:model:latest";

  private final RedisBus system;
  private final RedisBus market;
  private final Fence fence;
  private final MarketClock clock;
  private VolumeProfile profile;
  private GravityArtifact artifact;

  GravityDesk(RedisBus system, RedisBus market, Fence fence, MarketClock clock) {
    this.system = system;
    this.market = market;
    this.fence = fence;
    this.clock = clock;
  }

  /** Draws a profile anew; what looks like what is stored keeps its version and makes no event. */
  Future<Void> draw(VolumeProfile drawn) {
    return system
        .send(Request.cmd(Command.GET).arg(VolumeKeys.ARTIFACT))
        .compose(stored -> draw(drawn, stored == null ? null : stored.toString()));
  }

  private Future<Void> draw(VolumeProfile drawn, String stored) {
    long storedVersion = version(stored);
    long version = Math.max(clock.wallMillis(), storedVersion + 1);
    GravityArtifact next = artifact(drawn, version);
    byte[] json = GravityJson.ARTIFACT.bytes(next);
    if (storedVersion > 0 && looksLike(json, stored)) {
      profile = drawn;
      artifact = artifact(drawn, storedVersion);
      return Future.succeededFuture();
    }
    return system
        .fenced(
            fence,
            List.of(Request.cmd(Command.SET).arg(VolumeKeys.ARTIFACT).arg(Buffer.buffer(json))))
        .compose(
            v -> {
              profile = drawn;
              artifact = next;
              return announce(next);
            });
  }

  /** Nodes drawn by hand stand in the artifact too. */
  private static GravityArtifact artifact(VolumeProfile of, long version) {
    return of.structures().areDrawn()
        ? GravityArtifact.of(of, of.structures(), Double.NaN, version)
        : GravityArtifact.of(of, Double.NaN, version);
  }

  private static long version(String stored) {
    try {
      String id = new JsonObject(stored).getJsonObject("meta").getString("artifact_version");
      return Long.parseLong(id.substring(1));
    } catch (RuntimeException unreadable) {
      return 0;
    }
  }

  private static boolean looksLike(byte[] json, String stored) {
    JsonObject ours = new JsonObject(Buffer.buffer(json));
    JsonObject theirs = new JsonObject(stored);
    return shape(ours).equals(shape(theirs))
        && Objects.equals(ours.getJsonObject("structures"), theirs.getJsonObject("structures"));
  }

  private static JsonObject shape(JsonObject artifact) {
    JsonObject profile = artifact.getJsonObject("profile", new JsonObject());
    return new JsonObject()
        .put("min", profile.getValue("min"))
        .put("step", profile.getValue("step"))
        .put("bins", profile.getValue("bins"));
  }

  private Future<Void> announce(GravityArtifact drawn) {
    GravityEvent event =
        new GravityEvent(
            GravityEvent.Kind.ARTIFACT,
            SYMBOL,
            drawn.versionId(),
            Instant.ofEpochMilli(clock.wallMillis()));
    return market
        .fenced(
            fence,
            List.of(
                Request.cmd(Command.PUBLISH)
                    .arg(VolumeKeys.GRAVITY_CHANNEL)
                    .arg(Buffer.buffer(GravityJson.EVENT.bytes(event)))))
        .mapEmpty();
  }

  /** Tells where spot stands; nothing until something was drawn. */
  Future<Void> locate(double spot) {
    return artifact == null
        ? Future.succeededFuture()
        : market
            .send(Request.cmd(Command.GET).arg(BIAS))
            .compose(bias -> locate(spot, netGamma(bias)));
  }

  private Future<Void> locate(double spot, double netGamma) {
    GravityContext context =
        GravityContext.of(
            SYMBOL, spot, profile, artifact, netGamma, Instant.ofEpochMilli(clock.wallMillis()));
    return system
        .fenced(
            fence,
            List.of(
                Request.cmd(Command.SET)
                    .arg(VolumeKeys.CONTEXT)
                    .arg(Buffer.buffer(GravityJson.CONTEXT.bytes(context)))))
        .mapEmpty();
  }

  private static double netGamma(Response bias) {
    try {
      return bias == null
          ? Double.NaN
          : new JsonObject(bias.toBuffer()).getDouble("total_net_gex", Double.NaN);
    } catch (RuntimeException unreadable) {
      return Double.NaN;
    }
  }
}
