package io.marketswarm;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;

/** The house keeps its floors: what lies above may use what lies below, never the other way. */
@AnalyzeClasses(packages = "io.marketswarm", importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {
  /** The workers of market data; the mathematics and its text beside them are everybody's. */
  private static final String[] MARKET_ROOMS = {
    "io.marketswarm.market",
    "io.marketswarm.market.feed",
    "io.marketswarm.market.chain",
    "io.marketswarm.market.options",
    "io.marketswarm.market.spot",
    "io.marketswarm.market.trail",
    "io.marketswarm.market.volume",
    "io.marketswarm.market.keeper",
    "io.marketswarm.market.tape",
    "io.marketswarm.market.publish",
    "io.marketswarm.market.desk",
    "io.marketswarm.market.recording",
  };

  private static final String[] SERVICE_ROOMS =
      Stream.concat(
              Stream.of(MARKET_ROOMS),
              Stream.of(
                  "io.marketswarm.gateway..",
                  "io.marketswarm.journal..",
                  "io.marketswarm.copilot..",
                  "io.marketswarm.vexy..",
                  "io.marketswarm.intel..",
                  "io.marketswarm.vigil..",
                  "io.marketswarm.ops..",
                  "io.marketswarm.sim.."))
          .toArray(String[]::new);

  @ArchTest
  static final ArchRule FLOORS =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .withOptionalLayers(true)
          .layer("commands")
          .definedBy("io.marketswarm", "io.marketswarm.cli..")
          .layer("node")
          .definedBy("io.marketswarm.node..")
          .layer("services")
          .definedBy(SERVICE_ROOMS)
          .layer("service template")
          .definedBy("io.marketswarm.service..")
          .layer("shared")
          .definedBy("io.marketswarm.web..", "io.marketswarm.stream..", "io.marketswarm.ai..")
          .layer("ground")
          .definedBy("io.marketswarm.bus..", "io.marketswarm.store..", "io.marketswarm.truth..")
          .layer("log")
          .definedBy("io.marketswarm.log..")
          .whereLayer("commands")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("node")
          .mayOnlyBeAccessedByLayers("commands")
          .whereLayer("services")
          .mayOnlyBeAccessedByLayers("node", "commands")
          .whereLayer("shared")
          .mayOnlyBeAccessedByLayers("services", "node", "commands")
          .whereLayer("service template")
          .mayOnlyBeAccessedByLayers("shared", "services", "node", "commands");

  @ArchTest
  static void servicesDoNotKnowEachOther(com.tngtech.archunit.core.domain.JavaClasses classes) {
    List<String> rooms =
        List.of("gateway", "journal", "copilot", "vexy", "intel", "vigil", "ops", "sim");
    for (String room : rooms) {
      String[] others =
          Stream.concat(
                  rooms.stream()
                      .filter(other -> !other.equals(room))
                      .map(other -> "io.marketswarm." + other + ".."),
                  // The mathematics and its text are everybody's; the workers are not.
                  Stream.of(SERVICE_ROOMS)
                      .filter(other -> other.startsWith("io.marketswarm.market")))
              .toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage("io.marketswarm." + room + "..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(others)
          .allowEmptyShould(true)
          .because("services meet on the bus or through HTTP")
          .check(classes);
    }
  }

  @ArchTest
  static final ArchRule MODELS_ARE_PURE =
      noClasses()
          .that()
          .resideInAPackage("io.marketswarm.market.model..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.vertx..", "io.netty..", "io.marketswarm.store..")
          .allowEmptyShould(true)
          .because("mathematics needs no event loop");

  @ArchTest
  static final ArchRule STREAMS_KNOW_NO_MARKETS =
      noClasses()
          .that()
          .resideInAPackage("io.marketswarm.stream..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.marketswarm.market..")
          .allowEmptyShould(true)
          .because("the hub could be lifted out as a library");
}
