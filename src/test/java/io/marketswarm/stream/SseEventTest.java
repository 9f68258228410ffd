package io.marketswarm.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseEventTest {
  @Test
  void isFramedAsTheStandardSays() {
    SseEvent event = SseEvent.of("spot", Buffer.buffer("{\"v\":\"\u20ac\"}"));
    assertThat(new String(event.frame(), UTF_8))
        .isEqualTo("event: spot\ndata: {\"v\":\"\u20ac\"}\n\n");
    assertThat(event.size()).isEqualTo(event.frame().length);
    assertThat(event.about("SPX").frame()).isSameAs(event.frame());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\nb", "a\rdata: x", "\n"})
  void hasANameOnOneLine(String name) {
    assertThatThrownBy(() -> SseEvent.of(name, "{}")).isInstanceOf(IllegalArgumentException.class);
  }

  @Provide
  Arbitrary<String> textWithLines() {
    return Arbitraries.of("a", "\u20ac", "\n", "\r", "\r\n", "data: ", "\n\n", " ", ":")
        .list()
        .ofMaxSize(12)
        .map(parts -> String.join("", parts));
  }

  /** However the data breaks lines, readers get them joined by line feeds, in one event. */
  @Property
  void carriesAnyLines(@ForAll("textWithLines") String data) {
    String frame = new String(SseEvent.of("e", data).frame(), UTF_8);
    assertThat(frame).endsWith("\n\n");
    List<String> lines = List.of(frame.substring(0, frame.length() - 2).split("\n", -1));
    assertThat(lines.get(0)).isEqualTo("event: e");
    assertThat(lines.subList(1, lines.size())).allMatch(line -> line.startsWith("data: "));
    String read =
        lines.stream()
            .skip(1)
            .map(line -> line.substring("data: ".length()))
            .collect(Collectors.joining("\n"));
    assertThat(read).isEqualTo(data.replace("\r\n", "\n").replace('\r', '\n'));
  }
}
