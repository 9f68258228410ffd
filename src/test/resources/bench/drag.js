/**
 * A strike under the hand: in the page's own risk graph, and as a floor in a canvas of the same size
 * that draws as many lines with as many points, and prices nothing.
 */
async () => {
  const market = await import("/app/market.js");
  const { positions } = await import("/screens/risk/book.js");
  const { pricesOf, fullRange } = await import("/model/riskgraph.js");

  const STEP = 8;
  const WIDTH = 160;
  const ABOVE_AXIS = 30;
  const frame = () => new Promise((painted) => requestAnimationFrame(painted));
  market.live.close();

  const canvas = document.querySelector("canvas.plot");
  for (let size = ""; size !== `${canvas.width} ${canvas.height}`; await frame(), await frame()) {
    size = `${canvas.width} ${canvas.height}`; // until it has its place
    await frame();
  }
  const { width, height } = canvas.getBoundingClientRect();
  const spot = market.spot();
  const points = pricesOf(positions.value, spot, fullRange(positions.value, spot, market.vix(), market.marketNow())).length;

  /** The hand of a user, for a browser that sees no hand. */
  function hand() {
    canvas.setPointerCapture = () => {};
    const { left, top } = canvas.getBoundingClientRect();
    const at = (type, x) =>
      canvas.dispatchEvent(
        new PointerEvent(type, { pointerId: 1, button: 0, clientX: left + x, clientY: top + height - ABOVE_AXIS, bubbles: true }),
      );
    let start = 0;
    for (let x = 0; x < width && canvas.style.cursor !== "grab"; x += 2) at("pointermove", (start = x));
    if (canvas.style.cursor !== "grab") throw new Error("no strike to take hold of");
    return {
      begin: () => at("pointerdown", start),
      move: (way) => at("pointermove", start + way),
      end: () => at("pointerup", start),
    };
  }

  /** Two curves and the two areas below and above zero. */
  function floor() {
    const own = document.createElement("canvas");
    own.width = Math.round(width * devicePixelRatio);
    own.height = Math.round(height * devicePixelRatio);
    own.style.cssText = `display:block;width:${width}px;height:${height}px`;
    document.querySelector("main").replaceChildren(own);
    const c = own.getContext("2d", { alpha: false });
    const shapes = ["#60a5fa", "#e879f9", "#4ade80", "#f87171"];
    return (way) => {
      c.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
      c.fillStyle = "#141925";
      c.fillRect(0, 0, width, height);
      shapes.forEach((colour, n) => {
        c.beginPath();
        for (let i = 0; i < points; i++) {
          const x = (i / (points - 1)) * width;
          c.lineTo(x, height / 2 - Math.max(0, 120 - Math.abs(x - width / 2 - way - n * 40)) * (n % 2 ? 1 : 1.4));
        }
        if (n < 2) {
          c.lineWidth = 2;
          c.strokeStyle = colour;
          c.stroke();
        } else {
          c.globalAlpha = 0.1;
          c.fillStyle = colour;
          c.fill();
          c.globalAlpha = 1;
        }
      });
    };
  }

  /** There and back again, a step a frame. */
  const wayAt = (turn) => {
    const steps = WIDTH / STEP;
    const at = turn % (2 * steps);
    return STEP * (at < steps ? at : 2 * steps - at);
  };
  const ways = {
    page: () => {
      const { begin, move, end } = hand();
      return { begin, move, end };
    },
    floor: () => ({ begin: () => {}, move: floor(), end: () => {} }),
  };
  let chosen = null;
  window.prepare = (way) => (chosen = ways[way]());
  /** Frames a second. */
  window.run = async (count) => {
    chosen.begin();
    const first = await frame();
    let last = first;
    for (let turn = 1; turn <= count; turn++) {
      chosen.move(wayAt(turn));
      last = await frame();
    }
    chosen.end();
    return (count * 1000) / (last - first);
  };
  return points;
}
