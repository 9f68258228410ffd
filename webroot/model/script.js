/** Orders in the notation of thinkorswim, as traders copy them from there and send them to each other. */

import { dayOf, MONTHS, symbolOfRoot } from "./broker.js";
import { isThirdFriday } from "./newyork.js";
import { recognise, unitsOf } from "./structures.js";

const DATE = String.raw`\d{1,2}\s+[A-Z]{3}\s+\d{2,4}`;

const LINE = new RegExp(
  String.raw`^(?:TO\s+OPEN\s+)?(?<action>BUY|SELL)\s+(?<count>[+-]?\d+)\s+` +
    String.raw`(?:(?<type>IRON CONDOR|UNBALANCED BUTTERFLY|SINGLE|VERTICAL|~?BUTTERFLY|CONDOR|STRADDLE|STRANGLE|CALENDAR|DIAGONAL)\s+)?` +
    String.raw`(?<symbol>[/.]?[A-Z][A-Z.]*)\s+100\s+(?:\([^)]*\)\s+)*` +
    String.raw`(?<dates>${DATE}(?:\s*/\s*${DATE})?)\s+(?:\[[^\]]*\]\s+)?` +
    String.raw`(?<strikes>\d+(?:\.\d+)?(?:/\d+(?:\.\d+)?)*)\s+(?<right>CALL/PUT|PUT/CALL|CALL|PUT)` +
    String.raw`(?:\s*@\s*(?<price>[+-]?\d*\.?\d+))?(?:\s.*)?$`,
  "i",
);

/** How many strikes a kind has; others are read as they stand. */
const STRIKES = { SINGLE: 1, VERTICAL: 2, BUTTERFLY: 3, CONDOR: 4, "IRON CONDOR": 4, STRADDLE: 1, STRANGLE: 2, CALENDAR: 1, DIAGONAL: 2 };

/**
 * One line as a position: {symbol, positionType, direction, legs, costBasis, costBasisType}, or what
 * is wrong with it: {problem}.
 */
export function readLine(line) {
  const found = LINE.exec(line.trim().replaceAll(",", "").replace(/\s+/g, " "))?.groups;
  if (!found) return { problem: "Not an order such as BUY +1 BUTTERFLY SPX 100 28 NOV 26 6800/6820/6840 CALL @2.50" };
  const type = (found.type ?? "SINGLE").toUpperCase().replace(/^~|^UNBALANCED /, "");
  const dates = found.dates.split("/").map((date) => dayOf(date.trim()));
  const strikes = found.strikes.split("/").map(Number);
  if (dates.includes(undefined)) return { problem: `There is no ${found.dates}` };
  if (strikes.length !== STRIKES[type]) return { problem: `${type} has ${STRIKES[type]} strikes, not ${strikes.length}` };
  const times = Math.abs(Number(found.count)) * (found.action.toUpperCase() === "BUY" ? 1 : -1);
  if (times === 0) return { problem: "Nothing is bought or sold" };
  const late = type === "CALENDAR" || type === "DIAGONAL";
  if (late !== dates.length > 1) return { problem: late ? `${type} has two expirations` : `${type} has one expiration` };
  const legs = legsIn(type, strikes, dates, found.right.toLowerCase().split("/")[0]).map((l) => ({ ...l, quantity: l.quantity * times }));
  const { type: positionType, direction } = recognise(legs);
  // A price is that of one, a cost that of all.
  const price = found.price == null ? null : Number(found.price) * Math.abs(times);
  return {
    symbol: symbolOfRoot(found.symbol.toUpperCase()),
    positionType,
    direction,
    legs,
    costBasis: price == null ? null : Math.abs(price),
    costBasisType: times > 0 === (price ?? 0) >= 0 ? "debit" : "credit",
  };
}

/**
 * The legs of one that is bought. A vertical or condor is bought for a debit, in whichever order its
 * strikes stand; an iron condor is sold for a credit, so that its inner legs are sold with it.
 */
function legsIn(type, given, [first, second], right) {
  const k = [...given].sort((a, b) => a - b);
  const leg = (strike, quantity, side = right, expiration = first) => ({ strike, expiration, right: side, quantity });
  switch (type) {
    case "VERTICAL":
      return [leg(k[0], right === "call" ? 1 : -1), leg(k[1], right === "call" ? -1 : 1)];
    case "BUTTERFLY":
      return [leg(k[0], 1), leg(k[1], -2), leg(k[2], 1)];
    case "CONDOR":
      return [leg(k[0], 1), leg(k[1], -1), leg(k[2], -1), leg(k[3], 1)];
    case "IRON CONDOR":
      return [leg(k[0], -1, "put"), leg(k[1], 1, "put"), leg(k[2], 1, "call"), leg(k[3], -1, "call")];
    case "STRADDLE":
      return [leg(k[0], 1, "put"), leg(k[0], 1, "call")];
    case "STRANGLE":
      return [leg(k[0], 1, "put"), leg(k[1], 1, "call")];
    case "CALENDAR":
    case "DIAGONAL":
      return timeSpread(given, [first, second], leg);
    default:
      return [leg(k[0], 1)];
  }
}

/** The later one is bought; strikes of a diagonal stand in the order of the dates. */
function timeSpread(given, dates, leg) {
  const [far, near] = dates[0] > dates[1] ? [0, 1] : [1, 0];
  return [leg(given[near] ?? given[0], -1, undefined, dates[near]), leg(given[far] ?? given[0], 1, undefined, dates[far])];
}

/** Every line of a text that says something, with its number: {line, number, ...}. */
export const readScript = (text) =>
  text
    .split("\n")
    .map((line, i) => ({ line: line.trim(), number: i + 1 }))
    .filter(({ line }) => line !== "")
    .map((it) => ({ ...it, ...readLine(it.line) }));

const KINDS = {
  single: "",
  vertical: "VERTICAL ",
  butterfly: "BUTTERFLY ",
  bwb: "~BUTTERFLY ",
  condor: "CONDOR ",
  iron_fly: "IRON CONDOR ",
  iron_condor: "IRON CONDOR ",
  straddle: "STRADDLE ",
  strangle: "STRANGLE ",
  calendar: "CALENDAR ",
  diagonal: "DIAGONAL ",
};

const dated = (date) => {
  const [year, month, day] = date.split("-").map(Number);
  return `${day} ${MONTHS[month - 1]} ${String(year).slice(2)}`;
};

const priced = (value) => (value == null ? "" : ` @${value.toFixed(2)} LMT`);

/** A position as lines of this notation: one, or one for each leg of a shape that has no name there. */
export function writeScript({ symbol, legs, costBasis }) {
  const { type } = recognise(legs);
  const whole = type === "custom" ? null : writeShape(symbol, legs, type, costBasis);
  // What would be read as something else is told leg by leg.
  if (whole && sameLegs(readLine(whole).legs, legs)) return whole;
  return legs.map((l) => writeShape(symbol, [l], "single", null)).join("\n");
}

function writeShape(symbol, legs, type, cost) {
  const times = unitsOf(legs);
  const byDate = [...legs].sort((a, b) => (a.expiration < b.expiration ? 1 : -1));
  const byStrike = [...legs].sort((a, b) => a.strike - b.strike);
  const dates = [...new Set(byDate.map((l) => l.expiration))];
  const late = dates.length > 1;
  const strikes = type === "diagonal" ? byDate.map((l) => l.strike) : ["straddle", "calendar"].includes(type) ? [legs[0].strike] : byStrike.map((l) => l.strike);
  const bought = late ? byDate[0].quantity > 0 : isBought(type, byStrike);
  const mixed = new Set(legs.map((l) => l.right)).size > 1;
  const right = mixed ? "CALL/PUT" : legs[0].right.toUpperCase();
  const weekly = dates.every(isThirdFriday) ? "" : "(Weeklys) ";
  return `${bought ? "BUY +" : "SELL -"}${times} ${KINDS[type]}${symbol} 100 ${weekly}${dates.map(dated).join("/")} ${strikes.join("/")} ${right}${priced(cost == null ? null : cost / times)}`;
}

/** Whether a shape is one that is bought in this notation. */
function isBought(type, byStrike) {
  const [first, second] = byStrike;
  if (type === "vertical" && first.right === "put") return second.quantity > 0;
  return type.startsWith("iron_") ? first.quantity < 0 : first.quantity > 0;
}

function sameLegs(some, others) {
  const names = (legs) => legs.map((l) => `${l.quantity} ${l.strike} ${l.right} ${l.expiration}`).sort().join();
  return Boolean(some) && names(some) === names(others);
}
