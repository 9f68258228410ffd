import { icons } from "./icons.js";
import { html } from "./view.js";

/** Lays the menu that a button opens under it, with their right edges together. */
export function placeMenu(event) {
  const button = event.currentTarget;
  const { right, bottom } = button.getBoundingClientRect();
  const menu = button.popoverTargetElement;
  // What is not shown has the size that it is given, but none that it takes.
  const { width, minWidth } = getComputedStyle(menu);
  menu.style.left = `${Math.max(8, right + scrollX - (parseFloat(width) || parseFloat(minWidth)))}px`;
  menu.style.top = `${bottom + scrollY}px`;
}

/** A button that opens a menu of whatever is shown or not. */
export const viewMenu = (id, content) => html`
  <button class="button quiet tiny" popovertarget=${id} @click=${placeMenu}>View ${icons.down}</button>
  <div class="menu ${id}" id=${id} popover>${content}</div>
`;
