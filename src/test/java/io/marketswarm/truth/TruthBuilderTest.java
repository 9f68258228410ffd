package io.marketswarm.truth;

import static io.marketswarm.truth.TruthFolder.array;
import static io.marketswarm.truth.TruthFolder.component;
import static io.marketswarm.truth.TruthFolder.node;
import static io.marketswarm.truth.TruthFolder.point;
import static io.marketswarm.truth.TruthFolder.publisher;
import static io.marketswarm.truth.TruthFolder.subscriber;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.marketswarm.truth.Finding.Severity;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TruthBuilderTest {
  @TempDir Path temp;
  private TruthFolder folder;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = TruthFolder.in(temp);
  }

  private static JsonObject nodeWithoutMarketBus() {
    JsonObject node = node("a", "b");
    node.getJsonObject("buses").remove("market-redis");
    return node;
  }

  private static List<Finding> errors(Build build) {
    return build.findings().stream().filter(Finding::isError).toList();
  }

  @Test
  void buildsACompositeWithSixKeysInOrderAndDefaults() throws IOException {
    folder.node(node("a", "b"));
    folder.component("a", publisher("a", point("market-redis", "k1")));
    folder.component("b", subscriber("b", point("market-redis", "k1")));

    Build build = folder.build();

    assertThat(build.findings()).isEmpty();
    JsonObject composite = build.orThrow().json();
    assertThat(composite.fieldNames())
        .containsExactly("version", "description", "node", "buses", "domain", "components");
    assertThat(composite.getString("description")).isEmpty();
    assertThat(composite.getJsonObject("node")).isEmpty();
    assertThat(composite.getJsonObject("domain")).isEmpty();
    assertThat(composite.getJsonObject("components").fieldNames()).containsExactly("a", "b");
  }

  @Test
  void anUndeclaredBusFailsUnlessTheCheckIsOff() throws IOException {
    folder.node(nodeWithoutMarketBus());
    folder.component("a", publisher("a", point("market-redis", "k1")));
    folder.component("b", subscriber("b", point("market-redis", "k1")));

    assertThat(errors(folder.build()))
        .extracting(Finding::path)
        .containsExactly("access_points/publish_to/0/bus", "access_points/subscribe_to/0/bus");
    assertThat(errors(folder.build()).get(0).message()).contains("unknown bus 'market-redis'");
    assertThat(TruthBuilder.build(folder.options().withBusCheck(false)).ok()).isTrue();
  }

  @Test
  void freeListsOfAccessPointsMustNameKnownBusesToo() throws IOException {
    folder.node(node("a"));
    JsonObject component = component("a");
    component
        .getJsonObject("access_points")
        .put("readwrite", array(point("nowhere", "k")))
        .put("read_only", array("free text", point("market-redis", "k")));
    folder.component("a", component);

    assertThat(errors(folder.build()))
        .extracting(Finding::path)
        .containsExactly("access_points/readwrite/0/bus");
  }

  @Test
  void aSubscriptionNobodyPublishesIsNamedOnce() throws IOException {
    JsonObject node = node("a", "b");
    node.getJsonObject("buses").put("intel-redis", TruthFolder.bus("redis://h:1", "intel"));
    folder.node(node);
    folder.component("a", publisher("a", point("market-redis", "k1")));
    folder.component("b", subscriber("b", point("intel-redis", "k1")));

    assertThat(errors(folder.build()))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.message())
                  .contains("dangling", "component=b bus=intel-redis key=k1");
              assertThat(finding.path()).isEqualTo("access_points/subscribe_to/0");
              assertThat(finding.file()).endsWith("components/b.json");
            });
  }

  @Test
  void aComponentMayHearItself() throws IOException {
    folder.node(node("a"));
    JsonObject component = publisher("a", point("market-redis", "k"));
    component.getJsonObject("access_points").put("subscribe_to", array(point("market-redis", "k")));
    folder.component("a", component);

    assertThat(folder.build().findings()).isEmpty();
  }

  @Test
  void allDanglingEndsAreListed() throws IOException {
    folder.node(node("a", "b"));
    folder.component("a", subscriber("a", point("market-redis", "x"), point("market-redis", "y")));
    folder.component("b", subscriber("b", point("market-redis", "z")));

    assertThat(errors(folder.build())).hasSize(3);
  }

  @Test
  void keysWithTemplatesAreComparedLetterByLetter() throws IOException {
    folder.node(node("a", "b"));
    folder.component("a", publisher("a", point("market-redis", "m:{symbol}")));
    folder.component("b", subscriber("b", point("market-redis", "m:I:SPX")));

    assertThat(errors(folder.build())).hasSize(1);
  }

  @Test
  void aModelNobodyProducesFails() throws IOException {
    folder.node(node("b"));
    folder.component(
        "b",
        component("b")
            .put("models", new JsonObject().put("consumes", array(point("market-redis", "m")))));

    assertThat(errors(folder.build()))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.path()).isEqualTo("models/consumes/0");
              assertThat(finding.message()).contains("component=b bus=market-redis key=m");
            });
  }

  @Test
  void theIdMustBeTheName() throws IOException {
    folder.node(node("b"));
    folder.component("b", component("bb"));

    assertThat(errors(folder.build()))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.path()).isEqualTo("id");
              assertThat(finding.message()).contains("id mismatch", "'bb'", "'b'");
            });
  }

  @Test
  void aMissingComponentFileIsNamed() throws IOException {
    folder.node(node("ghost"));

    assertThat(errors(folder.build()))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.file()).endsWith("components/ghost.json");
              assertThat(finding.message()).isEqualTo("missing file");
            });
  }

  @Test
  void anEmptyComponentFileIsNamed() throws IOException {
    folder.node(node("a")).write("components/a.json", "  \n");

    assertThat(errors(folder.build()))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.file()).endsWith("components/a.json");
              assertThat(finding.message()).isEqualTo("the file is empty");
            });
  }

  @Test
  void faultsOfAllComponentsAreReportedAtOnce() throws IOException {
    folder.node(node("a", "b", "c", "d"));
    folder.component("a", component("a").put("heartbeat", new JsonObject()));
    folder.component("b", component("other"));
    folder.write("components/c.json", "{");

    assertThat(errors(folder.build()))
        .extracting(Finding::file)
        .map(file -> file.substring(file.lastIndexOf('/') + 1))
        .containsExactly("a.json", "a.json", "b.json", "c.json", "d.json");
  }

  @Test
  void brokenJsonIsReportedWithLineAndColumn() throws IOException {
    folder.node(node("a")).write("components/a.json", "{\n  \"id\": \"a\",\n  oops\n}");

    assertThat(errors(folder.build()))
        .singleElement()
        .satisfies(finding -> assertThat(finding.message()).contains("line 3, column 3"));
  }

  @Test
  void commentsRepeatedKeysAndTrailingTextAreNoJson() throws IOException {
    folder.node(node("a", "b", "c"));
    folder.write("components/a.json", "{\"id\":\"a\" /* remark */}");
    folder.write("components/b.json", "{\"id\":\"b\",\n\"id\":\"b\"}");
    folder.write("components/c.json", "{}\n{}");

    assertThat(errors(folder.build()))
        .extracting(Finding::message)
        .satisfiesExactly(
            message -> assertThat(message).contains("line 1, column 11"),
            message -> assertThat(message).contains("Duplicate field 'id'", "line 2"),
            message -> assertThat(message).contains("text after the end", "line 2, column 1"));
  }

  @Test
  void twoNodeDefinitionsAreTooMany() throws IOException {
    folder.node(node("a")).write("second.json", node("a").encode());
    folder.component("a", component("a"));

    assertThat(errors(folder.build()))
        .singleElement()
        .satisfies(
            finding ->
                assertThat(finding.message()).contains("multiple", "node.json", "second.json"));
  }

  @Test
  void oneOfSeveralNodeDefinitionsCanBeChosen() throws IOException {
    folder.node(node("a")).write("second.json", node("a").put("version", "2").encode());
    folder.component("a", component("a"));

    Build build =
        TruthBuilder.build(folder.options().withNode(folder.dir().resolve("second.json")));

    assertThat(build.orThrow().version()).isEqualTo("2");
  }

  @Test
  void aCompositeInTheFolderIsNoNodeDefinition() throws IOException {
    folder.node(node("a")).write("truth.json", node("a").encode());
    folder.component("a", component("a"));

    assertThat(folder.build().ok()).isTrue();
  }

  @Test
  void withoutANodeDefinitionEveryFileSaysWhy() throws IOException {
    folder.write("one.json", node("a").put("components", array()).encode());
    folder.write("two.json", node("a").put("version", 1).encode());
    folder.write("three.json", "{,}");

    List<Finding> errors = errors(folder.build());

    assertThat(errors.get(0).message()).startsWith("no node definition");
    assertThat(errors)
        .anySatisfy(
            finding -> {
              assertThat(finding.file()).endsWith("one.json");
              assertThat(finding.path()).isEqualTo("components");
            })
        .anySatisfy(
            finding -> {
              assertThat(finding.file()).endsWith("two.json");
              assertThat(finding.path()).isEqualTo("version");
              assertThat(finding.message()).contains("not a string");
            })
        .anySatisfy(
            finding -> {
              assertThat(finding.file()).endsWith("three.json");
              assertThat(finding.message()).contains("line 1, column 2");
            });
  }

  @Test
  void brokenJsonBesideTheNodeDefinitionIsOnlyAWarning() throws IOException {
    folder.node(node("a")).write("notes.json", "{").write("other.json", "{\"x\":1}");
    folder.component("a", component("a"));

    Build build = folder.build();

    assertThat(build.ok()).isTrue();
    assertThat(build.findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.WARNING);
              assertThat(finding.file()).endsWith("notes.json");
            });
  }

  @Test
  void unknownDependenciesAndCirclesAreErrors() throws IOException {
    folder.node(node("a", "b", "c"));
    folder.component("a", component("a").put("dependencies", array("b")));
    folder.component("b", component("b").put("dependencies", array("c", "nobody")));
    folder.component("c", component("c").put("dependencies", array("a")));

    assertThat(errors(folder.build()))
        .extracting(Finding::path, Finding::message)
        .containsExactly(
            tuple("dependencies/1", "unknown dependency 'nobody', no component of the node"),
            tuple("dependencies", "dependency cycle a -> b -> c -> a"));
  }

  @Test
  void aComponentCannotNeedItself() throws IOException {
    folder.node(node("a")).component("a", component("a").put("dependencies", array("a")));

    assertThat(errors(folder.build()))
        .extracting(Finding::message)
        .containsExactly("dependency cycle a -> a");
  }

  @Test
  void aHeartbeatMustOutliveItsInterval() throws IOException {
    folder.node(node("same", "tight", "good"));
    folder.component("same", component("same").put("heartbeat", heartbeat(5, 5)));
    folder.component("tight", component("tight").put("heartbeat", heartbeat(5, 9)));
    folder.component("good", component("good").put("heartbeat", heartbeat(5, 10)));

    assertThat(folder.build().findings())
        .extracting(Finding::severity, finding -> finding.file().contains("same"), Finding::path)
        .containsExactly(
            tuple(Severity.ERROR, true, "heartbeat/ttl_sec"),
            tuple(Severity.WARNING, false, "heartbeat/ttl_sec"));
  }

  @Test
  void heartbeatsOfTheNodeAreCheckedLikeThoseOfComponents() throws IOException {
    JsonObject table = new JsonObject().put("default", heartbeat(9, 9)).put("x", new JsonObject());
    folder.node(node("a").put("heartbeats", table)).component("a", component("a"));
    assertThat(errors(folder.build())).anyMatch(f -> f.path().equals("heartbeats/x"));

    table.remove("x");
    folder.node(node("a").put("heartbeats", table));
    assertThat(errors(folder.build()))
        .extracting(Finding::path)
        .containsExactly("heartbeats/default/ttl_sec");
  }

  private static JsonObject heartbeat(int interval, int ttl) {
    return new JsonObject().put("interval_sec", interval).put("ttl_sec", ttl);
  }

  @Test
  void aComponentListedTwiceIsAnError() throws IOException {
    folder.node(node("a", "b", "a"));
    folder.component("a", component("a")).component("b", component("b"));

    assertThat(errors(folder.build()))
        .extracting(Finding::path, Finding::message)
        .containsExactly(tuple("components/2", "duplicate component 'a'"));
  }

  @Test
  void strictWarnsOfWhatIsPublishedForNobody() throws IOException {
    folder.node(node("a"));
    folder.component(
        "a",
        publisher(
                "a",
                point("market-redis", "unheard"),
                point("market-redis", "browsers").put("external", true))
            .put("models", new JsonObject().put("produces", array(point("market-redis", "m")))));

    assertThat(folder.build().findings()).isEmpty();
    Build strict = TruthBuilder.build(folder.options().withStrict(true));
    assertThat(strict.ok()).isTrue();
    assertThat(strict.findings())
        .extracting(Finding::path)
        .containsExactly("access_points/publish_to/0", "models/produces/0");
  }

  @Test
  void theFourOptionalRootKeysReachTheComposite() throws IOException {
    folder.node(
        node("a")
            .put("heartbeats", new JsonObject().put("default", heartbeat(10, 30)))
            .put("categories", new JsonObject().put("x", 1))
            .put("defaults", new JsonObject())
            .put("metadata", new JsonObject().put("made", "today")));
    folder.component("a", component("a"));

    assertThat(folder.build().orThrow().json().fieldNames())
        .endsWith("components", "heartbeats", "categories", "defaults", "metadata");
  }

  @Test
  void aFailedBuildLeavesTheOldCompositeAlone() throws IOException {
    Path out = temp.resolve("out/truth.json");
    folder.node(node("a")).component("a", component("a"));
    folder.build().writeTo(out);
    String before = Files.readString(out);

    folder.component("a", component("b"));
    Build failed = folder.build();

    assertThat(failed.ok()).isFalse();
    assertThatThrownBy(() -> failed.writeTo(out))
        .isInstanceOf(TruthException.class)
        .hasMessageContaining("id mismatch");
    assertThat(out).hasContent(before);
    assertThat(out.getParent()).isDirectoryContaining(file -> file.equals(out));
    try (var left = Files.list(out.getParent())) {
      assertThat(left).containsExactly(out);
    }
  }

  @Test
  void theCompositeIsIndentedByTwoSpacesAndReadsBack() throws IOException {
    Path out = temp.resolve("truth.json");
    folder.node(node("a")).component("a", component("a"));
    TruthDocument document = folder.build().orThrow();

    folder.build().writeTo(out);

    assertThat(out).content().startsWith("{\n  \"version\": \"1\",\n  \"description\": \"\",\n");
    assertThat(TruthDocument.parse(Files.readString(out))).isEqualTo(document);
  }

  @Test
  void schemasAreNeeded() throws IOException {
    folder.node(node("a")).component("a", component("a"));
    Files.delete(folder.dir().resolve("schema/node.json"));
    folder.write("schema/component.json", "{\"type\": }");

    assertThat(errors(folder.build()))
        .extracting(Finding::file)
        .map(file -> file.substring(file.lastIndexOf('/') + 1))
        .containsExactly("node.json", "component.json");
  }

  @Test
  void aNodeWithoutSystemBusIsBuiltWithAWarning() throws IOException {
    JsonObject node = node("a");
    node.getJsonObject("buses").remove("system-redis");
    folder.node(node).component("a", component("a"));

    Build build = folder.build();

    assertThat(build.ok()).isTrue();
    assertThat(build.findings()).singleElement().matches(finding -> !finding.isError());
  }
}
