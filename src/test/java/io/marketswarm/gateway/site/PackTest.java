package io.marketswarm.gateway.site;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Modules and styles of the UI as few files. */
class PackTest {
  private static final Shelf LIBRARIES = Shelf.classPath("META-INF/resources/");
  private static final String PAGE =
      """
      <link rel="stylesheet" href="/a.css" />
      <link rel="stylesheet" href="/b.css" />
      <!-- importmap -->
      <!-- modules: /app/first.js /app/main.js echarts -->
      <script type="module" src="/app/main.js"></script>
      """;

  @TempDir private Path folder;

  @Test
  void putsWhatTheProductBeginsWithIntoTwoFiles() throws IOException {
    Shelf product = Shelf.folder(Path.of("webroot"));

    Page page =
        Page.make(product.find(Site.PAGE).orElseThrow(), product, LIBRARIES, ImportMap.read());

    assertThat(text(page.html()))
        .doesNotContain(
            "in pieces",
            "src=\"/app/begin.js\"",
            "href=\"/app/market.js\"",
            "href=\"/styles/base.css\"")
        .contains("<script>\n/**", "new EventSource(", "src=\"/app/main.pack.js\"")
        .contains("<link rel=\"stylesheet\" href=\"/styles.pack.css\" />")
        .contains("\"/app/market.js\":\"/app/main.pack.js\"")
        .contains("\"/screens/dashboard/dashboard.js\":\"/app/main.pack.js\"")
        .contains("<link rel=\"modulepreload\" href=\"/_static/echarts/");
    assertThat(page.packs().keySet())
        .filteredOn(name -> !name.matches("app/main\\.lib\\d+\\.pack\\.js"))
        .containsExactlyInAnyOrder("app/main.pack.js", "styles.pack.css");
    assertThat(text(page.packs().get("app/main.pack.js")))
        .doesNotContain("import *")
        .contains("// /app/live.js", "import(\"/screens/risk/risk.js\")");
    assertThat(text(page.packs().get("styles.pack.css")))
        .startsWith("/* styles/tokens.css */")
        .contains(Files.readString(Path.of("webroot/styles/record.css")));
  }

  @Test
  void letsWhatRunsFirstStandInThePage() throws IOException {
    write("app/first.js", "");
    write("app/main.js", "");
    write("b.css", "b {}");
    write("a.css", "a {}");
    write("app/begin.js", "begin(1 < 2);\n");
    String first = "<script src=\"/app/begin.js\"></script>";
    write(Site.PAGE, first + "\n" + PAGE);
    Shelf files = Shelf.folder(folder);

    Page page = Page.make(files.find(Site.PAGE).orElseThrow(), files, LIBRARIES, ImportMap.read());

    assertThat(text(page.html())).startsWith("<script>\nbegin(1 < 2);\n</script>");
    assertThat(page.scripts().split(" "))
        .hasSize(2)
        .contains(Policy.hash("\nbegin(1 < 2);\n"))
        .allMatch(hash -> hash.startsWith("'sha256-"));

    write("app/begin.js", "begin(\"</script>\");\n");
    Shelf changed = Shelf.folder(folder);
    page = Page.make(changed.find(Site.PAGE).orElseThrow(), changed, LIBRARIES, ImportMap.read());
    assertThat(text(page.html())).as("it would end the script").startsWith(first);
    assertThat(page.scripts()).doesNotContain(" ");
  }

  @Test
  void givesEachModuleAFunctionOfItsOwn() throws IOException {
    write("app/tool.js", "export const one = 1;\nconst hidden = 2;\nexport { hidden as two };\n");
    write(
        "app/first.js",
        """
        import { one, two as both } from "./tool.js";
        export async function add() {
          return one + both + (await import("./later.js")).three;
        }
        """);
    write(
        "app/main.js",
        """
        import {
          init as made,
        } from "echarts";
        import "lit/directives/live.js";
        import { add } from "./first.js";
        export { color } from "echarts";
        export { one } from "./tool.js";
        export class Page {
          show = () => made(add());
        }
        """);

    Page page = make();

    assertThat(text(page.packs().get("app/first.pack.js")))
        .isEqualTo(
            """
            import * as $0 from "echarts";
            import * as $1 from "lit/directives/live.js";

            // /app/tool.js
            export const { one, two } = (() => {
            const one = 1;
            const hidden = 2;
            return { one, two: hidden };
            })();

            // /app/first.js
            export const { add } = (() => {
            const both = two;
            async function add() {
              return one + both + (await import("/app/later.js")).three;
            }
            return { add };
            })();

            // /app/main.js
            export const { Page, color } = (() => {
            const { init: made } = $0;
            const { color } = $0;
            class Page {
              show = () => made(add());
            }
            return { Page, color };
            })();
            """);
    assertThat(text(page.packs().get("styles.pack.css")))
        .isEqualTo("/* a.css */\na {}\n\n/* b.css */\nb {}\n\n");
    assertThat(text(page.html()))
        .contains("href=\"/_static/lit/", "/directives/live.js", "src=\"/app/first.pack.js\"");
  }

  @Test
  void packsLibrariesThatAreWrittenForIt() throws IOException {
    write("app/first.js", "import { html as made, nothing } from \"lit\";\nmade(nothing);\n");
    write("app/main.js", "import { html } from \"lit/static-html.js\";\nhtml();\n");

    Page page = make();

    String pack = text(page.packs().get("app/first.pack.js"));
    assertThat(pack)
        .doesNotContain("import * as", "import{", "export*", "export{")
        .contains(
            "const { html: made, nothing } = $lib",
            "const { html } = $lib",
            "export { $lib0, $lib1, ")
        .containsPattern(
            "// /_static/lit-html/[\\d.]+/lit-html.js\\nconst \\$lib\\d+ = \\(\\(\\) => \\{\\n");
    Matcher known =
        Pattern.compile("\"lit-html\":\"/(app/first.(lib\\d+).pack.js)\"")
            .matcher(text(page.html()));
    assertThat(known.find()).isTrue();
    String html = text(page.html());
    assertThat(html)
        .as("echarts, and the pack")
        .containsOnlyOnce("href=\"/_static/")
        .containsPattern("\"lit\":\"/app/first.lib\\d+.pack.js\"")
        .containsPattern("\"lit/directive.js\":\"/_static/|\"lit/\":\"/_static/lit/")
        .containsPattern("\"/_static/lit-html/[\\d.]+/lit-html.js\":\"/" + known.group(1));
    assertThat(text(page.packs().get(known.group(1))))
        .isEqualTo(
            """
            import { $LIB } from "/app/first.pack.js";
            export const { _$LH, html, mathml, noChange, nothing, render, svg } = $LIB;
            """
                .replace("$LIB", "$" + known.group(2)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "import{a as b,c}from\"./x.js\";import\"y\";d(b,c);export{d as e,f};"
            + "| LibraryModule[address=/lib/m.js, imports=[Taken[from=./x.js, names={b=a, c=c}],"
            + " Taken[from=y, names={}]], passedOn=[], exports={e=d, f=f}, body=d(b,c);]",
        "export*from\"x\";export{g}from\"./y.js\";"
            + "| LibraryModule[address=/lib/m.js, imports=[Taken[from=./y.js, names={$given0=g}]],"
            + " passedOn=[x], exports={g=$given0}, body=]",
        "a.import(\"x\");reimport();| LibraryModule[address=/lib/m.js, imports=[], passedOn=[],"
            + " exports={}, body=a.import(\"x\");reimport();]",
        "export default 1;| /lib/m.js has \"export default 1\"",
        "export const a=1;| /lib/m.js has \"export const a=1\"",
        "import a from\"x\";| /lib/m.js has \"import a from\"x\"\"",
        "import*as a from\"x\";| /lib/m.js has \"import*as a from\"x\"\"",
        "import(\"x\");| /lib/m.js has \"import(\"x\")\"",
        "a(import.meta.url);| /lib/m.js has \"import.meta.url)\"",
      })
  void readsWhatACompressorWrote(String text, String read) {
    String outcome;
    try {
      LibraryModule module = LibraryModule.read("/lib/m.js", text);
      outcome =
          new LibraryModule(
                  module.address(),
                  module.imports().stream()
                      .map(
                          taken ->
                              new LibraryModule.Taken(taken.from(), new TreeMap<>(taken.names())))
                      .toList(),
                  module.passedOn(),
                  new TreeMap<>(module.exports()),
                  module.body())
              .toString();
    } catch (IllegalArgumentException refused) {
      outcome = refused.getMessage();
    }
    assertThat(outcome).isEqualTo(read);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "import { one } from \"./tool.js\";\\nexport const one2 = one;| export const one = 1;|",
        "export default 1;| export const one = 1;| /app/first.js has \"export default 1;\"",
        "export let one = 1;| const two = 2;| /app/first.js has \"export let one = 1;\"",
        "export * from \"./tool.js\";| export const one = 1;| /app/first.js has \"export *",
        "import * as all from \"./tool.js\";| export const one = 1;| /app/first.js has \"import *",
        "import one from \"./tool.js\";| export const one = 1;| /app/first.js has \"import one",
        "await 1;| export const one = 1;| /app/first.js has \"await 1;\"",
        "const here = import.meta.url;| export const one = 1;| /app/first.js has \"import.meta\"",
        "import { gone } from \"./tool.js\";| export const one = 1;"
            + "| /app/first.js wants gone, which is not in /app/tool.js",
        "import { one } from \"./gone.js\";| export const one = 1;| /app/gone.js is not there",
        "import \"./tool.js\";\\nexport const one = 1;| export const one = 1;"
            + "| one is exported by /app/tool.js and by /app/first.js",
        "import \"./tool.js\";\\nexport const one = 1;| import { one } from \"./first.js\";"
            + "| /app/first.js imports itself by way of others"
      })
  void saysWhyModulesCannotStandInOneFile(String first, String tool, String why)
      throws IOException {
    write("app/first.js", first.replace("\\n", "\n"));
    write("app/tool.js", tool);
    write("app/main.js", "export const main = 0;");

    Page page = make();

    String html = text(page.html());
    if (why == null) {
      assertThat(page.packs()).containsKey("app/first.pack.js");
      assertThat(html).doesNotContain("in pieces");
    } else {
      assertThat(page.packs()).containsOnlyKeys("styles.pack.css");
      assertThat(html)
          .contains("<!-- in pieces: " + why)
          .contains("<link rel=\"modulepreload\" href=\"/app/first.js\" />")
          .contains("src=\"/app/main.js\"");
    }
  }

  @Test
  void leavesStylesWhereTheyAreThatNeedTheirPlace() throws IOException {
    write("app/first.js", "");
    write("app/main.js", "");
    Page page = make("a { background: url(a.png) }");

    assertThat(page.packs()).doesNotContainKey("styles.pack.css");
    assertThat(text(page.html())).contains("href=\"/a.css\"", "href=\"/b.css\"");
  }

  @Test
  void isMadeAnewWhenAFileOfItsOwnChanges() throws IOException {
    write("app/first.js", "export const one = 1;");
    write("app/main.js", "export const two = 2;");
    write("app/other.js", "export const three = 3;");
    Shelf files = Shelf.folder(folder);
    Page page = make();
    assertThat(page.isOf(files)).as("read by another shelf").isFalse();
    page = make(files);
    assertThat(page.isOf(files)).isTrue();
    write("app/other.js", "export const three = 4;");
    assertThat(page.isOf(files)).as("none of its own").isTrue();

    Files.setLastModifiedTime(
        write("app/main.js", "export const two = 3;"), FileTime.from(Instant.EPOCH));

    assertThat(page.isOf(files)).isFalse();
    assertThat(text(make(files).packs().get("app/first.pack.js"))).contains("two = 3");
  }

  private Page make() throws IOException {
    return make("a {}");
  }

  private Page make(String style) throws IOException {
    write("a.css", style + "\n");
    return make(Shelf.folder(folder));
  }

  private Page make(Shelf files) throws IOException {
    if (!Files.exists(folder.resolve("a.css"))) {
      write("a.css", "a {}\n");
    }
    write("b.css", "b {}\n");
    write(Site.PAGE, PAGE);
    return Page.make(files.find(Site.PAGE).orElseThrow(), files, LIBRARIES, ImportMap.read());
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static String text(Asset asset) {
    return asset.content().toString(UTF_8);
  }
}
