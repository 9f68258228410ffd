package io.marketswarm.store;

import static io.marketswarm.store.Eventually.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaMarkTest {
  @TempDir Path folder;
  private final Vertx vertx = Vertx.vertx();
  private final Database database = Database.open(vertx, TestDatabase.shared().url());
  private SchemaMark mark;

  @BeforeEach
  void history() throws IOException {
    run("DROP TABLE IF EXISTS flyway_schema_history");
    run(
        "CREATE TABLE flyway_schema_history (installed_rank INT PRIMARY KEY, version VARCHAR(50),"
            + " script VARCHAR(1000), checksum INT, success BOOLEAN)");
    run("INSERT INTO flyway_schema_history VALUES (1, '1', 'V001__users.sql', 7, TRUE)");
    run("INSERT INTO flyway_schema_history VALUES (2, '2', 'V002__trades.sql', NULL, TRUE)");
    mark = markOf(program("CREATE TABLE users (id INT)"));
  }

  @AfterEach
  void close() {
    run("DROP TABLE IF EXISTS flyway_schema_history");
    get(database.close());
    get(vertx.close());
  }

  private void run(String sql) {
    get(database.pool().query(sql).execute());
  }

  private SchemaMark markOf(Path program) {
    return new SchemaMark(vertx, database, folder.resolve("schema.mark"), program);
  }

  private Path program(String migration) throws IOException {
    Path jar = Files.createTempFile(folder, "program", ".jar");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new ZipEntry("db/migration/V001__users.sql"));
      out.write(migration.getBytes(StandardCharsets.UTF_8));
      out.closeEntry();
    }
    return jar;
  }

  @Test
  void confirmsWhatWasFoundInStepAsLongAsNothingHasChanged() {
    assertThat(get(mark.confirmed())).isEmpty();
    get(mark.keep());
    assertThat(get(mark.confirmed())).contains("2");
    assertThat(get(mark.confirmed())).contains("2");
  }

  @Test
  void aHistoryThatChangedIsLookedAt() {
    get(mark.keep());
    run("UPDATE flyway_schema_history SET checksum = 8 WHERE version = '1'");
    assertThat(get(mark.confirmed())).isEmpty();
    run("UPDATE flyway_schema_history SET checksum = 7 WHERE version = '1'");
    assertThat(get(mark.confirmed())).contains("2");
    run("UPDATE flyway_schema_history SET success = FALSE WHERE version = '2'");
    assertThat(get(mark.confirmed())).isEmpty();
  }

  @Test
  void aSchemaOfANewerProgramIsLookedAt() {
    get(mark.keep());
    run("INSERT INTO flyway_schema_history VALUES (3, '3', 'V003__later.sql', 9, TRUE)");
    assertThat(get(mark.confirmed())).isEmpty();
  }

  @Test
  void aProgramWithOtherMigrationsLooks() throws IOException {
    get(mark.keep());
    assertThat(get(markOf(program("CREATE TABLE users (id BIGINT)")).confirmed())).isEmpty();
    assertThat(get(markOf(program("CREATE TABLE users (id INT)")).confirmed())).contains("2");
  }

  @Test
  void aProgramOfLooseClassesKeepsNoMark() {
    SchemaMark loose = markOf(folder);
    get(loose.keep());
    assertThat(folder.resolve("schema.mark")).doesNotExist();
    assertThat(get(loose.confirmed())).isEmpty();
  }

  @Test
  void aDamagedMarkAndASchemaWithoutAHistoryAreNoReasonToFail() throws IOException {
    get(mark.keep());
    Files.writeString(folder.resolve("schema.mark"), "half a ma");
    assertThat(get(mark.confirmed())).isEmpty();
    run("DROP TABLE flyway_schema_history");
    assertThat(get(mark.confirmed())).isEmpty();
    get(mark.keep());
  }
}
