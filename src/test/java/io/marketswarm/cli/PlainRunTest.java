package io.marketswarm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class PlainRunTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "run",
        "run --data target/here",
        "run -d target/here",
        "run --conf conf/marketswarm.json",
        "run -c conf/marketswarm.json --set services.sse.port=4001 --set log.level=warn",
        "run --set data=target/a=b --set log.format=json",
      })
  void understandsPlainOptionsAsTheLibraryDoes(String line) {
    String[] args = line.split(" ");
    NodeOptions plain = PlainRun.of(args).orElseThrow();
    NodeOptions parsed = parsed(args);
    assertThat(plain.file()).isEqualTo(parsed.file());
    assertThat(plain.config()).isEqualTo(parsed.config());
  }

  private static NodeOptions parsed(String... args) {
    CommandLine library = new CommandLine(new RunCommand());
    library.parseArgs(Arrays.copyOfRange(args, 1, args.length));
    return (NodeOptions) library.getMixins().get("node");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "services",
        "run --help",
        "run --data",
        "run --data=target/here",
        "run --services massive",
        "run --data a --data b",
        "run --set a=1 --set a=2",
        "run --set port",
        "run --set =1",
        "run --data --help",
        "run --data @arguments",
        "run --data \"quoted\"",
        "run --unknown thing",
        "run target/here --data",
      })
  void leavesEverythingElseToTheLibrary(String line) {
    assertThat(PlainRun.of(line.split(" "))).isEmpty();
  }

  @Test
  void leavesAnEmptyLineToTheLibrary() {
    assertThat(PlainRun.of()).isEqualTo(Optional.empty());
    assertThat(PlainRun.of("run", "--data", "")).isEqualTo(Optional.empty());
  }
}
