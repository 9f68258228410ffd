package io.marketswarm.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.truth.ConfigCategories.Category;
import io.marketswarm.truth.ConfigCategories.Entry;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigCategoriesTest {

  @ParameterizedTest
  @CsvSource({
    "true, BOOLEAN",
    "False, BOOLEAN",
    "2.25, NUMBER",
    "-3, NUMBER",
    "10, NUMBER",
    "1e5, STRING",
    "'20,25', STRING",
    "'', STRING",
    "-, STRING",
    "١٢, STRING"
  })
  void aValueIsWhatItLooksLike(String value, Category category) {
    assertThat(ConfigCategories.of(value)).isEqualTo(category);
  }

  @Test
  void groupsAreSortedAndMasked() {
    var groups =
        ConfigCategories.group(
            Map.of("Z", "1", "A", "2", "ON", "true", "API_KEY", "hush", "EMPTY_TOKEN", ""));

    assertThat(groups.get(Category.NUMBER))
        .containsExactly(
            new Entry("A", "2", Category.NUMBER), new Entry("Z", "1", Category.NUMBER));
    assertThat(groups.get(Category.BOOLEAN)).hasSize(1);
    assertThat(groups.get(Category.STRING))
        .containsExactly(
            new Entry("API_KEY", "********", Category.STRING),
            new Entry("EMPTY_TOKEN", "", Category.STRING));
  }
}
