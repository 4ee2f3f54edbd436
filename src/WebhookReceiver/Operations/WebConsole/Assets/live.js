// One stream from /api/live for the whole page. It is closed while the tab is hidden, so that a forgotten tab costs the receiver nothing.

import { get } from "./api.js";

const pause = 3000;
const listeners = new Set();
let source = null;
let timer = null;
let isWanted = false;

/** Calls a listener with ("overview" | "event" | "skipped" | "state", data) until the returned function is called. */
export function listen(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function begin() {
  isWanted = true;
  document.addEventListener("visibilitychange", follow);
  follow();
}

export function end() {
  isWanted = false;
  document.removeEventListener("visibilitychange", follow);
  close();
}

function follow() {
  if (!isWanted) {
    return;
  }

  if (document.hidden) {
    close();
    tell("state", "paused");
  } else if (!source) {
    open();
  }
}

function open() {
  source = new EventSource("/api/live");
  source.addEventListener("open", () => tell("state", "open"));
  source.addEventListener("error", lost);

  for (const name of ["overview", "event", "skipped"]) {
    source.addEventListener(name, (message) => tell(name, JSON.parse(message.data)));
  }
}

async function lost() {
  close();
  tell("state", "lost");

  try {
    // A stream does not say why it ended. When the session is over, this leads to the login.
    await get("/overview");
  } catch {
    // The receiver is restarting, or the network is gone: tried again below.
  }

  timer = setTimeout(follow, pause);
}

function close() {
  clearTimeout(timer);
  source?.close();
  source = null;
}

function tell(name, data) {
  for (const listener of [...listeners]) {
    listener(name, data);
  }
}
