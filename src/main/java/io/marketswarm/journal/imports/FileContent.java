package io.marketswarm.journal.imports;

import io.marketswarm.journal.trades.NewTrade;
import java.util.List;

/**
 * What a file holds.
 *
 * @param source where it comes from, as batches name it
 * @param trades without log or batch yet
 * @param errors what is wrong with the other rows
 */
record FileContent(String source, List<NewTrade> trades, List<String> errors) {}
