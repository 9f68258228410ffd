package io.marketswarm.gateway.models;

import io.marketswarm.gateway.models.KeptValue.Kept;
import io.marketswarm.market.model.GravityArtifact;
import io.marketswarm.market.model.GravityContext;
import io.marketswarm.market.model.VolumeProfile;
import io.marketswarm.market.model.VolumeStructures;
import io.marketswarm.market.wire.GravityJson;
import io.marketswarm.market.wire.ProfileReader;
import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Dealer gravity: the volume profile as charts draw it, and where spot stands in it. What the
 * market service has prepared is passed on; otherwise it is made here, from the profile.
 */
public final class Gravity {
  private static final String WITH_PROFILE = "SPX";
  private static final String ARTIFACT = "dealer_gravity:artifact:";
  private static final String CONTEXT = "dealer_gravity:context:";

  private final Desk desk;
  private final RedisBus system;
  private final ModelCache models;
  private final VolumeProfiles profiles;
  private final Map<String, KeptValue<Prepared>> artifacts = new HashMap<>();
  private final Map<String, KeptValue<Model>> contexts = new HashMap<>();

  Gravity(Desk desk, RedisBus system, ModelCache models, VolumeProfiles profiles) {
    this.desk = desk;
    this.system = system;
    this.models = models;
    this.profiles = profiles;
  }

  /** An artifact somebody has prepared. */
  private record Prepared(Versioned artifact, VolumeStructures structures) {}

  /** A model whose publisher names its content. */
  public record Versioned(Model model, String version) {}

  public static String artifactKey(String symbol) {
    return ARTIFACT + symbol.toLowerCase(Locale.ROOT);
  }

  public static String contextKey(String symbol) {
    return CONTEXT + symbol.toLowerCase(Locale.ROOT);
  }

  /** The artifact of a symbol without prefix; empty when there is no profile. */
  public Future<Optional<Versioned>> artifact(String symbol) {
    return desk.ask(
        () ->
            prepared(symbol)
                .compose(
                    found ->
                        found.isPresent()
                            ? Future.succeededFuture(found.map(kept -> kept.value().artifact()))
                            : profile(symbol).map(made -> made.map(Gravity::write))));
  }

  private static Versioned write(Kept<VolumeProfile> profile) {
    GravityArtifact artifact = ArtifactOfProfile.make(profile.value(), profile.json());
    return new Versioned(
        new Model(Buffer.buffer(GravityJson.ARTIFACT.bytes(artifact))), artifact.versionId());
  }

  /** Where spot stands; empty when there is no profile. */
  public Future<Optional<Model>> context(String symbol) {
    return desk.ask(
        () ->
            contexts
                .computeIfAbsent(
                    symbol, s -> new KeptValue<>(desk, system, contextKey(s), Model::new))
                .read()
                .compose(
                    found ->
                        found.isPresent()
                            ? Future.succeededFuture(found.map(Kept::value))
                            : contextOf(symbol)));
  }

  private Future<Optional<Model>> contextOf(String symbol) {
    String underlying = ModelKeys.canonical(symbol);
    Future<Optional<Kept<VolumeProfile>>> profile = profile(symbol);
    Future<Optional<Kept<Prepared>>> prepared = prepared(symbol);
    Future<Optional<Model>> spot = models.read(ModelKeys.spot(underlying));
    Future<Optional<Model>> bias = models.read(ModelKeys.BIAS);
    return Future.all(profile, prepared, spot, bias)
        .map(
            read ->
                profile
                    .result()
                    .map(
                        kept ->
                            context(
                                symbol,
                                kept,
                                prepared.result(),
                                number(spot.result(), "value"),
                                netGamma(underlying, bias.result()))));
  }

  private static Model context(
      String symbol,
      Kept<VolumeProfile> profile,
      Optional<Kept<Prepared>> prepared,
      double spot,
      double netGamma) {
    GravityArtifact artifact = ArtifactOfProfile.make(profile.value(), profile.json());
    GravityArtifact drawn =
        prepared
            .map(
                kept ->
                    GravityArtifact.of(
                        profile.value(),
                        kept.value().structures(),
                        spot,
                        millis(kept.value().artifact().version(), artifact.version())))
            .orElse(artifact);
    GravityContext context =
        GravityContext.of(symbol, spot, profile.value(), drawn, netGamma, Instant.now());
    return new Model(Buffer.buffer(GravityJson.CONTEXT.bytes(context)));
  }

  private static long millis(String version, long otherwise) {
    return version.matches("v\\d{1,18}") ? Long.parseLong(version.substring(1)) : otherwise;
  }

  private static double number(Optional<Model> model, String field) {
    return model.map(m -> TopFields.of(m.json(), field).number(field)).orElse(Double.NaN);
  }

  private static double netGamma(String symbol, Optional<Model> bias) {
    return bias.map(model -> TopFields.of(model.json(), "symbol", "total_net_gex"))
        .filter(fields -> fields.text("symbol").filter(symbol::equals).isPresent())
        .map(fields -> fields.number("total_net_gex"))
        .orElse(Double.NaN);
  }

  /** What stands out in the profile; nothing when there is none. */
  public Future<VolumeStructures> structures(String symbol) {
    return desk.ask(
        () ->
            profile(symbol)
                .map(
                    found ->
                        found
                            .map(kept -> kept.value().structures())
                            .orElse(VolumeStructures.NONE)));
  }

  /** The stored profile as it stands, for who will change it. */
  public Future<Optional<Buffer>> stored(String symbol) {
    return desk.ask(
        () -> {
          profiles.expire();
          return profile(symbol).map(found -> found.map(Kept::json));
        });
  }

  /** Profile, artifact or context were written anew. */
  public void expire() {
    desk.run(
        () -> {
          profiles.expire();
          artifacts.values().forEach(KeptValue::expire);
          contexts.values().forEach(KeptValue::expire);
        });
  }

  private Future<Optional<Kept<VolumeProfile>>> profile(String symbol) {
    return symbol.equals(WITH_PROFILE)
        ? profiles.current()
        : Future.succeededFuture(Optional.empty());
  }

  private Future<Optional<Kept<Prepared>>> prepared(String symbol) {
    return artifacts
        .computeIfAbsent(
            symbol, s -> new KeptValue<>(desk, system, artifactKey(s), Gravity::prepared))
        .read();
  }

  private static Prepared prepared(Buffer json) {
    JsonObject meta = new JsonObject(json).getJsonObject("meta", new JsonObject());
    Model model = new Model(json);
    String version = String.valueOf(meta.getValue("artifact_version", model.tag()));
    return new Prepared(
        new Versioned(model, version), ProfileReader.read(json.getBytes()).structures());
  }
}
