// Calls /api. The cookie of the session goes along by itself; nothing here ever holds a key.

export class ApiError extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }

  /** Whether this receiver has no such route, or no such thing. */
  get isMissing() {
    return this.status === 404;
  }
}

let ended = () => {};

/** What to do when the session is over. */
export function onSessionEnd(handler) {
  ended = handler;
}

export async function get(path, query) {
  const answer = await call("GET", path + text(query));
  return answer.json();
}

/** The answer as it came, for what must not be parsed: long numbers would lose digits. */
export async function getText(path, query) {
  const answer = await call("GET", path + text(query));
  return answer.text();
}

export async function send(method, path, query, body) {
  const answer = await call(method, path + text(query), body);
  const content = await answer.text();
  return { status: answer.status, body: content ? JSON.parse(content) : null, location: answer.headers.get("Location") };
}

/** A query string without what is not set. */
export function text(query) {
  const set = Object.entries(query ?? {}).filter(([, value]) => value !== null && value !== undefined && value !== "" && value !== false);
  return set.length ? `?${new URLSearchParams(set.map(([name, value]) => [name, String(value)]))}` : "";
}

async function call(method, path, body) {
  let answer;

  try {
    answer = await fetch(`/api${path}`, {
      method,
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new ApiError(0, "The receiver does not answer.");
  }

  if (answer.ok) {
    return answer;
  }

  if (answer.status === 401 && path !== "/session") {
    ended();
  }

  throw new ApiError(answer.status, await detailOf(answer));
}

async function detailOf(answer) {
  const words = {
    401: "The session is over; log in again.",
    403: "That is not allowed with this key.",
    404: "There is nothing at this address.",
    429: "Too many attempts failed; wait a minute.",
    503: "The receiver is starting or stopping.",
  };

  try {
    const problem = await answer.json();
    return problem.detail ?? words[answer.status] ?? problem.title ?? `The receiver answered ${answer.status}.`;
  } catch {
    return words[answer.status] ?? `The receiver answered ${answer.status}.`;
  }
}
