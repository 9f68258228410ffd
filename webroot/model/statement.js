/**
 * Account statements of thinkorswim: their executions put together to orders, and orders that open
 * and close the same structure to trades.
 */

import { dayOf, symbolOfRoot } from "./broker.js";
import { amount } from "./csv.js";
import { dateOf, daysBetween, momentOf } from "./newyork.js";
import { centreStrike, notation, recognise, unitsOf, wingWidth } from "./structures.js";

const BEGINS = /^(ACCOUNT TRADE HISTORY|TRADE HISTORY|TRANSACTIONS)/;
const ENDS = /^(ACCOUNT SUMMARY|PROFITS AND LOSSES|CASH BALANCE|FOREX|TOTAL)/;

/** Executions of one order lie no further apart. */
const TOGETHER_MS = 10_000;
const MOST_STRIKES = 4;

/** What an option of a share or an index counts for. */
const MULTIPLIER = 100;

const OTHER_NAMES = {
  date: "exec time",
  "exec date": "exec time",
  "date/time": "exec time",
  quantity: "qty",
  "position effect": "pos effect",
  expiration: "exp",
  "exp date": "exp",
  commission: "commissions",
};

/** By what the trade section is told from another of the same name. */
const NEEDED = ["exec time", "qty", "price"];

/** Columns that the rows of a spread leave empty after the first. */
const REPEATED = ["exec time", "spread", "pos effect", "symbol", "exp"];

const COMPACT = /^\.([A-Z]{1,6})(\d{2})(\d{2})(\d{2})([CP])(\d{1,7}(?:\.\d{1,4})?)$/;

const RIGHTS = { C: "call", P: "put" };

const STRATEGIES = { iron_fly: "iron_butterfly" };

const headsOf = (row) => row.map((head) => head.toLowerCase().replace(/\s+/g, " ").trim()).map((head) => OTHER_NAMES[head] ?? head);

const wordsOf = (row) => row.filter(Boolean).join(" ").toUpperCase();

/** A line of one word is the name of the next section. */
const isTitle = (row) => Boolean(row[0]) && row.slice(1).every((cell) => !cell);

/** Whether the rows of a file are such a statement. */
export const isStatement = (rows) => sections(rows).length > 0;

/** The trade sections of a file: the names of their columns, and their rows with their numbers. */
function sections(rows) {
  const found = [];
  let section = null;
  rows.forEach((cells, i) => {
    const words = wordsOf(cells);
    if (BEGINS.test(words)) section = { heads: null, rows: [] };
    else if (section && words) {
      if (ENDS.test(words) || isTitle(cells)) section = null;
      else if (section.heads) section.rows.push({ number: i + 1, cells });
      else {
        section.heads = headsOf(cells);
        if (NEEDED.every((head) => section.heads.includes(head))) found.push(section);
        else section = null;
      }
    }
  });
  return found;
}

/**
 * What a statement tells, in the order in which it happened: {row, trade, problems} each, where row
 * names the rows of the file it is made of. A trade whose closing is not in the file is open.
 */
export function readStatement(rows) {
  const orders = sections(rows)
    .flatMap(({ heads, rows: lines }) => blocks(heads, lines))
    .sort((a, b) => (a[0].at ?? 0) - (b[0].at ?? 0))
    .reduce(gather, [])
    .flatMap(apart)
    .map(orderOf);
  return pair(orders);
}

/** Rows that stand together in the file: the first says when, the others leave that empty. */
function blocks(heads, lines) {
  const found = [];
  let before = {};
  for (const { number, cells } of lines) {
    const row = Object.fromEntries(heads.map((head, i) => [head, cells[i] ?? ""]));
    const follows = row["exec time"] === "" && found.length > 0;
    if (follows) for (const head of REPEATED) row[head] ||= before[head] ?? "";
    before = row;
    const dealt = execution(row, number);
    if (follows) found.at(-1).push(dealt);
    else found.push([dealt]);
  }
  return found;
}

/** A row as what it deals; what cannot be read is missing, and stands among its problems. */
function execution(row, number) {
  const problems = [];
  const need = (name, value, fine = value != null) => {
    if (fine) return value;
    problems.push(`${name}: ${row[name.toLowerCase()] || "missing"}`);
    return undefined;
  };
  const size = Math.abs(amount(row.qty.replace("+", "")));
  const sold = row.side ? /^(SELL|SOLD|SLD|S)$/i.test(row.side) : row.qty.startsWith("-");
  const option = optionOf(row, need);
  const price = amount(row.price);
  const at = need("Exec time", timeOf(row["exec time"]));
  const quantity = need("Qty", sold ? -size : size, Number.isInteger(size) && size > 0);
  return {
    number,
    at,
    day: at === undefined ? undefined : dateOf(at),
    opens: !/CLOSE/i.test(row["pos effect"] ?? ""),
    ...option,
    quantity,
    price: need("Price", price, price >= 0),
    commission: Math.abs(amount(row.commissions)) || 0,
    fees: Math.abs(amount(row.fees)) || 0,
    problems,
  };
}

/** Which option a row is about: its columns say, or else the code that stands for its symbol. */
function optionOf(row, need) {
  const text = (row.symbol ?? "").toUpperCase();
  const [, root = text, year, month, day, letter = "", codedStrike] = COMPACT.exec(text) ?? [];
  const symbol = need("Symbol", symbolOfRoot(root), /^[A-Z][A-Z0-9.]{0,9}$/.test(root));
  const right = need("Type", RIGHTS[(row.type || letter).charAt(0).toUpperCase()]);
  // Of a share there is nothing more to say.
  if (right === undefined) return { symbol };
  const strike = row.strike ? amount(row.strike) : Number(codedStrike);
  return {
    symbol,
    right,
    expiration: row.exp || !year ? need("Exp", dayOf(row.exp)) : need("Symbol", dayOf(`20${year}-${month}-${day}`)),
    strike: need("Strike", strike, strike > 0),
  };
}

/** A statement tells the time of the exchange; a day without a time is its noon. */
function timeOf(text = "") {
  const date = dayOf(text);
  if (date === undefined) return undefined;
  const clock = /\b(\d{1,2}):(\d{2})(?::(\d{2}))?\s*(AM|PM)?/i.exec(text);
  if (!clock) return /^\S+$/.test(text) ? momentOf(date, 12) : undefined;
  const [, hour, minute, second = "0", half] = clock;
  const hours = half ? (Number(hour) % 12) + (/PM/i.test(half) ? 12 : 0) : Number(hour);
  return hours < 24 && minute < 60 && second < 60 ? momentOf(date, hours, Number(minute)) + Number(second) * 1000 : undefined;
}

const legOf = (one) => `${one.expiration} ${one.strike} ${one.right}`;

const legsIn = (executions) => new Set(executions.map(legOf));

const strikesIn = (executions) => new Set(executions.map((one) => one.strike)).size;

const alike = (a, b) => a === undefined || b === undefined || a === b;

/**
 * Puts a block to the order before it where both are one. Rows with times of their own are legs of
 * one order; what the file itself put together is whole, and only more of the same is added to it.
 */
function gather(orders, block) {
  const before = orders.at(-1);
  if (before && areOne(before, block)) before.push(...block);
  else orders.push(Object.assign([...block], { whole: block.length > 1 }));
  return orders;
}

function areOne(before, block) {
  const [last, next] = [before.at(-1), block[0]];
  const soon = last.day !== undefined && last.day === next.day && next.at - last.at <= TOGETHER_MS;
  if (!soon || last.opens !== next.opens) return false;
  if (!alike(last.symbol, next.symbol) || !alike(last.expiration, next.expiration)) return false;
  if (!before.whole && block.length === 1) return strikesIn([...before, next]) <= MOST_STRIKES;
  const legs = legsIn(before);
  return before.whole && block.length > 1 && legs.size === legsIn([...before, ...block]).size;
}

/** Rows at a single strike are no structure; each is an order. */
const apart = (order) => (!order.whole && strikesIn(order) < 2 ? order.map((one) => [one]) : [order]);

/** Numbers of rows as they are written: 4–6, 9. */
const spans = (numbers) =>
  [...numbers]
    .sort((a, b) => a - b)
    .reduce((found, n) => {
      if (found.at(-1)?.[1] === n - 1) found.at(-1)[1] = n;
      else found.push([n, n]);
      return found;
    }, [])
    .map(([from, to]) => (from === to ? String(from) : `${from}–${to}`))
    .join(", ");

/** Without what adding up binary fractions leaves behind. */
const rounded = (value) => Math.round(value * 1e6) / 1e6;

const sum = (list, of) => rounded(list.reduce((total, one) => total + of(one), 0));

/** Executions as one order: its legs as they are when it is open, how many units of them, and at what each. */
function orderOf(executions) {
  const problems = executions.flatMap(({ number, problems: found }) =>
    found.map((problem) => (executions.length > 1 ? `row ${number}: ${problem}` : problem)),
  );
  const order = { executions, opens: executions[0].opens, problems, numbers: executions.map((one) => one.number) };
  if (problems.length > 0) return order;
  const dealt = new Map();
  for (const one of executions) {
    const { strike, right, expiration } = one;
    const leg = dealt.get(legOf(one)) ?? { strike, right, expiration, quantity: 0, paid: 0 };
    leg.quantity += order.opens ? one.quantity : -one.quantity;
    leg.paid += (order.opens ? one.quantity : -one.quantity) * one.price;
    dealt.set(legOf(one), leg);
  }
  const legs = [...dealt.values()].filter((leg) => leg.quantity !== 0).sort((a, b) => a.strike - b.strike || (a.right < b.right ? -1 : 1));
  if (legs.length === 0) return { ...order, problems: ["It buys and sells the same"] };
  const units = unitsOf(legs);
  return {
    ...order,
    units,
    net: rounded(sum([...dealt.values()], (leg) => leg.paid) / units),
    legs: legs.map(({ paid, ...leg }) => ({ ...leg, quantity: leg.quantity / units })),
    costs: { commission: sum(executions, (one) => one.commission), fees: sum(executions, (one) => one.fees) },
  };
}

const NO_COSTS = { commission: 0, fees: 0 };

const both = (a, b) => ({ commission: rounded(a.commission + b.commission), fees: rounded(a.fees + b.fees) });

const shapeOf = ({ executions, legs }) => [executions[0].symbol, ...legs.map((leg) => `${legOf(leg)} ${leg.quantity}`)].join(" ");

/** What closes a structure closes what opened it, the oldest first, and as much of it as it can. */
function pair(orders) {
  const held = new Map();
  const told = orders.map((order) => {
    if (order.problems.length > 0) return [wrong(order, order.problems)];
    const shape = shapeOf(order);
    if (!held.has(shape)) held.set(shape, []);
    const opened = held.get(shape);
    if (order.opens) {
      const entry = { order, left: order.units, costs: order.costs, trades: [] };
      opened.push(entry);
      return entry.trades;
    }
    const left = close(order, opened);
    return left === 0 ? [] : [wrong(order, [`It closes ${left} that this file does not open`])];
  });
  for (const entry of [...held.values()].flat()) {
    if (entry.left > 0) entry.trades.push(traded(entry, entry.left, null, entry.costs));
  }
  return told.flat();
}

/** Closes as much as was opened; how many units it would close beyond that. */
function close(order, opened) {
  let left = order.units;
  let costs = order.costs;
  for (const entry of opened) {
    const size = Math.min(left, entry.left);
    if (size === 0) continue;
    entry.trades.push(traded(entry, size, order, both(entry.costs, costs)));
    entry.left -= size;
    left -= size;
    // Costs are told once, with the first part.
    entry.costs = costs = NO_COSTS;
  }
  return left;
}

const iso = (ms) => (ms === undefined ? null : new Date(ms).toISOString());

/** An order that becomes no trade, with what is known of it. */
function wrong({ executions, numbers }, problems) {
  const { symbol = "", strike, right = "", quantity, at } = executions[0];
  return {
    row: spans(numbers),
    trade: { symbol, strategy: "", strike, side: right, quantity, entry_time: iso(at) },
    problems,
  };
}

/** Units of an order as a trade, open or closed by another. */
function traded({ order }, units, closing, costs) {
  const { executions, legs, net, numbers } = order;
  const { type, direction } = recognise(legs);
  const paid = net === 0 ? direction === "long" : net > 0;
  const [width, at] = [wingWidth(legs), executions[0].at];
  const first = legs.map((leg) => leg.expiration).sort()[0];
  const trade = {
    symbol: executions[0].symbol,
    strategy: STRATEGIES[type] ?? type,
    side: legs.every((leg) => leg.right === "call") ? "call" : legs.every((leg) => leg.right === "put") ? "put" : "both",
    strike: type === "vertical" ? nearest(legs) : centreStrike(legs),
    width: Number.isInteger(width) ? width : null,
    dte: Math.max(0, daysBetween(dateOf(at), first)),
    quantity: paid ? units : -units,
    entry_price: Math.abs(net),
    entry_time: iso(at),
    ...costs,
  };
  const notes = [];
  const dates = legs.map((leg) => leg.expiration);
  // Strike and width do not say which legs these are.
  if (dates.some((date) => date !== first)) notes.push(`${notation(legs)}, ${dates.join(" and ")}`);
  else if (legs.length > 1 && width === null) notes.push(notation(legs));
  if (closing) {
    const exit = rounded(closing.net * (paid ? 1 : -1));
    Object.assign(trade, { exit_price: Math.max(0, exit), exit_time: iso(closing.executions[0].at), status: "closed" });
    if (exit < 0) {
      // A price below nothing is none; what it brought is.
      trade.pnl_realized = Math.round((exit - trade.entry_price) * MULTIPLIER * trade.quantity * 100);
      notes.push(`Left at ${exit.toFixed(2)}`);
    }
  }
  if (notes.length > 0) trade.notes = notes.join("; ");
  return { row: [numbers, closing?.numbers].filter(Boolean).map(spans).join(", "), trade, problems: [] };
}

/** Of a vertical the strike nearer to the money: trades are named by it. */
const nearest = (legs) => (legs[0].right === "call" ? Math.min : Math.max)(...legs.map((leg) => leg.strike));
