package io.marketswarm.journal.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.web.api.Moments;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;

class LogsForImportTest {
  private static final LocalDateTime NOW = Moments.parse("2026-03-10T12:00Z");

  private static String reason(String from, String last, LogsForImport.Span log) {
    LocalDateTime end = Moments.parse(last);
    return LogsForImport.reason(NOW, 7, Moments.parse(from), end, end.plusDays(1), log);
  }

  @Test
  void historyIsOlderThanAWeek() {
    LogsForImport.Span empty = new LogsForImport.Span(0, 0, null, null);
    assertThat(reason("2026-03-01", "2026-03-02", empty)).contains("8 days");
    assertThat(reason("2026-03-01", "2026-03-03", empty)).isNull();
  }

  @Test
  void whatLiesApartFromALogBelongsElsewhere() {
    LogsForImport.Span february =
        new LogsForImport.Span(3, 0, Moments.parse("2026-02-01"), Moments.parse("2026-02-20"));
    assertThat(reason("2026-03-05", "2026-03-09", february)).contains("outside");
    assertThat(
            reason(
                "2026-02-05",
                "2026-03-09",
                new LogsForImport.Span(3, 2, february.earliest(), february.latest())))
        .isNull();
  }
}
