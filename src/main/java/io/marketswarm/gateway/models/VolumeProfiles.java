package io.marketswarm.gateway.models;

import io.marketswarm.market.model.ProfileView;
import io.marketswarm.market.model.VolumeProfile;
import io.marketswarm.market.wire.ProfileJson;
import io.marketswarm.market.wire.ProfileReader;
import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The volume profile, and the parts of it that charts ask for. */
public final class VolumeProfiles {
  public static final String KEY = "massive:volume_profile";

  private static final long TRUSTED_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int MOST_VIEWS = 256;

  private final Desk desk;
  private final RedisBus system;
  private Optional<Stored> stored = Optional.empty();
  private long readNanos = System.nanoTime() - TRUSTED_NANOS;
  private Future<Optional<Stored>> reading;
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
    this.system = system;
  }

  /** A profile and the bytes it was read from. */
  public record Stored(VolumeProfile profile, Buffer json) {}

  /**
   * A part of the profile.
   *
   * @param min lowest price, NaN for no bound
   * @param max highest price, NaN for no bound
   */
  record View(VolumeProfile.Mode mode, double min, double max) {}

  /** The stored profile, at most a second old; empty when there is none. */
  public Future<Optional<Stored>> read() {
    return desk.ask(this::current);
  }

  /** The levels of a part of it; empty when there is no profile. */
  Future<Optional<Model>> view(View view) {
    return desk.ask(
        () -> current().map(found -> found.map(profile -> write(profile.profile(), view))));
  }

  /** Somebody has written a new one. */
  public void changed() {
    desk.run(() -> readNanos = System.nanoTime() - TRUSTED_NANOS);
  }

  private Model write(VolumeProfile profile, View view) {
    return views.computeIfAbsent(
        view,
        asked -> {
          ProfileView part = ProfileView.of(profile, asked.mode(), asked.min(), asked.max());
          return new Model(Buffer.buffer(ProfileJson.VIEW.bytes(part)));
        });
  }

  private Future<Optional<Stored>> current() {
    if (reading != null) {
      return reading;
    }
    if (System.nanoTime() - readNanos < TRUSTED_NANOS && stored.isPresent()) {
      return Future.succeededFuture(stored);
    }
    reading =
        system
            .send(Request.cmd(Command.GET).arg(KEY))
            .compose(
                answer ->
                    answer == null
                        ? Future.succeededFuture(Optional.<Stored>empty())
                        : parse(answer.toBuffer()))
            .onSuccess(this::keep)
            .recover(
                away ->
                    stored.isPresent()
                        ? Future.succeededFuture(stored)
                        : Future.failedFuture(away));
    reading.onComplete(done -> reading = null);
    return reading;
  }

  private Future<Optional<Stored>> parse(Buffer json) {
    return stored.isPresent() && stored.get().json().equals(json)
        ? Future.succeededFuture(stored)
        : desk.aside(() -> Optional.of(new Stored(ProfileReader.read(json.getBytes()), json)));
  }

  private void keep(Optional<Stored> found) {
    readNanos = System.nanoTime();
    if (!found.equals(stored)) {
      stored = found;
      views.clear();
    }
  }
}
