/** How brokers write dates and symbols. */

export const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

/** Index options that expire weekly are listed under roots of their own. */
const ROOTS = { SPXW: "SPX", NDXP: "NDX", RUTW: "RUT", XSPW: "XSP", VIXW: "VIX" };

/** The symbol that a root is about. */
export const symbolOfRoot = (root) => ROOTS[root] ?? root;

/** 17 JAN 25, 1/17/25 or 2025-01-17 as a date; undefined for what is none. */
export function dayOf(text = "") {
  const named = /^(\d{1,2}) ([A-Z]{3}) (\d{4}|\d{2})\b/i.exec(text);
  if (named) return dateFrom(yearOf(named[3]), MONTHS.indexOf(named[2].toUpperCase()) + 1, Number(named[1]));
  const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4}|\d{2})\b/.exec(text);
  if (american) return dateFrom(yearOf(american[3]), Number(american[1]), Number(american[2]));
  const iso = /^(\d{4})-(\d{2})-(\d{2})/.exec(text);
  return iso ? dateFrom(Number(iso[1]), Number(iso[2]), Number(iso[3])) : undefined;
}

const yearOf = (digits) => Number(digits) + (digits.length === 2 ? 2000 : 0);

function dateFrom(year, month, day) {
  const ms = Date.UTC(year, month - 1, day);
  // 31 FEB would become a day in March.
  return month > 0 && new Date(ms).getUTCDate() === day ? new Date(ms).toISOString().slice(0, 10) : undefined;
}
