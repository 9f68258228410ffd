/** Comma-separated files of brokers: cut into rows, recognised, and turned into trades. */

export const isFilled = (row) => row.some((field) => field !== "");

/** Rows of a text that say something; fields may be quoted, and quotes inside are doubled. */
export const parse = (text) => records(text).filter(isFilled);

/** All rows of a text, also the empty ones, so that they can be counted as an editor counts them. */
export function records(text) {
  const rows = [];
  let row = [];
  let field = "";
  let quoted = false;
  const source = text.replace(/^\uFEFF/, "");
  const comma = delimiterOf(source);
  const endField = () => {
    row.push(field.trim());
    field = "";
  };
  const endRow = () => {
    endField();
    rows.push(row);
    row = [];
  };
  for (let i = 0; i < source.length; i++) {
    const c = source[i];
    if (quoted) {
      if (c === '"' && source[i + 1] === '"') {
        field += '"';
        i++;
      } else if (c === '"') quoted = false;
      else field += c;
    } else if (c === '"' && field.trim() === "") {
      field = "";
      quoted = true;
    } else if (c === comma) endField();
    else if (c === "\n") endRow();
    else if (c !== "\r") field += c;
  }
  if (field !== "" || row.length > 0) endRow();
  return rows;
}

function delimiterOf(text) {
  const first = text.slice(0, text.indexOf("\n") + 1 || text.length);
  return [",", ";", "\t"].reduce((best, c) => (first.split(c).length > first.split(best).length ? c : best), ",");
}

/** What a column may mean, and the heads by which it is known. */
export const FIELDS = {
  entry_time: { label: "Entered at", heads: ["entry_time", "entry time", "opened", "open date", "date", "exec time", "trade date", "time"] },
  exit_time: { label: "Left at", heads: ["exit_time", "exit time", "closed", "close date"] },
  symbol: { label: "Symbol", heads: ["symbol", "underlying", "underlying symbol", "root", "ticker"] },
  strategy: { label: "Strategy", heads: ["strategy", "spread", "type"] },
  side: { label: "Side", heads: ["side", "call/put", "right", "put/call", "call or put"] },
  strike: { label: "Strike", heads: ["strike", "strike price", "strikes"] },
  width: { label: "Width", heads: ["width"] },
  dte: { label: "DTE", heads: ["dte", "days to expiration"] },
  quantity: { label: "Contracts", heads: ["quantity", "qty", "contracts", "size"] },
  entry_price: { label: "Entry price, $", heads: ["entry_price", "entry price", "entry", "price", "avg price", "trade price", "debit"] },
  exit_price: { label: "Exit price, $", heads: ["exit_price", "exit price", "exit", "close price"] },
  commission: { label: "Commission, $", heads: ["commission", "commissions", "comm"] },
  fees: { label: "Fees, $", heads: ["fees", "fee", "misc fees"] },
  notes: { label: "Notes", heads: ["notes", "note", "comment", "description"] },
};

/** Which column holds what, as far as its heads tell: field to column. */
export function recognise(heads) {
  const known = heads.map((head) => head.toLowerCase().replace(/[_\s]+/g, " ").trim());
  const mapping = {};
  const taken = new Set();
  for (const [field, { heads: names }] of Object.entries(FIELDS)) {
    for (const name of names) {
      const at = known.findIndex((head, i) => head === name.replaceAll("_", " ") && !taken.has(i));
      if (at >= 0) {
        mapping[field] = at;
        taken.add(at);
        break;
      }
    }
  }
  return mapping;
}

/** A number as brokers write it: $1,234.50, (1.20) for less than nothing; NaN for what is none. */
export function amount(text) {
  const bare = String(text ?? "").replace(/[$\s,]/g, "");
  if (bare === "") return NaN;
  const negative = /^\(.*\)$/.test(bare);
  const value = Number(bare.replace(/[()]/g, ""));
  return negative ? -value : value;
}

/** A time as brokers write it, in the browser's zone unless it names one; null for what is none. */
export function time(text) {
  if (!text) return null;
  const us = /^(\d{1,2})\/(\d{1,2})\/(\d{2,4})(.*)$/.exec(text.trim());
  const iso = us ? `${us[3].length === 2 ? `20${us[3]}` : us[3]}-${us[1].padStart(2, "0")}-${us[2].padStart(2, "0")}${us[4] || " 00:00"}` : text.trim();
  const ms = Date.parse(/\d{4}-\d\d-\d\d$/.test(iso) ? `${iso}T00:00` : iso);
  return Number.isFinite(ms) ? new Date(ms).toISOString() : null;
}

const SIDES = { c: "call", call: "call", calls: "call", p: "put", put: "put", puts: "put" };

/**
 * The rows below the heads as trades: {row, trade, problems} each, with the number that the row has
 * in the file. rows: all records of it.
 */
export function readTable(rows, mapping) {
  const head = rows.findIndex(isFilled);
  return rows.flatMap((row, i) => (i > head && isFilled(row) ? [{ row: String(i + 1), ...toTrade(row, mapping) }] : []));
}

/** A row as a trade, and what is wrong with it: {trade, problems}. */
export function toTrade(row, mapping) {
  const text = (field) => (mapping[field] == null ? "" : (row[mapping[field]] ?? ""));
  const problems = [];
  const need = (field, value, fine) => {
    if (!fine) problems.push(`${FIELDS[field].label}: ${text(field) || "missing"}`);
    return value;
  };
  const optional = (field, read) => {
    if (text(field) === "") return undefined;
    const value = read(text(field));
    return need(field, value, value != null && !Number.isNaN(value));
  };
  const symbol = text("symbol").toUpperCase().replace(/^[.^]/, "");
  const strike = amount(text("strike"));
  const price = Math.abs(amount(text("entry_price")));
  const quantity = text("quantity") === "" ? 1 : amount(text("quantity"));
  const exit = optional("exit_price", (t) => Math.abs(amount(t)));
  const trade = {
    symbol: need("symbol", symbol, /^[A-Z][A-Z0-9./]{0,9}$/.test(symbol)),
    strategy: (text("strategy") || "single").toLowerCase().replace(/\s+/g, "_"),
    side: SIDES[text("side").toLowerCase()] ?? "call",
    strike: need("strike", strike, strike > 0),
    width: optional("width", amount) ?? 0,
    dte: optional("dte", amount) ?? 0,
    quantity: need("quantity", quantity, Number.isInteger(quantity) && quantity !== 0),
    entry_price: need("entry_price", price, price >= 0),
    entry_time: need("entry_time", time(text("entry_time")), time(text("entry_time")) != null),
    ...(exit === undefined ? {} : { exit_price: exit, status: "closed", exit_time: time(text("exit_time")) ?? time(text("entry_time")) }),
  };
  for (const field of ["commission", "fees"]) {
    const value = optional(field, (t) => Math.abs(amount(t)));
    if (value !== undefined) trade[field] = value;
  }
  if (text("notes")) trade.notes = text("notes").slice(0, 5000);
  return { trade, problems };
}
