package io.marketswarm.market.wire;

import static io.marketswarm.market.wire.JsonFields.iso;
import static io.marketswarm.market.wire.JsonFields.number;
import static io.marketswarm.market.wire.JsonFields.text;

import com.fasterxml.jackson.core.JsonGenerator;
import io.marketswarm.market.model.GravityArtifact;
import io.marketswarm.market.model.GravityContext;
import io.marketswarm.market.model.GravityContext.Alignment;
import io.marketswarm.market.model.GravityEvent;
import java.io.IOException;
import java.util.Locale;

/** Dealer gravity as JSON. */
public final class GravityJson {
  public static final JsonShape<GravityArtifact> ARTIFACT = GravityJson::write;
  public static final JsonShape<GravityContext> CONTEXT = GravityJson::write;
  public static final JsonShape<GravityEvent> EVENT = GravityJson::write;

  private GravityJson() {}

  private static void write(GravityArtifact artifact, JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeObjectFieldStart("profile");
    out.writeNumberField("min", artifact.min());
    out.writeNumberField("max", artifact.maxPrice());
    out.writeNumberField("step", artifact.step());
    out.writeFieldName("bins");
    out.writeArray(artifact.bins(), 0, artifact.bins().length);
    number(out, "maxVolume", artifact.maxVolume());
    out.writeNumberField("normalizedScale", GravityArtifact.SCALE);
    out.writeEndObject();
    out.writeFieldName("structures");
    StructuresJson.write(artifact.structures(), out);
    out.writeObjectFieldStart("meta");
    number(out, "spot", artifact.spot());
    out.writeStringField("algorithm", GravityArtifact.ALGORITHM);
    out.writeNumberField("normalized_scale", GravityArtifact.SCALE);
    out.writeStringField("artifact_version", artifact.versionId());
    iso(out, "last_update", artifact.lastUpdate());
    out.writeEndObject();
    out.writeEndObject();
  }

  private static void write(GravityContext context, JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeStringField("symbol", context.symbol());
    number(out, "spot", context.spot());
    number(out, "nearestVolumeNode", context.nearestNode());
    number(out, "nearestVolumeNodeDist", context.nodeDistance());
    number(out, "volumeWellProximity", context.wellProximity());
    out.writeBooleanField("inCrevasse", context.inCrevasse());
    number(out, "marketMemoryStrength", context.memoryStrength());
    text(out, "gammaAlignment", id(context.alignment()));
    out.writeStringField("artifactVersion", context.artifactVersion());
    iso(out, "timestamp", context.timestamp());
    out.writeEndObject();
  }

  private static String id(Alignment alignment) {
    return alignment == Alignment.NONE ? null : alignment.name().toLowerCase(Locale.ROOT);
  }

  private static void write(GravityEvent event, JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeStringField("type", event.kind().id());
    out.writeStringField("symbol", event.symbol());
    out.writeStringField("artifact_version", event.artifactVersion());
    iso(out, "occurred_at", event.occurredAt());
    out.writeEndObject();
  }
}
