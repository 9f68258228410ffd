package io.marketswarm.market.volume;

import io.marketswarm.market.model.VolumeProfile;
import io.marketswarm.market.model.VolumeProfile.Mode;
import io.marketswarm.market.wire.ProfileJson;
import io.marketswarm.market.wire.ProfileReader;
import io.marketswarm.store.Fence;
import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * The served profile and the account of what live volume is in it. The account names the total of
 * the profile it belongs to, so that a profile somebody else has put there is recognised.
 */
final class StoredProfile {
  private static final String TOTAL = "total";

  private static final int ENTRIES_AT_ONCE = 1_000;

  /** Sums of doubles that went through JSON and back. */
  private static final double SAME = 1e-9;

  private final RedisBus system;
  private final Fence fence;

  StoredProfile(RedisBus system, Fence fence) {
    this.system = system;
    this.fence = fence;
  }

  /**
   * What is stored.
   *
   * @param text of the profile as it was found, or null
   * @param profile if there is one that can be read
   * @param folded the live volume it holds, by bucket
   * @param ours whether the account is that of this profile
   */
  record Found(
      String text,
      Optional<VolumeProfile> profile,
      NavigableMap<Integer, Long> folded,
      boolean ours) {}

  Future<Found> read() {
    Future<Response> text = system.send(Request.cmd(Command.GET).arg(VolumeKeys.PROFILE));
    Future<Response> total =
        system.send(Request.cmd(Command.HGET).arg(VolumeKeys.FOLDED).arg(TOTAL));
    Future<NavigableMap<Integer, Long>> folded = LiveVolume.read(system, VolumeKeys.FOLDED);
    return Future.all(text, total, folded)
        .map(v -> found(text.result(), total.result(), folded.result()));
  }

  private static Found found(Response text, Response total, NavigableMap<Integer, Long> folded) {
    String found = text == null ? null : text.toString();
    Optional<VolumeProfile> profile = profile(found);
    boolean ours =
        total != null
            && profile.isPresent()
            && isSame(profile.get().total(Mode.RAW), Double.parseDouble(total.toString()));
    return new Found(found, profile, folded, ours);
  }

  private static Optional<VolumeProfile> profile(String text) {
    if (text == null) {
      return Optional.empty();
    }
    try {
      VolumeProfile profile = ProfileReader.read(text.getBytes(StandardCharsets.UTF_8));
      return profile.isEmpty() ? Optional.empty() : Optional.of(profile);
    } catch (IllegalArgumentException unreadable) {
      return Optional.empty();
    }
  }

  private static boolean isSame(double one, double other) {
    return Math.abs(one - other) <= SAME * Math.max(Math.abs(one), 1);
  }

  /**
   * Replaces the profile and then brings the account up to date. If somebody else has replaced it
   * since it was read, their profile is put back, and the future fails: read again.
   *
   * @param counted live volume to enter into the account, by bucket
   * @param anew whether the account begins with this profile
   */
  Future<Void> write(
      Found before, VolumeProfile profile, Map<Integer, Long> counted, boolean anew) {
    Request replace =
        Request.cmd(Command.SET)
            .arg(VolumeKeys.PROFILE)
            .arg(Buffer.buffer(ProfileJson.PROFILE.bytes(profile)))
            .arg("GET");
    return system
        .fenced(fence, List.of(replace))
        .compose(answers -> check(before, answers.get(0)))
        .compose(v -> system.fenced(fence, account(profile, counted, anew)))
        .mapEmpty();
  }

  private Future<Void> check(Found before, Response replaced) {
    String theirs = replaced == null ? null : replaced.toString();
    if (theirs == null || theirs.equals(before.text)) {
      return Future.succeededFuture();
    }
    return system
        .fenced(fence, List.of(Request.cmd(Command.SET).arg(VolumeKeys.PROFILE).arg(theirs)))
        .compose(
            v ->
                Future.failedFuture(
                    new IllegalStateException("somebody else has changed the profile meanwhile")));
  }

  private static List<Request> account(
      VolumeProfile profile, Map<Integer, Long> counted, boolean anew) {
    List<Request> commands = new ArrayList<>();
    if (anew) {
      commands.add(Request.cmd(Command.DEL).arg(VolumeKeys.FOLDED));
    }
    Request entries = account().arg(TOTAL).arg(Double.toString(profile.total(Mode.RAW)));
    int entered = 0;
    for (Map.Entry<Integer, Long> entry : counted.entrySet()) {
      entries.arg(entry.getKey()).arg(entry.getValue());
      if (++entered % ENTRIES_AT_ONCE == 0) {
        commands.add(entries);
        entries = account();
      }
    }
    if (counted.isEmpty() || entered % ENTRIES_AT_ONCE != 0) {
      commands.add(entries);
    }
    return commands;
  }

  /** A profile built anew, as listeners get it: {@code {symbol, mode, buckets}}. */
  static String announcement(VolumeProfile profile) {
    JsonObject buckets = new JsonObject();
    for (int bin = 0; bin < profile.bins(); bin++) {
      double volume = profile.volume(Mode.TV, bin);
      if (volume > 0) {
        buckets.put(String.valueOf(profile.price(bin)), volume);
      }
    }
    return new JsonObject()
        .put("symbol", profile.syntheticSymbol())
        .put("mode", Mode.TV.id())
        .put("buckets", buckets)
        .encode();
  }

  private static Request account() {
    return Request.cmd(Command.HSET).arg(VolumeKeys.FOLDED);
  }
}
