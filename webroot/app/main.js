/** Where the page begins. */

import "../screens/app.js";
import { onSignedOut } from "./api.js";
import { applyAppearance } from "./prefs.js";
import { followQueue } from "./queue.js";
import { followLinks } from "./router.js";
import { enter, signedOut } from "./session.js";

applyAppearance();
followLinks();
onSignedOut(signedOut);
followQueue();
enter();
