// One event: what happened to it, what it says, and doing it again.

import { get, getText, send } from "../api.js";
import { announce, h, show } from "../dom.js";
import { number, time } from "../format.js";
import { jsonView, memberOf } from "../json.js";
import { breakable, chip, heading, id, isInUse, load, table, trouble } from "../parts.js";
import { address } from "../router.js";
import { timeline } from "./timeline.js";

const refresh = 3000;

export function event({ values, query, mayChange, onLeave }) {
  const place = h("div", { class: "stack" });
  const content = contentPart("Content", () => getText(`/events/${encodeURIComponent(values.key)}/content`, { endpoint: query.endpoint }), (text) => jsonView(memberOf(text, "event")));
  let isOpen = true;

  const read = () =>
    load(place, "The event", async () => {
      const found = await get(`/events/${encodeURIComponent(values.key)}`, { endpoint: query.endpoint });
      isOpen = found.state === "open" || found.state === "retrying" || (found.dead_letters ?? []).some((letter) => letter.replaying);
      return parts(found, mayChange, read);
    });

  const timer = setInterval(() => isOpen && !document.hidden && !isInUse(place) && read(), refresh);
  onLeave(() => clearInterval(timer));
  read();
  return [heading("Event"), place, content];
}

/**
 * Content is shown only when it is asked for, because each look is recorded.
 * title: "Content" or "Body"; read: fetches the text; parts(text): what to show of it.
 */
export function contentPart(title, read, parts) {
  const word = title.toLowerCase();
  const place = h("section", { class: "stack", "aria-label": title });

  const hidden = (...problem) => show(place, h("h2", {}, title), problem, h("div", { class: "row" },
    h("button", { class: "button", onclick: reveal }, `Show ${word}`),
    h("span", { class: "muted small" }, "What people wrote. The audit log records who looked.")));

  async function reveal() {
    try {
      const text = await read();
      show(place, h("h2", {}, title), parts(text), h("div", { class: "row" }, h("button", { class: "button", onclick: () => hidden() }, `Hide ${word}`)));
    } catch (error) {
      hidden(trouble(error, `The ${word}`));
    }
  }

  hidden();
  return place;
}

function parts(found, mayChange, reload) {
  return [
    h("div", { class: "row" }, h("strong", { class: "big" }, found.type), chip(found.state)),
    h(
      "dl",
      { class: "facts" },
      fact("Key", id(found.key)),
      fact("Message", id(found.message_id, found.message_id && address("/events", { wamid: found.message_id }))),
      fact("Conversation", id(found.conversation, found.conversation && address("/events", { conversation: found.conversation }))),
      fact("Endpoint", found.endpoint),
      fact("Account", id(found.account)),
      fact("Business number", id(found.phone_number_id)),
      fact("Happened", time(found.occurred_at)),
      fact("Received", time(found.received_at)),
      fact("Finished", found.settled_at ? time(found.settled_at) : "not yet"),
      fact("Delivery", id(found.delivery_id, address(`/deliveries/${found.delivery_id}`))),
    ),
    h("section", { class: "stack" }, h("h2", {}, "What happened"), timeline(found)),
    found.handlers?.length > 0 && h("section", { class: "stack" }, h("h2", {}, "Handlers"), table("Handlers of this event", [
      { name: "Handler", cell: (row) => row.handler },
      { name: "State", cell: (row) => chip(row.state) },
      { name: "Failures", kind: "number", cell: (row) => number(row.failures) },
      { name: "Last failure", cell: (row) => time(row.last_failure_at) },
      { name: "Next call", cell: (row) => time(row.next_attempt_at) },
      { name: "Exception", cell: (row) => breakable(row.exception_type) },
    ], found.handlers)),
    found.dead_letters?.length > 0 && letters(found.dead_letters, mayChange, reload),
  ];
}

function letters(all, mayChange, reload) {
  const problem = h("p", { class: "problem", role: "alert" });

  async function replay(letter) {
    try {
      await send("POST", `/dead-letters/${letter.id}/replay`);
      announce("The replay has begun.");
      reload();
    } catch (error) {
      show(problem, error.message);
    }
  }

  return h("section", { class: "stack" }, h("h2", {}, "Dead letters"), table("Dead letters of this event", [
    { name: "Handler", cell: (row) => h("a", { href: address(`/dead-letters/${row.id}`) }, row.handler ?? "none") },
    { name: "Cause", cell: (row) => row.cause },
    { name: "Exception", cell: (row) => breakable(row.exception_type) },
    { name: "Attempts", kind: "number", cell: (row) => number(row.attempts) },
    { name: "Last attempt", cell: (row) => time(row.last_attempt_at) },
    { name: "Action", cell: (row) => row.replaying ? chip("retrying", "replaying") : mayChange && h("button", { class: "button", onclick: () => replay(row) }, "Replay") },
  ], all), problem);
}

export function fact(name, value) {
  return h("div", {}, h("dt", {}, name), h("dd", {}, value ?? "–"));
}
