package io.marketswarm.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandWordsTest {
  @ParameterizedTest
  @CsvSource({
    "blpop a b 1.5,                                          1500",
    "BRPOP a 0,                                              0",
    "brpoplpush a b 2,                                       2000",
    "blmove a b LEFT RIGHT 0.0001,                           1",
    "bzpopmin a 3,                                           3000",
    "bzpopmax a 3,                                           3000",
    "blmpop 4 1 a LEFT,                                      4000",
    "bzmpop 4 1 a MIN,                                       4000",
    "wait 1 250,                                             250",
    "waitaof 1 0 250,                                        250",
    "xread BLOCK 5000 STREAMS s 0,                           5000",
    "xread count 10 block 0 streams s 0,                     0",
    "xreadgroup GROUP block me BLOCK 700 STREAMS s >,        700",
    "xreadgroup GROUP g c COUNT 1 BLOCK 700 NOACK STREAMS s >, 700",
  })
  void knowsHowLongACommandMayWait(String command, long millis) {
    assertThat(CommandWords.blockMillis(request(command))).isEqualTo(OptionalLong.of(millis));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "get a",
        "lpop a",
        "xread STREAMS block 0",
        "xread COUNT 1 STREAMS block 0",
        "xreadgroup GROUP block block STREAMS block >",
        "set block 5",
      })
  void knowsWhatDoesNotWait(String command) {
    assertThat(CommandWords.blockMillis(request(command))).isEmpty();
  }

  private static Request request(String command) {
    String[] words = command.split(" ");
    Request request = Request.cmd(Command.create(words[0]));
    for (int i = 1; i < words.length; i++) {
      request.arg(words[i]);
    }
    return request;
  }
}
