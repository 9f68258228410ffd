package io.marketswarm.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.node.Shares.Offer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class SharesTest {
  private static List<String> keys(int count) {
    return IntStream.range(0, count).mapToObj(i -> "I:KEY" + i).toList();
  }

  @Provide
  Arbitrary<Map<String, Offer>> crews() {
    return Arbitraries.integers()
        .between(0, 8)
        .list()
        .ofMaxSize(6)
        .map(
            rooms -> {
              Map<String, Offer> crew = new LinkedHashMap<>();
              rooms.forEach(room -> crew.put("node-" + crew.size(), new Offer(room, Set.of())));
              return crew;
            });
  }

  private static Map<String, Long> counts(Map<String, String> shares) {
    return shares.values().stream()
        .collect(Collectors.groupingBy(node -> node, Collectors.counting()));
  }

  @Property
  void placesAllThereIsRoomForAndNothingBeyond(
      @ForAll("crews") Map<String, Offer> crew, @ForAll @IntRange(max = 20) int keys) {
    Map<String, String> shares = Shares.of(keys(keys), crew);
    int room = crew.values().stream().mapToInt(Offer::room).sum();
    assertThat(shares).hasSize(Math.min(keys, room));
    counts(shares)
        .forEach((node, count) -> assertThat(count).isLessThanOrEqualTo(crew.get(node).room()));
  }

  @Property
  void nobodyWithRoomHasTwoFewerThanAnother(
      @ForAll("crews") Map<String, Offer> crew, @ForAll @IntRange(max = 20) int keys) {
    Map<String, Long> counts = counts(Shares.of(keys(keys), crew));
    long most = counts.values().stream().mapToLong(Long::longValue).max().orElse(0);
    crew.forEach(
        (node, offer) -> {
          long count = counts.getOrDefault(node, 0L);
          assertThat(count).isGreaterThanOrEqualTo(Math.min(offer.room(), most - 1));
        });
  }

  @Property
  void everyNodeReckonsTheSameWhateverTheOrder(
      @ForAll("crews") Map<String, Offer> crew,
      @ForAll @IntRange(max = 20) int keys,
      @ForAll Random random) {
    List<String> shuffledKeys = new ArrayList<>(keys(keys));
    Collections.shuffle(shuffledKeys, random);
    List<String> nodes = new ArrayList<>(crew.keySet());
    Collections.shuffle(nodes, random);
    Map<String, Offer> shuffledCrew = new LinkedHashMap<>();
    nodes.forEach(node -> shuffledCrew.put(node, crew.get(node)));
    assertThat(Shares.of(shuffledKeys, shuffledCrew)).isEqualTo(Shares.of(keys(keys), crew));
  }

  @Example
  void whatANodeFailsToRunGoesToTheOthers() {
    List<String> keys = keys(4);
    Map<String, Offer> crew =
        Map.of("a", new Offer(4, Set.copyOf(keys)), "b", new Offer(4, Set.of()));
    assertThat(counts(Shares.of(keys, crew))).isEqualTo(Map.of("b", 4L));
    assertThat(Shares.of(keys, Map.of("a", new Offer(4, Set.copyOf(keys))))).isEmpty();
  }

  @Example
  void aNodeThatComesTakesOnlyWhatIsToBeItsOwn() {
    List<String> keys = keys(12);
    Map<String, Offer> before = Map.of("a", new Offer(12, Set.of()), "b", new Offer(12, Set.of()));
    Map<String, Offer> after = new LinkedHashMap<>(before);
    after.put("c", new Offer(12, Set.of()));
    Map<String, String> was = Shares.of(keys, before);
    Map<String, String> is = Shares.of(keys, after);
    long moved = keys.stream().filter(key -> !was.get(key).equals(is.get(key))).count();
    assertThat(moved).as("of 12 keys, 4 of them for the newcomer").isBetween(4L, 6L);
  }

  @Example
  void spreadsKeysOfLikeNamesOverNodesOfLikeNames() {
    Set<String> firsts =
        keys(40).stream()
            .map(
                key ->
                    Shares.of(
                            List.of(key),
                            Map.of(
                                "local-1", new Offer(1, Set.of()),
                                "local-2", new Offer(1, Set.of()),
                                "local-3", new Offer(1, Set.of())))
                        .get(key))
            .collect(Collectors.toSet());
    assertThat(firsts).hasSize(3);
  }
}
