import { thinned } from "../../model/curves.js";
import { date, dollars, millis, moment, number, profit, profitCents } from "../../model/format.js";
import { axis } from "../../ui/chart.js";

/** More than there are pixels nobody sees. */
const MOST_POINTS = 1500;

/** A curve longer than this is labelled by years as well. */
const LONG_MS = 300 * 86_400_000;

/**
 * What is drawn of a log: in words, how, and whether there is anything. Made once for an answer of
 * the server, for a log may have very many trades.
 */
export function chartsOf(analytics, equity, drawdown, distribution) {
  const worth = thinned(equity, MOST_POINTS, (p) => p.value);
  const loss = thinned(drawdown, MOST_POINTS, (p) => p.drawdown_pct);
  return {
    equity: {
      label: `Equity ends at ${profitCents(equity.at(-1)?.value)}`,
      draw: (c) => equityOf(c, worth),
      isEmpty: equity.length === 0,
    },
    drawdown: {
      label: `Largest drawdown ${number(analytics.max_drawdown_pct, 1)} per cent`,
      draw: (c) => drawdownOf(c, loss),
      isEmpty: drawdown.length === 0,
    },
    distribution: {
      label: `How often trades brought how much: ${number(analytics.winners, 0)} won, ${number(analytics.losers, 0)} lost`,
      draw: (c) => distributionOf(c, distribution),
      isEmpty: distribution.length === 0,
    },
  };
}

const depth = (percent) => `${number(percent, 1)} %`;

const span = (bin) => `${profit(bin.bin_start_dollars, 0)} to ${profit(bin.bin_end_dollars, 0)}`;

function times(c, points) {
  const isLong = millis(points.at(-1).time) - millis(points[0].time) > LONG_MS;
  return axis(c, {
    type: "category",
    data: points.map(({ time }) => (isLong ? date(time) : moment(time))),
    boundaryGap: false,
    splitLine: { show: false },
    axisLabel: { alignMinLabel: "left", alignMaxLabel: "right" },
  });
}

const curve = (name, color, width, opacity, data) => ({
  name,
  type: "line",
  data,
  showSymbol: false,
  lineStyle: { color, width },
  areaStyle: { color, opacity },
});

function equityOf(c, points) {
  return {
    tooltip: { trigger: "axis", valueFormatter: (v) => dollars(v) },
    xAxis: times(c, points),
    yAxis: axis(c, { type: "value", axisLabel: { formatter: (v) => dollars(v, 0) } }),
    series: [curve("Result so far", c.accent, 2, 0.14, points.map((p) => p.value / 100))],
  };
}

function drawdownOf(c, points) {
  return {
    tooltip: { trigger: "axis", valueFormatter: depth },
    xAxis: times(c, points),
    yAxis: axis(c, { type: "value", max: 0, axisLabel: { formatter: depth } }),
    series: [curve("Drawdown", c.down, 1.5, 0.18, points.map((p) => -p.drawdown_pct))],
  };
}

function distributionOf(c, bins) {
  const zero = bins.findIndex((b) => b.is_zero);
  return {
    grid: { left: 8, right: 8, top: 24, bottom: 8, containLabel: true },
    tooltip: {
      trigger: "axis",
      axisPointer: { type: "shadow" },
      valueFormatter: (v) => number(v, 0),
      formatter: ([{ dataIndex: i }]) => `${span(bins[i])}\n${number(bins[i].count, 0)} ${bins[i].count === 1 ? "trade" : "trades"}`,
    },
    xAxis: axis(c, { type: "category", data: bins.map((b) => dollars(b.bin_start_dollars, 0)), splitLine: { show: false } }),
    yAxis: axis(c, { type: "value", minInterval: 1 }),
    series: [
      {
        name: "Trades",
        type: "bar",
        barCategoryGap: "10%",
        data: bins.map((b) => ({ value: b.count, itemStyle: { color: b.is_zero ? c.down : c.accent } })),
        ...(zero >= 0 ? { markLine: zeroLine(c, zero) } : {}),
      },
    ],
  };
}

const zeroLine = (c, at) => ({
  symbol: "none",
  silent: true,
  animation: false,
  data: [{ xAxis: at, lineStyle: { color: c.down, type: "dashed" }, label: { formatter: "zero", color: c.soft, fontSize: 11 } }],
});
