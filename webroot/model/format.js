/** Numbers and times as traders read them. */

import { newYork } from "./newyork.js";

const NONE = "—";
const MINUS = "−";

/** Half a unit is rounded up where it is written as half a unit, so that 1.005 becomes 1.01. */
function fixed(size, decimals) {
  const text = String(size);
  const isHalf = text.endsWith("5") && text.at(-decimals - 2) === ".";
  return (isHalf ? Number(`${text.slice(0, -1)}6`) : size).toFixed(decimals);
}

/**
 * A size with thousands separators, as a formatter of the browser writes it in English; to make the
 * first of these takes longer than to paint all that is on the page.
 */
function grouped(size, decimals) {
  const [whole, fraction] = fixed(size, decimals).split(".");
  const groups = whole.replace(/\B(?=(?:\d{3})+$)/g, ",");
  return fraction ? `${groups}.${fraction}` : groups;
}

const isNothing = (text) => !/[1-9]/.test(text);

/** With thousands separators. */
export function number(value, decimals = 2) {
  if (!Number.isFinite(value)) return NONE;
  const text = grouped(Math.abs(value), decimals);
  return value < 0 && !isNothing(text) ? MINUS + text : text;
}

/** With its sign always shown. */
export function signed(value, decimals = 2) {
  if (!Number.isFinite(value)) return NONE;
  const text = grouped(Math.abs(value), decimals);
  return isNothing(text) ? text : `${value < 0 ? MINUS : "+"}${text}`;
}

export const percent = (value, decimals = 2) =>
  Number.isFinite(value) ? `${signed(value, decimals)} %` : NONE;

/** Dollars with sign, for profit and loss. */
export function profit(dollars, decimals = 2) {
  if (!Number.isFinite(dollars)) return NONE;
  const text = grouped(Math.abs(dollars), decimals);
  return isNothing(text) ? `$${text}` : `${dollars < 0 ? MINUS : "+"}$${text}`;
}

export const dollars = (value, decimals = 2) =>
  Number.isFinite(value)
    ? `${value < 0 ? MINUS : ""}$${grouped(Math.abs(value), decimals)}`
    : NONE;

export const cents = (value) => (value == null ? NONE : dollars(value / 100));
export const profitCents = (value) => (value == null ? NONE : profit(value / 100));

/** Which way a result goes, as a class of styles; what is nothing goes no way. */
export const gain = (value) => (value > 0 ? "up" : value < 0 ? "down" : "");

/** 12,300 as 12.3k. */
export function compact(value) {
  if (!Number.isFinite(value)) return NONE;
  const size = Math.abs(value);
  const sign = value < 0 ? MINUS : "";
  if (size >= 1e9) return `${sign}${(size / 1e9).toFixed(1)}B`;
  if (size >= 1e6) return `${sign}${(size / 1e6).toFixed(1)}M`;
  if (size >= 1e3) return `${sign}${(size / 1e3).toFixed(1)}k`;
  return `${sign}${size.toFixed(size < 10 ? 1 : 0)}`;
}

/** How long ago, for example "12 s". */
export function age(ms) {
  if (!Number.isFinite(ms)) return NONE;
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}

/** Milliseconds of a time in any form the server uses: ISO text, epoch seconds or milliseconds. */
export function millis(time) {
  if (time == null) return NaN;
  if (typeof time === "number") return time < 1e11 ? time * 1000 : time;
  const zoned = /[zZ]|[+-]\d\d:?\d\d$/.test(time) ? time : `${time}Z`;
  return Date.parse(zoned);
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const pad = (n) => String(n).padStart(2, "0");

/** Time of day in New York. */
export const clock = (time) => {
  const ms = millis(time);
  if (!Number.isFinite(ms)) return NONE;
  const { hour, minute, second } = newYork(ms);
  return `${pad(hour)}:${pad(minute)}:${pad(second)}`;
};

/** Day and time in New York. */
export const moment = (time) => {
  const ms = millis(time);
  if (!Number.isFinite(ms)) return NONE;
  const { month, day, hour, minute } = newYork(ms);
  return `${MONTHS[month - 1]} ${day}, ${pad(hour)}:${pad(minute)}`;
};

/** Day in New York, with its year. */
export const date = (time) => {
  const ms = millis(time);
  if (!Number.isFinite(ms)) return NONE;
  const { year, month, day } = newYork(ms);
  return `${MONTHS[month - 1]} ${day}, ${year}`;
};
