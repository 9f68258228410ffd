/** Where the user is: the address bar is the only truth. */

import { Signal } from "./signal.js";

const at = () => ({
  path: location.pathname.replace(/\/+$/, "") || "/",
  query: new URLSearchParams(location.search),
});

export const place = new Signal(at());

addEventListener("popstate", () => (place.value = at()));

/** Goes to an address of this site. */
export function go(address, { replace = false } = {}) {
  const url = new URL(address, location.href);
  if (url.href === location.href) return;
  history[replace ? "replaceState" : "pushState"]({}, "", url);
  place.value = at();
  document.querySelector("main")?.focus?.({ preventScroll: true });
}

/** Lets ordinary links change the place without loading the page. */
export function followLinks(root = document) {
  root.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
    if (!link || link.target || link.hasAttribute("download")) return;
    const url = new URL(link.href, location.href);
    if (url.origin !== location.origin || /^\/(api|sse|_static)\//.test(url.pathname)) return;
    event.preventDefault();
    go(url);
  });
}

/**
 * The route of a path: the first whose pattern fits, with its named parts. A pattern is like
 * "/logs/:id/trades".
 */
export function match(routes, path) {
  const parts = path.split("/").filter(Boolean);
  for (const route of routes) {
    const wanted = route.path.split("/").filter(Boolean);
    if (wanted.length !== parts.length) continue;
    const params = {};
    const fits = wanted.every((part, i) => {
      if (!part.startsWith(":")) return part === parts[i];
      params[part.slice(1)] = decodeURIComponent(parts[i]);
      return true;
    });
    if (fits) return { route, params };
  }
  return null;
}
