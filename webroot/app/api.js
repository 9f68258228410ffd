/** Calls to the server. A refusal becomes a {@link ApiError} that says what the server said. */

const TIMEOUT_MS = 30_000;

export class ApiError extends Error {
  constructor(status, body, message) {
    super(message);
    this.status = status;
    this.body = body ?? {};
  }

  /** The feature that the user's tier does not have, if that is why. */
  get gatedFeature() {
    return this.body.error === "feature_gated" ? this.body.feature : null;
  }

  get isConflict() {
    return this.status === 409;
  }

  get isMissing() {
    return this.status === 404;
  }

  /** Whether the same call may go well in a moment. */
  get isTemporary() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

const listeners = new Set();

/** Hears of every answer that says the session is over. */
export const onSignedOut = (listener) => listeners.add(listener);

function said(body, status) {
  const text = body?.message ?? body?.error ?? body?.detail;
  if (typeof text === "string" && text) return text;
  return status === 0 ? "The server cannot be reached" : `The server answered ${status}`;
}

async function read(response) {
  const type = response.headers.get("content-type") ?? "";
  if (response.status === 204 || !type.includes("json")) return null;
  return response.json().catch(() => null);
}

/**
 * One call. `body` goes as JSON unless it is form data; `version` becomes If-Match; `key` becomes
 * Idempotency-Key, so that a repeated call is answered like the first; begun: the answer to the same
 * call, when it was made before.
 */
export async function call(method, path, { body, version, key, signal, quiet, begun } = {}) {
  const headers = { accept: "application/json" };
  if (version != null) headers["if-match"] = String(version);
  if (key) headers["idempotency-key"] = key;
  const form = body instanceof FormData;
  if (body !== undefined && !form) headers["content-type"] = "application/json";
  let response;
  try {
    response = await (begun ??
      fetch(path, {
        method,
        headers,
        body: body === undefined ? undefined : form ? body : JSON.stringify(body),
        credentials: "include",
        signal: signal ?? AbortSignal.timeout(TIMEOUT_MS),
      }));
  } catch (cause) {
    if (cause.name === "AbortError") throw cause;
    throw new ApiError(0, null, said(null, 0));
  }
  const answer = await read(response);
  if (response.ok) return answer;
  if (response.status === 401 && !quiet) for (const listener of listeners) listener();
  throw new ApiError(response.status, answer, said(answer, response.status));
}

export const get = (path, options) => call("GET", path, options);
export const put = (path, body, options) => call("PUT", path, { ...options, body });
export const patch = (path, body, options) => call("PATCH", path, { ...options, body });
export const remove = (path, options) => call("DELETE", path, options);

/** A POST that can be repeated without doing its work twice. */
export const post = (path, body, options) =>
  call("POST", path, { key: crypto.randomUUID(), ...options, body });

/** The data of an answer in the common envelope. */
export const data = async (promise) => (await promise)?.data;

/** A query string without the parameters that are not set. */
export function query(parameters) {
  const set = Object.entries(parameters).filter(([, value]) => value != null && value !== "");
  return set.length === 0 ? "" : `?${new URLSearchParams(set)}`;
}
