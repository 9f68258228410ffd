package io.marketswarm.gateway.models;

import io.marketswarm.gateway.models.KeptValue.Kept;
import io.marketswarm.market.model.ProfileView;
import io.marketswarm.market.model.VolumeProfile;
import io.marketswarm.market.wire.ProfileJson;
import io.marketswarm.market.wire.ProfileReader;
import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The volume profile, and the parts of it that charts ask for. */
public final class VolumeProfiles {
  public static final String KEY = "massive:volume_profile";

  private static final int MOST_VIEWS = 256;

  private final Desk desk;
  private final KeptValue<VolumeProfile> stored;
  private Kept<VolumeProfile> viewed;
  private final Map<View, Model> views =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<View, Model> eldest) {
          return size() > MOST_VIEWS;
        }
      };

  VolumeProfiles(Desk desk, RedisBus system) {
    this.desk = desk;
    this.stored = new KeptValue<>(desk, system, KEY, json -> ProfileReader.read(json.getBytes()));
  }

  /**
   * A part of the profile.
   *
   * @param min lowest price, NaN for no bound
   * @param max highest price, NaN for no bound
   */
  record View(VolumeProfile.Mode mode, double min, double max) {}

  /** The levels of a part of it; empty when there is no profile. */
  Future<Optional<Model>> view(View view) {
    return desk.ask(() -> stored.read().map(found -> found.map(profile -> write(profile, view))));
  }

  /** The stored profile. At the desk. */
  Future<Optional<Kept<VolumeProfile>>> current() {
    return stored.read();
  }

  /** Somebody has written a new one. At the desk. */
  void expire() {
    stored.expire();
  }

  private Model write(Kept<VolumeProfile> profile, View view) {
    if (profile != viewed) {
      views.clear();
      viewed = profile;
    }
    return views.computeIfAbsent(
        view,
        asked -> {
          ProfileView part =
              ProfileView.of(profile.value(), asked.mode(), asked.min(), asked.max());
          return new Model(Buffer.buffer(ProfileJson.VIEW.bytes(part)));
        });
  }
}
