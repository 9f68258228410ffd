import { directive } from "lit/directive.js";
import { getCommittedValue, getDirectiveClass } from "lit/directive-helpers.js";
import { repeat } from "lit/directives/repeat.js";

/** A list by keys. The library leaves a mark behind for each item that goes; in a list that lives, they pile up. */
export const each = directive(
  class extends getDirectiveClass(repeat([], (item) => item)) {
    update(part, args) {
      const result = super.update(part, args);
      sweep(part, getCommittedValue(part));
      return result;
    }
  },
);

/** Removes what stands between the items. */
function sweep(list, items) {
  if (!Array.isArray(items)) return;
  let node = list.startNode?.nextSibling;
  const upTo = (end) => {
    while (node && node !== end) {
      const gone = node;
      node = node.nextSibling;
      gone.remove();
    }
  };
  for (const item of items) {
    upTo(item.startNode);
    node = item.endNode.nextSibling;
  }
  upTo(list.endNode);
}
