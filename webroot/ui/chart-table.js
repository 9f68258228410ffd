import { number } from "../model/format.js";
import { html } from "./view.js";

/** What the numbers of a candle are, in the order in which a chart has them. */
const OF_CANDLE = ["Open", "Close", "Low", "High"];

const valueOf = (point) => (point != null && typeof point === "object" && !Array.isArray(point) ? point.value : point);

/** Columns of a series: [head, of(row)]. */
function columnsOf(series, write) {
  if (series.type === "candlestick") return OF_CANDLE.map((head, i) => [head, (row) => number(series.data[row]?.[i])]);
  return [[series.name ?? "Value", (row) => write(valueOf(series.data[row]))]];
}

/** The options of a chart over named places as a table: a row for each place, a column for each series. */
export function tableOf(option, label) {
  const names = [option.xAxis, option.yAxis].flat().find((axis) => axis?.data)?.data ?? [];
  const write = option.tooltip?.valueFormatter ?? number;
  const series = option.series.filter((it) => it.data.length === names.length && it.type !== "custom");
  const columns = series.flatMap((it) => columnsOf(it, (value) => (value == null ? "—" : write(value))));
  return html`<div class="chart-table table-wrap" tabindex="0"><table class="table compact">
    <caption class="visually-hidden">${label}</caption>
    <thead><tr><th scope="col"><span class="visually-hidden">Place</span></th>${columns.map(([head]) => html`<th scope="col" class="num">${head}</th>`)}</tr></thead>
    <tbody>${names.map((name, row) => html`<tr><th scope="row" class="num">${name}</th>${columns.map(([, of]) => html`<td class="num">${of(row)}</td>`)}</tr>`)}</tbody>
  </table></div>`;
}
