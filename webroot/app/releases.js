/** What has changed in the product. */

import { get } from "./api.js";
import { Remembered } from "./prefs.js";
import { Signal } from "./signal.js";

/** Newest first; null until they are known. */
export const releases = new Signal(null);

/** The version whose news the user has read. */
export const seenVersion = new Remembered("fotw-changelog-seen", null);

export async function loadReleases() {
  releases.value = (await get("/changelog.json"))?.versions ?? [];
}

export const version = () => releases.value?.[0]?.version ?? null;
