/** Where rows and columns of the heatmap lie, in pixels. */

import { isBoundary, rowHeight, ROW_HEIGHT } from "../../model/heat.js";

export const STRIKE_WIDTH = 64;
export const STRIP_WIDTH = 150;
const LEAST_CELL = 43;

/** Where less is in sight, the prices need all of it. */
const LEAST_WITH_STRIP = 480;

export class HeatLayout {
  /**
   * grid: rows and columns; width: of the canvas; strip: whether gamma stands beside it;
   * compression: how far rows inside the expected move are pressed together.
   */
  constructor({ grid, width, strip, spot, move, compression, optimal }) {
    this.stripWidth = strip && width >= LEAST_WITH_STRIP ? Math.min(STRIP_WIDTH, width * 0.3) : 0;
    this.cellsLeft = this.stripWidth + STRIKE_WIDTH;
    const columns = Math.max(1, grid.columns.length);
    this.cellWidth = Math.max(LEAST_CELL, (width - this.cellsLeft) / columns);
    this.width = this.cellsLeft + this.cellWidth * columns;
    this.tops = new Float64Array(grid.rows.length + 1);
    const pressed = compression > 0 ? rowHeight(compression) : ROW_HEIGHT;
    grid.rows.forEach((strike, i) => {
      const inside =
        pressed < ROW_HEIGHT &&
        Math.abs(strike - spot) < move &&
        !isBoundary(strike, spot, move, grid.step) &&
        grid.row(i).every((cell) => cell.percent < optimal);
      this.tops[i + 1] = this.tops[i] + (inside ? pressed : ROW_HEIGHT);
    });
  }

  get height() {
    return this.tops[this.tops.length - 1];
  }

  heightOf(row) {
    return this.tops[row + 1] - this.tops[row];
  }

  /** The row at a height from the top of the grid. */
  rowAt(y) {
    let low = 0;
    let high = this.tops.length - 2;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.tops[middle] <= y) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The column at a distance from the left, or -1 beside the cells. */
  columnAt(x, columns) {
    const column = Math.floor((x - this.cellsLeft) / this.cellWidth);
    return column >= 0 && column < columns ? column : -1;
  }

  left(column) {
    return this.cellsLeft + column * this.cellWidth;
  }

  /** How high a price lies between the rows that bracket it. */
  heightOfPrice(price, rows) {
    const below = rows.findIndex((strike) => strike <= price);
    if (below < 0) return this.height;
    if (below === 0) return 0;
    const above = rows[below - 1];
    const share = (above - price) / (above - rows[below]);
    const from = (this.tops[below - 1] + this.tops[below]) / 2;
    const to = (this.tops[below] + this.tops[below + 1]) / 2;
    return from + share * (to - from);
  }
}
