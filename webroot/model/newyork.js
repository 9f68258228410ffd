/** The exchange's wall clock, whatever zone the browser is in. */

const ZONE = "America/New_York";
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const CLOSE_HOUR = 16;

/** The first year of the rule by which summer time begins and ends now. */
const RULE_SINCE = 2007;
const [MARCH, NOVEMBER] = [2, 10];

/** Before the rule the browser is asked, which takes long to make the first of its kind. */
let parts = null;

const partsOf = (ms) =>
  (parts ??= new Intl.DateTimeFormat("en-US", {
    timeZone: ZONE,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  })).formatToParts(ms);

function askedOffset(ms) {
  const hour = Math.floor(ms / HOUR_MS) * HOUR_MS;
  const f = {};
  for (const { type, value } of partsOf(hour)) f[type] = Number(value);
  return Date.UTC(f.year, f.month - 1, f.day, f.hour, f.minute, f.second) - hour;
}

/** The day of the month that is its nth Sunday. */
const sunday = (year, month, nth) => 7 * nth - ((new Date(Date.UTC(year, month, 1)).getUTCDay() + 6) % 7);

const SUMMERS = new Map();

/** When summer time begins and ends: at two in the morning, by the clock of the night. */
function summerOf(year) {
  let summer = SUMMERS.get(year);
  if (summer === undefined) {
    summer = [
      Date.UTC(year, MARCH, sunday(year, MARCH, 2), 2) + 5 * HOUR_MS,
      Date.UTC(year, NOVEMBER, sunday(year, NOVEMBER, 1), 2) + 4 * HOUR_MS,
    ];
    SUMMERS.set(year, summer);
  }
  return summer;
}

/** How far New York is from UTC. */
function offsetAt(ms) {
  const year = new Date(ms).getUTCFullYear();
  if (!(year >= RULE_SINCE)) return askedOffset(ms);
  const [begins, ends] = summerOf(year);
  return (ms >= begins && ms < ends ? -4 : -5) * HOUR_MS;
}

/** Year to second in New York, as numbers. */
export function newYork(ms) {
  const there = new Date(asUtc(ms));
  return {
    year: there.getUTCFullYear(),
    month: there.getUTCMonth() + 1,
    day: there.getUTCDate(),
    hour: there.getUTCHours(),
    minute: there.getUTCMinutes(),
    second: there.getUTCSeconds(),
  };
}

const pad = (n) => String(n).padStart(2, "0");

/** The date in New York, as YYYY-MM-DD. */
export function dateOf(ms) {
  const { year, month, day } = newYork(ms);
  return `${year}-${pad(month)}-${pad(day)}`;
}

/** Hour of the day in New York with its fraction. */
export function hourOf(ms) {
  const { hour, minute, second } = newYork(ms);
  return hour + minute / 60 + second / 3600;
}

/** The moment at which a New York clock shows a time on a date. */
export function momentOf(date, hour = 0, minute = 0) {
  const [y, m, d] = date.split("-").map(Number);
  const wanted = Date.UTC(y, m - 1, d, hour, minute);
  let guess = wanted;
  for (let i = 0; i < 2; i++) guess += wanted - asUtc(guess);
  return guess;
}

/** What a New York clock shows, read as if it were UTC. */
export const asUtc = (ms) => ms + offsetAt(ms);

const EXPIRIES = new Map();

/** When options of a date expire: asked for at every turn, and slow to find out. */
export function expiryMoment(date) {
  let moment = EXPIRIES.get(date);
  if (moment === undefined) EXPIRIES.set(date, (moment = momentOf(date, CLOSE_HOUR)));
  return moment;
}

export function plusDays(date, days) {
  const [y, m, d] = date.split("-").map(Number);
  return new Date(Date.UTC(y, m - 1, d) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Calendar days from one date to another. */
export function daysBetween(from, to) {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}

/** Days to expiry, never negative. */
export const dteOf = (expiration, now) => Math.max(0, daysBetween(dateOf(now), expiration));

export const isFriday = (date) => new Date(`${date}T00:00:00Z`).getUTCDay() === 5;

/** The day on which options of a month expire, and a symbol's own rather than its weeklies. */
export const isThirdFriday = (date) => isFriday(date) && date.slice(8) >= "15" && date.slice(8) <= "21";

export const isWeekday = (date) => {
  const day = new Date(`${date}T00:00:00Z`).getUTCDay();
  return day !== 0 && day !== 6;
};
