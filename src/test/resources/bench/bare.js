/** The least that a page with these libraries can do: some text by the one, a chart by the other. */

import * as echarts from "echarts";
import { html, render } from "lit";

const candles = Array.from({ length: 110 }, (_, i) => {
  const open = 6000 + 20 * Math.sin(i / 9);
  const close = 6000 + 20 * Math.sin((i + 1) / 9);
  return [open, close, Math.min(open, close) - 3, Math.max(open, close) + 3];
});

render(
  html`<h1 class="bare-head">Bare</h1>
    <div class="bare-chart chart"></div>`,
  document.body,
);
echarts.init(document.querySelector(".bare-chart")).setOption({
  animation: false,
  xAxis: { type: "category", data: candles.map((_, i) => i) },
  yAxis: { type: "value", scale: true },
  series: [{ type: "candlestick", data: candles }],
});
