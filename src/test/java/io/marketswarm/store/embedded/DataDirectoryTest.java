package io.marketswarm.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
  @TempDir Path parent;

  @Test
  void isMarkedWithTheVersionOfItsLayout() throws Exception {
    Path root = parent.resolve("a/b");
    DataDirectory.open(root).close();
    assertThat(root.resolve("VERSION")).hasContent(String.valueOf(DataDirectory.LAYOUT));
    DataDirectory.open(root).close();
  }

  @Test
  void refusesWhatANewerProgramWrote() throws Exception {
    Files.writeString(parent.resolve("VERSION"), (DataDirectory.LAYOUT + 1) + "\n");
    assertThatThrownBy(() -> DataDirectory.open(parent))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("was written by a newer program (layout 2, this one knows 1)");
    Files.writeString(parent.resolve("VERSION"), DataDirectory.LAYOUT + "\n");
    DataDirectory.open(parent).close();
  }

  @Test
  void refusesAVersionThatIsNoNumber() throws Exception {
    Files.writeString(parent.resolve("VERSION"), "one");
    assertThatThrownBy(() -> DataDirectory.open(parent))
        .isInstanceOf(StoreException.class)
        .hasMessageEndingWith("VERSION should hold a number but holds \"one\"");
  }

  @Test
  void saysWhyItCannotBeUsed() throws Exception {
    Path file = Files.createFile(parent.resolve("file"));
    assertThatThrownBy(() -> DataDirectory.open(file))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "cannot create the data directory "
                + file
                + ": "
                + file
                + " is a file, not a directory");
    assertThatThrownBy(() -> DataDirectory.open(file.resolve("below")))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("cannot create the data directory " + file.resolve("below"));
    Path blocked = Files.createDirectories(parent.resolve("blocked"));
    Files.createFile(blocked.resolve("logs"));
    assertThatThrownBy(() -> DataDirectory.open(blocked))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("cannot use the data directory " + blocked)
        .hasMessageEndingWith("is a file, not a directory");
  }

  @Test
  void isOpenOnce() {
    DataDirectory first = DataDirectory.open(parent);
    assertThatThrownBy(() -> DataDirectory.open(parent))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("in use by another node");
    first.close();
    DataDirectory.open(parent).close();
  }

  @Test
  void aDamagedStoresFileIsReportedWithoutItsContent() throws Exception {
    Files.writeString(parent.resolve("stores.json"), "{\"system-redis\": hush");
    assertThatThrownBy(() -> EmbeddedStores.readStoresFile(parent))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("stores.json is damaged")
        .hasMessageNotContaining("hush");
    assertThat(EmbeddedStores.readStoresFile(parent.resolve("nowhere"))).isEmpty();
  }
}
