package io.marketswarm.market.wire;

import static io.marketswarm.market.wire.JsonFields.iso;
import static io.marketswarm.market.wire.JsonFields.number;
import static io.marketswarm.market.wire.JsonFields.seconds;

import com.fasterxml.jackson.core.JsonGenerator;
import io.marketswarm.market.model.ProfileView;
import io.marketswarm.market.model.VolumeLevels;
import io.marketswarm.market.model.VolumeLevelsModel;
import io.marketswarm.market.model.VolumeProfile;
import io.marketswarm.market.model.VolumeProfile.Mode;
import java.io.IOException;
import java.util.List;

/** Volume profiles and what is derived from them as JSON. */
public final class ProfileJson {
  /** A profile as it is stored. */
  public static final JsonShape<VolumeProfile> PROFILE = ProfileJson::write;

  /** The levels a chart asked for. */
  public static final JsonShape<ProfileView> VIEW = ProfileJson::write;

  /** Internal levels for the alert engine; their words are not shown to traders. */
  public static final JsonShape<VolumeLevelsModel> LEVELS = ProfileJson::write;

  private ProfileJson() {}

  private static void write(VolumeProfile profile, JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeStringField("symbol", profile.symbol());
    out.writeStringField("synthetic_symbol", profile.syntheticSymbol());
    number(out, "spy_multiplier", profile.multiplier());
    out.writeNumberField("bin_size", VolumeProfile.BIN_SIZE);
    out.writeNumberField("min_price", profile.minPrice());
    out.writeNumberField("max_price", profile.maxPrice());
    out.writeNumberField("bin_count", profile.bins());
    iso(out, "last_updated", profile.lastUpdated());
    buckets(profile, Mode.RAW, out);
    buckets(profile, Mode.TV, out);
    out.writeFieldName("structures");
    StructuresJson.write(profile.structures(), out);
    out.writeEndObject();
  }

  private static void buckets(VolumeProfile profile, Mode mode, JsonGenerator out)
      throws IOException {
    out.writeObjectFieldStart("buckets_" + mode.id());
    for (int bin = 0; bin < profile.bins(); bin++) {
      number(out, Integer.toString(profile.price(bin)), profile.volume(mode, bin));
    }
    out.writeEndObject();
  }

  private static void write(ProfileView view, JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeArrayFieldStart("levels");
    for (int i = 0; i < view.count(); i++) {
      out.writeStartObject();
      out.writeNumberField("price", view.prices()[i]);
      number(out, "volume", view.volumes()[i]);
      out.writeEndObject();
    }
    out.writeEndArray();
    number(out, "maxVolume", view.maxVolume());
    out.writeNumberField("count", view.count());
    out.writeStringField("mode", view.mode().id());
    out.writeNumberField("step", VolumeProfile.BIN_SIZE);
    out.writeFieldName("structures");
    StructuresJson.write(view.structures(), out);
    out.writeEndObject();
  }

  private static void write(VolumeLevelsModel model, JsonGenerator out) throws IOException {
    VolumeLevels levels = model.levels();
    out.writeStartObject();
    seconds(out, "ts", model.ts());
    out.writeStringField("symbol", model.symbol());
    number(out, "poc", levels.poc());
    number(out, "vah", levels.vah());
    number(out, "val", levels.val());
    prices(out, "hvns", levels.hvns());
    prices(out, "lvns", levels.lvns());
    number(out, "vpoc", levels.poc());
    out.writeEndObject();
  }

  private static void prices(JsonGenerator out, String name, List<Double> prices)
      throws IOException {
    out.writeArrayFieldStart(name);
    for (double price : prices) {
      JsonFields.number(out, price);
    }
    out.writeEndArray();
  }
}
