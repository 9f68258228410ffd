/** Where the page begins. */

import "../screens/app.js";
import { onSignedOut } from "./api.js";
import { applyAppearance } from "./prefs.js";
import { routes } from "../screens/routes.js";
import { beginMarket, listen, stopListening } from "./market.js";
import { followQueue } from "./queue.js";
import { followLinks, match, place } from "./router.js";
import { enter, Entry, session, signedOut } from "./session.js";

applyAppearance();
followLinks();
onSignedOut(signedOut);
followQueue();
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
// The screen comes while the server says who is in; if it does not, the page asks for it again and says so.
match(routes, place.value.path)?.route.load().catch(() => {});
