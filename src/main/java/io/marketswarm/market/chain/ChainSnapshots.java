package io.marketswarm.market.chain;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.marketswarm.market.feed.ChainContract;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A snapshot of each expiry under a name of its own, which never changes, and a pointer to the
 * latest.
 */
final class ChainSnapshots {
  private static final String SNAPSHOT = "massive:chain:snapshot:";

  private ChainSnapshots() {}

  static List<Request> of(List<Harvest> harvests, ChainEdition edition, Duration ttl) {
    List<Request> commands = new ArrayList<>();
    for (Harvest harvest : harvests) {
      String bare = harvest.symbol().replaceFirst("^I:", "");
      for (Harvest.Slice slice : harvest.slices()) {
        if (!slice.failed()) {
          String key = SNAPSHOT + bare + ":" + slice.expiry() + ":" + edition.epochMillis();
          String pointer = ChainKeys.LATEST + ":" + bare + ":" + slice.expiry();
          commands.add(set(key, json(bare, slice, edition.epochMillis()), ttl));
          commands.add(set(pointer, key.getBytes(US_ASCII), ttl));
        }
      }
    }
    return commands;
  }

  private static Request set(String key, byte[] value, Duration ttl) {
    return Request.cmd(Command.SET).arg(key).arg(value).arg("PX").arg(ttl.toMillis());
  }

  private static byte[] json(String bare, Harvest.Slice slice, long millis) {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    json.writeBytes(
        "{\"ts\":%s,\"underlying\":\"%s\",\"expiration\":\"%s\",\"atm\":%d,\"range_points\":%d,\"contracts\":["
            .formatted(
                BigDecimal.valueOf(millis, 3).toPlainString(),
                bare,
                slice.expiry(),
                (long) slice.window().atm(),
                slice.window().radius())
            .getBytes(US_ASCII));
    boolean first = true;
    for (ChainContract contract : slice.contracts()) {
      if (!first) {
        json.write(',');
      }
      first = false;
      json.writeBytes(contract.json());
    }
    json.writeBytes("]}".getBytes(US_ASCII));
    return json.toByteArray();
  }
}
