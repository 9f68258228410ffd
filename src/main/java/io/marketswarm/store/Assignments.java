package io.marketswarm.store;

import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/**
 * The SET clause of an update of which only some columns change. Column names come from the
 * program, never from a request.
 */
public final class Assignments {
  private final List<String> clauses = new ArrayList<>();
  private final Tuple values = Tuple.tuple();

  public Assignments set(String column, Object value) {
    clauses.add("`" + column + "` = ?");
    values.addValue(value);
    return this;
  }

  public boolean isEmpty() {
    return clauses.isEmpty();
  }

  /** {@code `name` = ?, `notes` = ?}. */
  public String clause() {
    return String.join(", ", clauses);
  }

  /** The values, followed by those of the WHERE clause. */
  public Tuple valuesAnd(Object... more) {
    Tuple all = Tuple.tuple();
    for (int i = 0; i < values.size(); i++) {
      all.addValue(values.getValue(i));
    }
    for (Object value : more) {
      all.addValue(value);
    }
    return all;
  }
}
