package io.marketswarm.market.chain;

import static io.marketswarm.market.feed.ScriptedProvider.answer;
import static io.marketswarm.store.Eventually.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.log.Log;
import io.marketswarm.market.MarketStage;
import io.marketswarm.market.MassiveSettings;
import io.marketswarm.market.chain.ChainFetcher.Quote;
import io.marketswarm.market.feed.ChainContract;
import io.marketswarm.market.feed.ProviderDirectory;
import io.marketswarm.market.feed.ProviderRest;
import io.marketswarm.market.feed.ScriptedProvider;
import io.marketswarm.service.HandMarketClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which contracts are asked for and which are kept, from a provider that lists what it is told. */
class ChainFetcherTest {
  private static final String SPX = "I:SPX";
  private static final List<Quote> AT_6900 = List.of(new Quote(SPX, 6900));

  private static Vertx vertx;
  private static ScriptedProvider provider;

  private final HandMarketClock clock = HandMarketClock.at("2026-01-27T15:00:00Z");
  private final Set<String> broken = ConcurrentHashMap.newKeySet();
  private final AtomicInteger listings = new AtomicInteger();
  private ChainBook book;
  private ChainFetcher fetcher;
  private volatile List<LocalDate> listed =
      Stream.iterate(LocalDate.of(2026, 1, 27), day -> day.plusDays(1)).limit(14).toList();

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    provider = new ScriptedProvider(vertx);
  }

  @AfterAll
  static void stop() {
    provider.close();
    get(vertx.close());
  }

  @BeforeEach
  void fetcher() {
    provider.asked().clear();
    provider.answers(this::serve);
    MassiveSettings.Chain settings =
        MassiveSettings.from(MarketStage.config(Map.of()).env().all()).chain();
    book = new ChainBook(settings.symbols());
    ProviderRest rest =
        new ProviderRest(
            vertx, ProviderDirectory.fixed(provider.address()), new SimpleMeterRegistry());
    fetcher = new ChainFetcher(rest, settings, clock, book, Log.of("test"));
  }

  private void serve(HttpServerRequest request) {
    if (request.path().startsWith("/v3/reference")) {
      listings.incrementAndGet();
      LocalDate from = LocalDate.parse(request.getParam("expiration_date.gte"));
      answer(
          request,
          broken.contains("listing") ? 400 : 200,
          listed.stream()
              .filter(day -> !day.isBefore(from))
              .map(day -> "{\"expiration_date\":\"" + day + "\"}")
              .collect(Collectors.joining(",", "{\"results\":[", "]}")));
      return;
    }
    String day = request.getParam("expiration_date");
    if (broken.contains(day)) {
      answer(request, 400, "{}");
      return;
    }
    int low = (int) Double.parseDouble(request.getParam("strike_price.gte"));
    int high = (int) Double.parseDouble(request.getParam("strike_price.lte"));
    boolean ndx = request.path().contains("NDX");
    List<String> contracts = new ArrayList<>();
    for (String root : ndx ? List.of("NDXP") : List.of("SPXW", "SPX")) {
      for (int strike = low / 5 * 5; strike <= high; strike += 5) {
        if (strike >= low) {
          contracts.add(contract(root, LocalDate.parse(day), strike));
        }
      }
    }
    answer(
        request, 200, contracts.stream().collect(Collectors.joining(",", "{\"results\":[", "]}")));
  }

  private static String contract(String root, LocalDate day, int strike) {
    return "{\"details\":{\"ticker\":\"O:%s%02d%02d%02dC%08d\"}}"
        .formatted(
            root, day.getYear() % 100, day.getMonthValue(), day.getDayOfMonth(), strike * 1_000);
  }

  private Harvest fetch(List<Quote> quotes) {
    return get(fetcher.fetch(quotes, 16)).get(0);
  }

  private static Set<String> names(Harvest.Slice slice) {
    return slice.contracts().stream().map(ChainContract::name).collect(Collectors.toSet());
  }

  private static Harvest.Slice slice(Harvest harvest, int index) {
    LocalDate day = List.copyOf(harvest.listed()).get(index);
    return harvest.slices().stream().filter(s -> s.expiry().equals(day)).findFirst().orElseThrow();
  }

  @Test
  void asksForTheNextExpirationsAroundTheMoney() {
    Harvest harvest = fetch(AT_6900);
    assertThat(harvest.listed())
        .containsExactly(
            LocalDate.of(2026, 1, 27),
            LocalDate.of(2026, 1, 28),
            LocalDate.of(2026, 1, 29),
            LocalDate.of(2026, 1, 30));
    assertThat(provider.asked())
        .extracting(ScriptedProvider.Asked::uri)
        .contains(
            "/v3/snapshot/options/I%3ASPX?expiration_date=2026-01-27&strike_price.gte=6744"
                + "&strike_price.lte=7056&limit=250",
            "/v3/snapshot/options/I%3ASPX?expiration_date=2026-01-30&strike_price.gte=6629"
                + "&strike_price.lte=7171&limit=250");
    assertThat(slice(harvest, 1).contracts()).as("both classes").hasSize(126);
    assertThat(slice(harvest, 0).contracts()).as("settled this morning: one class").hasSize(63);
  }

  @Test
  void morningSettledContractsLeaveAtTheOpening() {
    clock.set("2026-01-27T14:29:59Z");
    assertThat(slice(fetch(AT_6900), 0).contracts()).hasSize(126);
    clock.set("2026-01-27T14:30:00Z");
    assertThat(slice(fetch(AT_6900), 0).contracts()).hasSize(63);
    clock.set("2026-07-14T13:29:59Z");
    listed = List.of(LocalDate.of(2026, 7, 14));
    assertThat(slice(fetch(AT_6900), 0).contracts()).as("in summer time").hasSize(126);
  }

  @Test
  void strikesOffTheGridAreLeftOutWhereThatIsWanted() {
    Harvest harvest = fetch(List.of(new Quote("I:NDX", 25_100)));
    assertThat(slice(harvest, 0).contracts()).hasSize(177);
    assertThat(names(slice(harvest, 0)))
        .contains("O:NDXP260127C25100000")
        .doesNotContain("O:NDXP260127C25105000");
  }

  @Test
  void daysToExpiryAreCountedInNewYorkAcrossMonthsAndClockChanges() {
    clock.set("2026-03-01T04:59:00Z"); // 23:59 on February 28th in New York
    listed = List.of(LocalDate.of(2026, 2, 28), LocalDate.of(2026, 3, 1), LocalDate.of(2026, 3, 9));
    Harvest before = fetch(AT_6900);
    assertThat(before.listed().first()).isEqualTo(LocalDate.of(2026, 2, 28));
    assertThat(slice(before, 1).window().radius()).as("one day").isEqualTo(156);
    assertThat(slice(before, 2).window().radius()).as("nine days").isEqualTo(469);
    clock.move(60_000);
    Harvest after = fetch(AT_6900);
    assertThat(after.listed().first()).isEqualTo(LocalDate.of(2026, 3, 1));
    assertThat(slice(after, 1).window().radius()).as("eight days").isEqualTo(443);
    assertThat(listings).as("a new day is asked for anew").hasValue(2);
  }

  @Test
  void theListIsTrustedForAWhileAndUntilTheClose() {
    fetch(AT_6900);
    clock.set("2026-01-27T15:14:59Z");
    fetch(AT_6900);
    assertThat(listings).hasValue(1);
    clock.set("2026-01-27T15:15:01Z");
    fetch(AT_6900);
    assertThat(listings).hasValue(2);
    clock.set("2026-01-27T20:59:59Z");
    fetch(AT_6900);
    clock.set("2026-01-27T21:00:00Z");
    fetch(AT_6900);
    clock.set("2026-01-27T21:15:00Z");
    fetch(AT_6900);
    assertThat(listings).as("at 15:59, 16:00 and 16:15").hasValue(5);
  }

  @Test
  void onAHalfDayTheListIsAskedForAnewAtItsOwnClose() {
    listed = List.of(LocalDate.of(2026, 11, 27), LocalDate.of(2026, 11, 30));
    clock.set("2026-11-27T17:59:59Z");
    fetch(AT_6900);
    clock.set("2026-11-27T18:00:00Z");
    listed = List.of(LocalDate.of(2026, 11, 30));
    assertThat(fetch(AT_6900).listed()).as("at 13:00").containsExactlyElementsOf(listed);
    clock.set("2026-11-27T18:05:00Z");
    fetch(AT_6900);
    assertThat(listings).hasValue(2);
  }

  @Test
  void anOldListIsBetterThanNone() {
    fetch(AT_6900);
    broken.add("listing");
    clock.set("2026-01-28T15:00:00Z");
    assertThat(fetch(AT_6900).listed().first()).isEqualTo(LocalDate.of(2026, 1, 28));
    assertThat(get(fetcher.fetch(List.of(new Quote("I:NDX", 25_100)), 16))).isEmpty();
  }

  @Test
  void anEdgeDoesNotFlap() {
    Harvest first = fetch(AT_6900);
    assertThat(names(slice(first, 1))).contains("O:SPXW260128C06745000").hasSize(126);
    book.take(first);
    Harvest moved = fetch(List.of(new Quote(SPX, 6905)));
    assertThat(names(slice(moved, 1)))
        .as("new ones enter, old ones stay for two strikes")
        .contains("O:SPXW260128C07060000", "O:SPXW260128C06745000")
        .hasSize(128);
    book.take(moved);
    book.take(fetch(AT_6900));
    Harvest far = fetch(List.of(new Quote(SPX, 6915)));
    assertThat(names(slice(far, 1)))
        .contains("O:SPXW260128C06750000")
        .doesNotContain("O:SPXW260128C06745000");
  }

  @Test
  void oneBrokenExpiryIsNoneOfTheOthersBusiness() {
    broken.add("2026-01-28");
    Harvest harvest = fetch(AT_6900);
    assertThat(harvest.partial()).isTrue();
    assertThat(harvest.failed()).isFalse();
    assertThat(slice(harvest, 1).failed()).isTrue();
    assertThat(slice(harvest, 2).contracts()).isNotEmpty();
    broken.addAll(List.of("2026-01-27", "2026-01-29", "2026-01-30"));
    assertThat(fetch(AT_6900).failed()).isTrue();
  }

  @Test
  void aSuddenlyEmptyExpiryIsAFailure() {
    book.take(fetch(AT_6900));
    provider.answers("{\"results\":[]}");
    assertThat(fetch(AT_6900).failed()).isTrue();
  }
}
