/** The page itself. */

import "./first.js";
import "../screens/app.js";
import { onSignedOut } from "./api.js";
import { routes } from "../screens/routes.js";
import { followQueue } from "./queue.js";
import { followLinks, match, place } from "./router.js";
import { signedOut } from "./session.js";

followLinks();
onSignedOut(signedOut);
followQueue();
// The screen comes while the server says who is in; if it does not, the page asks for it again and says so.
match(routes, place.value.path)?.route.load().catch(() => {});
