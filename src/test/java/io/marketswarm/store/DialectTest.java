package io.marketswarm.store;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One SQL for MySQL 8 and MariaDB: nothing in it that only one of them has, or tells otherwise. */
class DialectTest {
  private static final Path MIGRATIONS = Path.of("src", "main", "resources", "db", "migration");
  private static final Path SOURCES = Path.of("src", "main", "java", "io", "marketswarm");

  /** The server that comes along is a MariaDB, and may be set up as one. */
  private static final Path EMBEDDED = SOURCES.resolve(Path.of("store", "embedded"));

  private static final Pattern TEXT_OF_JAVA = Pattern.compile("\"((?:[^\"\\\\\\n]|\\\\.)*)\"");
  private static final Pattern CONCATENATION = Pattern.compile("\"\\s*\\+\\s*\"");
  private static final Pattern STATEMENT =
      Pattern.compile("^\\s*(SELECT|INSERT|REPLACE|UPDATE|DELETE|CREATE|ALTER|DROP|WITH|SET)\\b");

  private static final Pattern ONLY_ON_MARIADB =
      Pattern.compile(
          "\\b(RETURNING|JSON_VALUE|JSON_QUERY|JSON_EXISTS|JSON_DETAILED|JSON_EQUALS|NEXTVAL"
              + "|SEQUENCE|INET6|INVISIBLE|PERSISTENT|VERSIONING|STRICT_ALL_TABLES|EXCEPT"
              + "|INTERSECT|MEDIAN|NATURAL_SORT_KEY|TO_CHAR|ADD_MONTHS|SYS_GUID)\\b"
              + "|CREATE OR REPLACE (?!VIEW)|CREATE INDEX IF NOT EXISTS|DROP INDEX IF EXISTS"
              + "|(ADD|CHANGE|MODIFY)( COLUMN| INDEX| KEY)? IF (NOT )?EXISTS"
              + "|DROP (COLUMN|KEY|FOREIGN KEY) IF EXISTS|ALTER TABLE IF EXISTS"
              + "|ROWS EXAMINED|FOR UPDATE WAIT|LOCK IN SHARE MODE (WAIT|SKIP)|UUID (NOT |,|\\))");

  private static final Pattern ONLY_ON_MYSQL =
      Pattern.compile(
          "->|\\bFOR SHARE\\b|\\bAS"
              + " new\\b|utf8mb4_0900|\\bLATERAL\\b|\\bREGEXP_LIKE\\b|\\bBIN_TO_UUID\\b|\\bUUID_TO_BIN\\b|\\bANY_VALUE\\b|\\bMEMBER"
              + " OF\\b|\\bGROUPING\\b");

  private static final Pattern JSON_COLUMN = Pattern.compile("(?m)^\\s+`?(\\w+)`?\\s+JSON\\b");
  private static final Pattern TOLD_AS_TEXT = Pattern.compile("\\.text\\(([^;()]*)\\)");

  @Test
  void everyStatementIsUnderstoodByBoth() throws IOException {
    List<String> statements =
        Stream.concat(
                files(MIGRATIONS, ".sql"),
                javaFiles().flatMap(DialectTest::texts).filter(s -> STATEMENT.matcher(s).find()))
            .toList();
    assertThat(statements).hasSizeGreaterThan(200);
    assertThat(statements)
        .noneSatisfy(sql -> assertThat(sql).containsPattern(ONLY_ON_MARIADB))
        .noneSatisfy(sql -> assertThat(sql).containsPattern(ONLY_ON_MYSQL));
  }

  @Test
  void noJsonColumnIsReadAsText() throws IOException {
    Set<String> json = new TreeSet<>();
    files(MIGRATIONS, ".sql").forEach(sql -> names(JSON_COLUMN, sql).forEach(json::add));
    assertThat(json).contains("wss_history", "legs_json");
    String told = javaFiles().flatMap(java -> names(TOLD_AS_TEXT, java)).collect(joining(" "));
    assertThat(told).contains("\"capital_status\"");
    json.forEach(column -> assertThat(told).doesNotContain("\"" + column + "\""));
  }

  private static Stream<String> javaFiles() throws IOException {
    return files(SOURCES, ".java");
  }

  private static Stream<String> files(Path folder, String ending) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all
          .filter(file -> file.toString().endsWith(ending) && !file.startsWith(EMBEDDED))
          .map(DialectTest::read)
          .toList()
          .stream();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Texts that are put together over several lines are one. */
  private static Stream<String> texts(String java) {
    return names(TEXT_OF_JAVA, CONCATENATION.matcher(java).replaceAll(""));
  }

  private static Stream<String> names(Pattern pattern, String in) {
    return pattern.matcher(in).results().map((MatchResult found) -> found.group(1));
  }
}
