/** The simulated order desk: when it takes orders, which it can fill by itself, and what becomes of them. */

import { dateOf, daysBetween, plusDays } from "../../model/newyork.js";
import { tradedSymbol } from "../../model/structures.js";
import { post } from "../../app/api.js";
import { inReach, isOpen, live, marketClock, marketToday, UNDERLYINGS } from "../../app/market.js";
import { failed, succeeded } from "../../app/notices.js";
import { openSheet } from "../../ui/sheet.js";

/** What the market model quotes: only orders for these are filled without the trader's hand. */
export const QUOTED = ["single", "vertical", "butterfly"];
export const QUOTED_SYMBOLS = UNDERLYINGS.map(tradedSymbol);

export const OUT_OF_REACH = "The server is out of reach. Orders are not kept for later: the market will be another.";

/** Why no order is taken now; null when it is. */
export function whyNot() {
  if (!inReach()) return OUT_OF_REACH;
  if (!marketClock.value?.next_close) return "Waiting for the time of the market…";
  return isOpen() ? null : "The market is closed. Orders are taken Monday to Friday, 09:30 to 16:00 in New York.";
}

/** A sheet that may ask for an order: drawn anew when the market opens, closes or is out of reach meanwhile. */
export function openOrderSheet(draw) {
  let redraw = () => {};
  const stops = [marketClock, live.state].map((signal) => signal.watch(() => redraw()));
  const asked = openSheet((sheet) => {
    redraw = sheet.update;
    return draw(sheet);
  });
  return asked.finally(() => stops.forEach((stop) => stop()));
}

/** What an entry is for, as the desk reads it. */
export const wish = ({ strategy, dte, width, strike, side }) => `${strategy}:${daysFromStamp(dte)}:${width}:${strike}:${side}`;

/** The desk counts days from the date of an order's stamp, and a simulated market may have another. */
const daysFromStamp = (dte) => Math.max(0, daysBetween(dateOf(Date.now()), plusDays(marketToday(), dte)));

const WISH = new RegExp(`^(${QUOTED.join("|")}):(\\d+):(\\d+):(\\d+):(call|put)$`);

/** The structure an entry is for; null when it names none. */
export function wishOf(order) {
  const [, strategy, dte, width, strike, side] = WISH.exec(order.strategy ?? "") ?? [];
  return strategy ? { strategy, dte: Number(dte), width: Number(width), strike: Number(strike), side } : null;
}

/** Whether the market model quotes what a trade holds, so that an exit from it can be filled by itself. */
export const isQuoted = (trade) =>
  QUOTED.includes(trade.strategy) &&
  QUOTED_SYMBOLS.includes(trade.symbol) &&
  trade.expiration_date != null &&
  Number.isInteger(trade.strike) &&
  (trade.width != null || trade.strategy === "single");

/** Places an order until the close; it is sent now or not at all. */
export async function place(order) {
  try {
    await post("/api/orders", { ...order, expires_at: marketClock.value.next_close });
    succeeded("Order placed; it waits under Orders");
    return true;
  } catch (cause) {
    failed("The order was not placed", cause);
    return false;
  }
}

/** The mark by which a trade is known to be what an order filled. */
export const markOf = (order) => `order:${order.id}`;

/** What a filled entry brought, as a trade; its price is the one it was filled at. */
export function tradeOf(order) {
  const { strategy, side, strike, width, dte } = wishOf(order);
  return {
    symbol: order.symbol,
    strategy,
    side,
    strike,
    width,
    dte,
    quantity: order.direction === "short" ? -order.quantity : order.quantity,
    entry_price: order.filled_price,
    entry_time: order.filled_at,
    entry_mode: "simulated",
    source: "simulator",
    tags: [markOf(order)],
    ...(order.notes ? { notes: order.notes } : {}),
  };
}
