import { svg } from "./view.js";

const icon = (paths) => svg`
  <svg viewBox="0 0 20 20" width="16" height="16" fill="none" stroke="currentColor" stroke-width="1.6"
       stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${paths}</svg>`;

export const icons = {
  close: icon(svg`<path d="M5 5l10 10M15 5L5 15" />`),
  down: icon(svg`<path d="M5 8l5 5 5-5" />`),
  up: icon(svg`<path d="M5 12l5-5 5 5" />`),
  left: icon(svg`<path d="M12 5l-5 5 5 5" />`),
  right: icon(svg`<path d="M8 5l5 5-5 5" />`),
  more: icon(svg`<path d="M4 10h.01M10 10h.01M16 10h.01" stroke-width="3" />`),
  plus: icon(svg`<path d="M10 4v12M4 10h12" />`),
  minus: icon(svg`<path d="M4 10h12" />`),
  lock: icon(svg`<rect x="4" y="9" width="12" height="8" rx="1.5" /><path d="M7 9V6a3 3 0 0 1 6 0v3" />`),
  unlock: icon(svg`<rect x="4" y="9" width="12" height="8" rx="1.5" /><path d="M7 9V6a3 3 0 0 1 5.6-1.5" />`),
  alert: icon(svg`<path d="M10 3L2.5 16.5h15L10 3zM10 8v4M10 14.5h.01" />`),
  bell: icon(svg`<path d="M5 14V9a5 5 0 0 1 10 0v5l1.5 1.5h-13L5 14zM8.5 17.5h3" />`),
  eye: icon(svg`<path d="M2 10s3-5 8-5 8 5 8 5-3 5-8 5-8-5-8-5z" /><circle cx="10" cy="10" r="2" />`),
  eyeOff: icon(svg`<path d="M3 3l14 14M8 5.3A8 8 0 0 1 10 5c5 0 8 5 8 5a14 14 0 0 1-2.5 3M5 7.200A14 14 0 0 0 2 10s3 5 8 5c1 0 1.800-.2 2.600-.5" />`),
  copy: icon(svg`<rect x="7" y="7" width="10" height="10" rx="1.5" /><path d="M13 7V4.500A1.500 1.500 0 0 0 11.500 3h-7A1.500 1.500 0 0 0 3 4.500v7A1.500 1.500 0 0 0 4.500 13H7" />`),
  edit: icon(svg`<path d="M4 16l1-4 8-8 3 3-8 8-4 1z" />`),
  trash: icon(svg`<path d="M4 6h12M8 6V4h4v2M6 6l.7 10h6.6L14 6" />`),
  user: icon(svg`<circle cx="10" cy="7" r="3" /><path d="M4 17c.5-3.500 3-5 6-5s5.500 1.500 6 5" />`),
  grid: icon(svg`<rect x="3" y="3" width="6" height="6" rx="1" /><rect x="11" y="3" width="6" height="6" rx="1" /><rect x="3" y="11" width="6" height="6" rx="1" /><rect x="11" y="11" width="6" height="6" rx="1" />`),
  table: icon(svg`<rect x="3" y="4" width="14" height="12" rx="1" /><path d="M3 8h14M3 12h14M8 4v12" />`),
  play: icon(svg`<path d="M6 4l10 6-10 6V4z" />`),
  pause: icon(svg`<path d="M7 4v12M13 4v12" stroke-width="2.500" />`),
  refresh: icon(svg`<path d="M16 10a6 6 0 1 1-2-4.500M16 3v3.500h-3.500" />`),
  fit: icon(svg`<path d="M3 7V3h4M17 7V3h-4M3 13v4h4M17 13v4h-4" />`),
  upload: icon(svg`<path d="M10 13V3M6 7l4-4 4 4M3 14v3h14v-3" />`),
  download: icon(svg`<path d="M10 3v10M6 9l4 4 4-4M3 14v3h14v-3" />`),
  check: icon(svg`<path d="M4 10.500l4 4 8-9" />`),
  move: icon(svg`<path d="M10 3v14M3 10h14M10 3L8 5M10 3l2 2M10 17l-2-2M10 17l2-2M3 10l2-2M3 10l2 2M17 10l-2-2M17 10l-2 2" />`),
  widen: icon(svg`<path d="M3 10h14M3 10l3-3M3 10l3 3M17 10l-3-3M17 10l-3 3" />`),
  sun: icon(svg`<circle cx="10" cy="10" r="3" /><path d="M10 2v2M10 16v2M2 10h2M16 10h2M4.500 4.500L6 6M14 14l1.500 1.500M4.500 15.500L6 14M14 6l1.500-1.500" />`),
};
