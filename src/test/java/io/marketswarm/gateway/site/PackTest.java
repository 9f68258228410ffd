package io.marketswarm.gateway.site;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
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
    assertThat(page.packs()).containsOnlyKeys("app/main.pack.js", "styles.pack.css");
    assertThat(text(page.packs().get("app/main.pack.js")))
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
          html as made,
        } from "lit";
        import "lit/directives/live.js";
        import { add } from "./first.js";
        export { nothing } from "lit";
        export { one } from "./tool.js";
        export class Page {
          show = () => made(add());
        }
        """);

    Page page = make();

    assertThat(text(page.packs().get("app/first.pack.js")))
        .isEqualTo(
            """
            import * as $0 from "lit";
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
            export const { Page, nothing } = (() => {
            const { html: made } = $0;
            const { nothing } = $0;
            class Page {
              show = () => made(add());
            }
            return { Page, nothing };
            })();
            """);
    assertThat(text(page.packs().get("styles.pack.css")))
        .isEqualTo("/* a.css */\na {}\n\n/* b.css */\nb {}\n\n");
    assertThat(text(page.html()))
        .contains("href=\"/_static/lit/", "/directives/live.js", "src=\"/app/first.pack.js\"");
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
