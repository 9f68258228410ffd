/**
 * What takes longest begins first, while the rest of the page is still on its way: who the user is,
 * and what the market says.
 */

import { applyAppearance } from "./prefs.js";
import { beginMarket, listen, stopListening } from "./market.js";
import { enter, Entry, session } from "./session.js";

applyAppearance();
listen();
session.watch(({ entry }) => {
  if (entry === Entry.IN) {
    listen();
    beginMarket();
  } else if (entry !== Entry.UNKNOWN) {
    stopListening();
  }
});
enter();
