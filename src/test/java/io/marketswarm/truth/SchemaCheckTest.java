package io.marketswarm.truth;

import static io.marketswarm.truth.TruthFolder.array;
import static io.marketswarm.truth.TruthFolder.component;
import static io.marketswarm.truth.TruthFolder.node;
import static io.marketswarm.truth.TruthFolder.point;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaCheckTest {
  @TempDir Path temp;
  private TruthFolder folder;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = TruthFolder.in(temp);
  }

  private List<Finding> check(JsonObject component) throws IOException {
    folder.component("x", component);
    return TruthBuilder.checkComponent(
        folder.dir(), folder.dir().resolve("components").resolve("x.json"));
  }

  private List<Finding> checkNode(JsonObject node) throws IOException {
    folder.node(node);
    return TruthBuilder.checkNode(folder.dir(), folder.dir().resolve("node.json"));
  }

  private static void assertOnly(List<Finding> findings, String path, String message) {
    assertThat(findings)
        .extracting(Finding::path, Finding::message)
        .containsExactly(tuple(path, message));
  }

  @Test
  void acceptsAComponentWithFreeBlocks() throws IOException {
    assertThat(check(component("x").put("whatever", new JsonObject().put("a", 1)))).isEmpty();
  }

  @Test
  void namesTheKindsThereAre() throws IOException {
    JsonObject component = component("x");
    component.getJsonObject("meta").put("kind", "fast");

    assertOnly(check(component), "meta/kind", "'fast' is not one of basic, vexy, mesh, healer");
  }

  @Test
  void namesTheMinimum() throws IOException {
    assertOnly(
        check(
            component("x")
                .put("heartbeat", new JsonObject().put("interval_sec", 0).put("ttl_sec", 9))),
        "heartbeat/interval_sec",
        "0 is below minimum 1");
  }

  @Test
  void namesTheMissingKeyAtItsParent() throws IOException {
    JsonObject component = component("x");
    component.getJsonObject("meta").remove("description");

    assertOnly(check(component), "meta", "missing key 'description'");
  }

  @Test
  void namesTheWrongTypeOfAnItem() throws IOException {
    assertOnly(
        check(component("x").put("models", new JsonObject().put("produces", array("spot")))),
        "models/produces/0",
        "'spot' is not an object");
  }

  @Test
  void reportsEveryMistakeOnceAndOnlyTheDeepest() throws IOException {
    JsonObject component =
        new JsonObject()
            .put("id", 1)
            .put("meta", new JsonObject().put("name", "n"))
            .put(
                "access_points",
                new JsonObject()
                    .put(
                        "publish_to",
                        array(point("market-redis", "k"), point("b", "k").put("key", 5))))
            .put("heartbeat", new JsonObject().put("interval_sec", 1.5))
            .put("env", new JsonObject().put("A", new JsonObject()));

    assertThat(check(component))
        .extracting(Finding::path, Finding::message)
        .containsExactlyInAnyOrder(
            tuple("id", "1 is not a string"),
            tuple("meta", "missing key 'description'"),
            tuple("access_points/publish_to/1/key", "5 is not a string"),
            tuple("heartbeat/interval_sec", "1.5 is not an integer"),
            tuple("heartbeat", "missing key 'ttl_sec'"),
            tuple("env/A", "an object is not a string or number or boolean"));
  }

  @Test
  void neverQuotesWhatMayBeASecret() throws IOException {
    JsonObject component = component("x");
    component.put(
        "retention", new JsonObject().put("token", new JsonObject().put("maxlen", "hush")));

    assertOnly(check(component), "retention/token/maxlen", "a string is not an integer");
  }

  @Test
  void aNodesVersionIsAString() throws IOException {
    assertOnly(checkNode(node("a").put("version", 1)), "version", "1 is not a string");
  }

  @Test
  void anUnknownRootKeyOfANodeIsReportedAtTheRoot() throws IOException {
    assertOnly(checkNode(node("a").put("domain", new JsonObject())), "", "unknown key 'domain'");
  }

  @Test
  void anUnknownKeyIsToldFromAWrongDeclaredOne() throws IOException {
    JsonObject node = node("a").put("description", 5).put("extra", 1);
    node.getJsonObject("buses").getJsonObject("market-redis").put("url", 5).put("port", 1);

    assertThat(checkNode(node))
        .extracting(Finding::path, Finding::message)
        .containsExactlyInAnyOrder(
            tuple("description", "5 is not a string"),
            tuple("", "unknown key 'extra'"),
            tuple("buses/market-redis/url", "5 is not a string"),
            tuple("buses/market-redis", "unknown key 'port'"));
  }

  @Test
  void busesNeedUrlAndRoleAndAUriForAUrl() throws IOException {
    JsonObject node = node("a");
    node.put(
        "buses",
        new JsonObject()
            .put("system-redis", new JsonObject().put("url", "not a uri").put("role", "system"))
            .put("market-redis", new JsonObject()));

    assertThat(checkNode(node))
        .extracting(Finding::path, Finding::message)
        .containsExactlyInAnyOrder(
            tuple("buses/system-redis/url", "'not a uri' is not a valid uri"),
            tuple("buses/market-redis", "missing key 'url'"),
            tuple("buses/market-redis", "missing key 'role'"));
  }

  @Test
  void aNodeNeedsABusAndAComponent() throws IOException {
    assertThat(checkNode(node().put("buses", new JsonObject())))
        .extracting(Finding::path, Finding::message)
        .containsExactlyInAnyOrder(
            tuple("buses", "has fewer entries than 1"),
            tuple("components", "has fewer items than 1"));
  }

  @Test
  void aComponentNameCannotLeaveItsFolder() throws IOException {
    assertThat(checkNode(node("../../secret")))
        .extracting(Finding::path)
        .containsExactly("components/0");
  }

  @Test
  void aNodesOwnBlockHoldsNameAndEnvOnly() throws IOException {
    JsonObject node = node("a").put("node", new JsonObject().put("env", "dev").put("zone", "x"));

    assertOnly(checkNode(node), "node", "unknown key 'zone'");
  }

  @Test
  void aNamedComponentIsAlsoHeldAgainstItsName() throws IOException {
    folder.component("x", component("y"));

    assertOnly(TruthBuilder.checkComponent(folder.dir(), "x"), "id", "id mismatch: 'y' is not 'x'");
    assertThat(TruthBuilder.checkComponent(folder.dir(), "ghost"))
        .extracting(Finding::message)
        .containsExactly("missing file");
  }
}
