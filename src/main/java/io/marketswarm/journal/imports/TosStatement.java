package io.marketswarm.journal.imports;

import io.marketswarm.journal.imports.TosTrade.Costs;
import io.marketswarm.journal.trades.Multipliers;
import io.marketswarm.journal.trades.NewTrade;
import io.marketswarm.journal.trades.Structure;
import io.marketswarm.web.ApiError;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The trades of an account statement. Executions that belong together become one structure; what
 * closes a structure is paired with what opened it, the oldest first.
 */
final class TosStatement {
  private static final Duration TOGETHER = Duration.ofSeconds(10);
  private static final int MOST_STRIKES = 4;

  private final Multipliers multipliers;
  private final LocalDate today;
  private final Map<String, Deque<Held>> held = new LinkedHashMap<>();
  private final List<NewTrade> trades = new ArrayList<>();
  private final List<String> errors;

  private TosStatement(Multipliers multipliers, LocalDate today, List<String> errors) {
    this.multipliers = multipliers;
    this.today = today;
    this.errors = errors;
  }

  /** One option dealt, as a row of the statement tells it; the time is UTC. */
  record Execution(
      int row, LocalDateTime time, String symbol, boolean opens, Structure.Leg leg, Costs costs) {
    boolean follows(Execution last) {
      return symbol.equals(last.symbol)
          && opens == last.opens
          && leg.expiry().equals(last.leg.expiry())
          && time.toLocalDate().equals(last.time.toLocalDate())
          && Duration.between(last.time, time).abs().compareTo(TOGETHER) <= 0;
    }
  }

  /** Executions that were one order. */
  private record Order(List<Execution> executions) {
    Execution first() {
      return executions.get(0);
    }

    List<Structure.Leg> legs(int sign) {
      Map<String, Structure.Leg> legs = new LinkedHashMap<>();
      executions.forEach(
          one ->
              legs.merge(
                  one.leg.strike().stripTrailingZeros().toPlainString() + one.leg.call(),
                  signed(one.leg, sign),
                  Order::together));
      return legs.values().stream().filter(leg -> leg.quantity() != 0).toList();
    }

    private static Structure.Leg signed(Structure.Leg leg, int sign) {
      return new Structure.Leg(
          leg.strike(), leg.expiry(), leg.call(), sign * leg.quantity(), leg.price());
    }

    /** Several fills of one leg, at their average price. */
    private static Structure.Leg together(Structure.Leg one, Structure.Leg other) {
      int quantity = one.quantity() + other.quantity();
      BigDecimal price =
          quantity == 0
              ? one.price()
              : one.price()
                  .multiply(BigDecimal.valueOf(one.quantity()))
                  .add(other.price().multiply(BigDecimal.valueOf(other.quantity())))
                  .divide(BigDecimal.valueOf(quantity), MathContext.DECIMAL64);
      return new Structure.Leg(one.strike(), one.expiry(), one.call(), quantity, price);
    }

    Costs costs() {
      return executions.stream().map(Execution::costs).reduce(Costs.NONE, Costs::and);
    }

    /** The same for whatever opens a structure and what closes it. */
    String shape(List<Structure.Leg> legs) {
      int units = Structure.units(legs);
      return legs.stream()
          .map(
              leg ->
                  leg.strike().stripTrailingZeros().toPlainString()
                      + (leg.call() ? "C" : "P")
                      + leg.quantity() / units)
          .sorted()
          .collect(Collectors.joining(" ", first().symbol + " " + first().leg.expiry() + " ", ""));
    }
  }

  /** What is left of an opened structure. */
  private static final class Held {
    private final Order order;
    private final Structure structure;
    private int units;
    private Costs costs;

    Held(Order order, Structure structure) {
      this.order = order;
      this.structure = structure;
      this.units = Math.abs(structure.quantity());
      this.costs = order.costs();
    }

    Structure part(int size) {
      return new Structure(
          structure.strategy(),
          structure.side(),
          structure.strike(),
          structure.width(),
          Integer.signum(structure.quantity()) * size,
          structure.price());
    }
  }

  static boolean isOne(String text) {
    return TosExecutions.hasSection(text);
  }

  static FileContent read(String text, Multipliers multipliers, LocalDate today) {
    List<String> errors = new ArrayList<>();
    TosStatement statement = new TosStatement(multipliers, today, errors);
    orders(TosExecutions.read(text, errors)).forEach(statement::take);
    statement.held.values().forEach(rest -> rest.forEach(statement::keepOpen));
    return new FileContent(TosTrade.SOURCE, statement.trades, errors);
  }

  private static List<Order> orders(List<Execution> executions) {
    List<Order> orders = new ArrayList<>();
    List<Execution> together = new ArrayList<>();
    for (Execution one : executions) {
      boolean more =
          !together.isEmpty()
              && one.follows(together.get(together.size() - 1))
              && strikes(together, one) <= MOST_STRIKES;
      if (!more) {
        close(together, orders);
        together = new ArrayList<>();
      }
      together.add(one);
    }
    close(together, orders);
    return orders;
  }

  /** Executions at a single strike are no structure, each is an order. */
  private static void close(List<Execution> together, List<Order> orders) {
    if (together.size() > 1 && strikes(together, together.get(0)) < 2) {
      together.forEach(one -> orders.add(new Order(List.of(one))));
    } else if (!together.isEmpty()) {
      orders.add(new Order(together));
    }
  }

  private static long strikes(List<Execution> together, Execution more) {
    return Stream.concat(together.stream(), Stream.of(more))
        .map(one -> one.leg.strike().stripTrailingZeros())
        .distinct()
        .count();
  }

  private void take(Order order) {
    try {
      List<Structure.Leg> legs = order.legs(order.first().opens ? 1 : -1);
      if (legs.isEmpty()) {
        throw ApiError.badRequest("it deals nothing");
      }
      Deque<Held> same = held.computeIfAbsent(order.shape(legs), shape -> new ArrayDeque<>());
      if (order.first().opens) {
        same.add(new Held(order, Structure.of(legs)));
      } else {
        pair(order, legs, same);
      }
    } catch (ApiError unusable) {
      error(order, unusable.getMessage());
    }
  }

  private void pair(Order closing, List<Structure.Leg> legs, Deque<Held> opened) {
    int left = Structure.units(legs);
    BigDecimal net = Structure.net(legs);
    Costs costs = closing.costs();
    while (left > 0 && !opened.isEmpty()) {
      Held oldest = opened.peek();
      int size = Math.min(left, oldest.units);
      BigDecimal side = BigDecimal.valueOf(Integer.signum(oldest.structure.quantity()));
      trades.add(
          trade(
              oldest,
              size,
              new TosTrade.Exit(closing.first().time, net.multiply(side)),
              oldest.costs.and(costs)));
      // Costs are told once, with the first part.
      oldest.costs = Costs.NONE;
      costs = Costs.NONE;
      oldest.units -= size;
      left -= size;
      if (oldest.units == 0) {
        opened.remove();
      }
    }
    if (left > 0) {
      error(closing, "closes " + left + " that the file does not open");
    }
  }

  private void keepOpen(Held rest) {
    trades.add(trade(rest, rest.units, null, rest.costs));
  }

  private NewTrade trade(Held opened, int size, TosTrade.Exit exit, Costs costs) {
    Execution first = opened.order.first();
    return TosTrade.of(
        first.symbol,
        first.leg.expiry(),
        opened.part(size),
        first.time,
        exit,
        costs,
        multipliers.of(first.symbol),
        today);
  }

  private void error(Order order, String message) {
    errors.add("Row " + order.first().row + ": " + message);
  }
}
