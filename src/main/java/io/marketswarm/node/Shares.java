package io.marketswarm.node;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who works on which key. Every node reckons it by itself and comes to the same result from the
 * same roll: nobody gets more than he has room for or than is fair, and who gets what depends only
 * on the names (rendezvous hashing), so that little moves when somebody comes or goes.
 */
final class Shares {
  /**
   * What a node is ready to do.
   *
   * @param room how many keys it takes at most
   * @param failing the keys it has tried in vain
   */
  record Offer(int room, Set<String> failing) {
    Offer {
      failing = Set.copyOf(failing);
    }
  }

  /** How much a node wants a key. */
  private record Bid(String key, String node, long weight) {}

  private static final Comparator<Bid> HIGHEST_FIRST =
      Comparator.comparingLong(Bid::weight)
          .reversed()
          .thenComparing(Bid::key)
          .thenComparing(Bid::node);

  private Shares() {}

  /** The node of each key; a key that nobody has room for is absent. */
  static Map<String, String> of(List<String> keys, Map<String, Offer> crew) {
    List<Bid> bids = bids(keys, crew);
    int fair = fairLimit(keys.size(), crew);
    Map<String, String> nodes = new HashMap<>();
    accept(bids, crew, fair - 1, nodes);
    accept(bids, crew, fair, nodes);
    // What its nodes fail to run goes to the others, fair or not.
    accept(bids, crew, keys.size(), nodes);
    return nodes;
  }

  /** Gives the keys that have no node yet to the highest bidders, up to a limit for each. */
  private static void accept(
      List<Bid> bids, Map<String, Offer> crew, int limit, Map<String, String> nodes) {
    Map<String, Integer> room = new HashMap<>();
    crew.forEach((node, offer) -> room.put(node, Math.min(offer.room(), limit)));
    nodes.values().forEach(node -> room.merge(node, -1, Integer::sum));
    for (Bid bid : bids) {
      if (!nodes.containsKey(bid.key()) && room.get(bid.node()) > 0) {
        nodes.put(bid.key(), bid.node());
        room.merge(bid.node(), -1, Integer::sum);
      }
    }
  }

  private static List<Bid> bids(List<String> keys, Map<String, Offer> crew) {
    List<Bid> bids = new ArrayList<>();
    crew.forEach(
        (node, offer) -> {
          for (String key : keys) {
            if (!offer.failing().contains(key)) {
              bids.add(new Bid(key, node, weight(key, node)));
            }
          }
        });
    bids.sort(HIGHEST_FIRST);
    return bids;
  }

  /** The lowest limit for each node at which all keys that can fit do. */
  private static int fairLimit(int keys, Map<String, Offer> crew) {
    int limit = 0;
    while (roomWithin(limit, crew) < keys
        && roomWithin(limit, crew) < roomWithin(limit + 1, crew)) {
      limit++;
    }
    return limit;
  }

  private static int roomWithin(int limit, Map<String, Offer> crew) {
    return crew.values().stream().mapToInt(offer -> Math.min(offer.room(), limit)).sum();
  }

  /** Names that differ little must not give weights that do: the mixer of MurmurHash3. */
  private static long weight(String key, String node) {
    long bits = ((long) key.hashCode() << Integer.SIZE) | Integer.toUnsignedLong(node.hashCode());
    bits = (bits ^ (bits >>> 33)) * 0xff51afd7ed558ccdL;
    bits = (bits ^ (bits >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return bits ^ (bits >>> 33);
  }
}
