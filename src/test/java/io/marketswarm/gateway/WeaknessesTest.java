package io.marketswarm.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The weaknesses that gateways of this kind have had, and the tests that each of them stays away.
 */
class WeaknessesTest {
  private static final String ROOM = "io.marketswarm.";

  /** A name and a password in an address; placeholders of comments and examples are none. */
  private static final Pattern CREDENTIALS =
      Pattern.compile("\\w://(?!user:password@)[^/\\s:@\"'<$%\\[]+:[^@/\\s\"'<$%\\]]+@");

  private static final Pattern PRIVATE_KEY =
      Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----\\s+[A-Za-z0-9+/]{20}");

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1  | letter case goes round the door   | gateway.DoorTest letsNobodyInWithoutASession
          1  | letter case goes round the door   | gateway.DoorRulesTest guardsAPathInWhateverCaseItIsWritten
          1  | letter case goes round the door   | gateway.HostileRequestsTest noSpellingOfAPathOpensTheDoor
          2  | debugging is open to the world    | gateway.admin.AdminRoutesTest nothingOfItIsForOthers
          3  | internal routes through the proxy | gateway.proxy.ProxiesTest leadsNowhereElse
          3  | internal routes through the proxy | gateway.ProfileTest vouchesToAProxyForThoseItLetsPast
          4  | alerts of others                  | gateway.streams.StreamRoutesTest alertsOfOthersAreNeitherHeardNorReplayed
          4  | alerts of others                  | gateway.streams.StreamRoutesTest alertsOfOlderPublishersAreAdoptedOrDropped
          5  | tiers from parts of words         | web.identity.TierTest followsPlanAndRoles
          6  | secrets that everybody knows      | gateway.GatewaySettingsTest doesNotStartInProductionWith
          7  | believed headers                  | gateway.proxy.ProxiesTest saysWhoCallsAndBelievesNobodyElse
          7  | believed headers                  | web.identity.GatewayAuthTest sweepsOutWhatOnlyTheInsideMaySay
          8  | redirects to other sites          | gateway.SignInTest goesOnToPagesOfOursOnly
          8  | redirects to other sites          | gateway.DoorRulesTest neverSendsAnybodyToAnotherSite
          9  | replayed and undated words        | gateway.SignInTest signsInWithTheGoldenTokenOnce
          9  | replayed and undated words        | gateway.SignInTest saysNothingOfSecretsToThoseItRefuses
          10 | pages of everybody                | gateway.DoorTest answersOnlyPagesItKnows
          10 | pages of everybody                | gateway.DoorTest changesNothingForPagesOfOthers
          11 | sessions that cannot be ended     | gateway.SignInTest endsASessionForGoodWhenSomebodySignsOut
          11 | sessions that cannot be ended     | gateway.DoorTest turnsBlockedTiersAwayAndForgetsTheirSession
          11 | sessions that cannot be ended     | gateway.streams.StreamRoutesTest theGatesReachOpenStreams
          12 | anybody clears for everybody      | gateway.models.ModelRoutesTest onlyAdministratorsTakeTheCompanionsWordsBack
          13 | one key for everybody's Greeks    | gateway.DoorTest sumsTheGreeksOfAllTraders
          14 | numbers of two sites              | gateway.streams.StreamRoutesTest peopleOfTwoSitesWhoBearOneNumberShareNothing
          15 | tokens in the log                 | gateway.SignInTest saysNeitherTokensNorBodiesToTheLog
          16 | public mode in production         | gateway.GatewaySettingsTest doesNotStartInProductionWith
          16 | public mode in production         | gateway.SignInTest letsEverybodyInInPublicModeButAdministersNothing
          17 | all of Redis                      | gateway.admin.AdminRoutesTest looksIntoRedisButNotIntoSecrets
          17 | all of Redis                      | gateway.admin.AdminRoutesTest neverAsksRedisForAllItsKeysAtOnce
          18 | no limits                         | gateway.streams.StreamRoutesTest nobodyOpensStreamsWithoutEnd
          18 | no limits                         | gateway.SignInTest stopsWhoeverKeepsFailing
          18 | no limits                         | gateway.ai.CsvRoutesTest nobodyAsksWithoutEnd
          18 | no limits                         | gateway.DoorTest tellsOfBrokenBodiesInEveryEnvelope
          19 | a page that is not escaped        | gateway.SignInTest showsBlockedTiersAPageAndKeepsNothingOfThem
          20 | credentials in code and documents | gateway.WeaknessesTest holdsNoCredentials
          """)
  void isTried(int row, String weakness, String test) throws ClassNotFoundException {
    String[] place = test.split(" ");
    List<Method> methods =
        Arrays.stream(Class.forName(ROOM + place[0]).getDeclaredMethods())
            .filter(method -> method.getName().equals(place[1]))
            .toList();
    assertThat(methods).as(test).hasSize(1);
    assertThat(
            Stream.of(Test.class, ParameterizedTest.class, Property.class)
                .anyMatch(methods.get(0)::isAnnotationPresent))
        .as(test)
        .isTrue();
  }

  @Test
  void holdsNoCredentials() throws IOException {
    int read = 0;
    for (String place :
        List.of("src/main", "conf", "truth", "nginx", "README.md", "compose.yaml")) {
      try (Stream<Path> files = Files.walk(Path.of(place))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
          assertThat(CREDENTIALS.matcher(text).results().map(found -> found.group()))
              .as(file.toString())
              .isEmpty();
          assertThat(PRIVATE_KEY.matcher(text).find()).as(file.toString()).isFalse();
          read++;
        }
      }
    }
    assertThat(read).isGreaterThan(300);
    assertThat(CREDENTIALS.matcher("mysql+pymysql://fotw:s3cret@db:3306/fotw_app").find()).isTrue();
  }
}
