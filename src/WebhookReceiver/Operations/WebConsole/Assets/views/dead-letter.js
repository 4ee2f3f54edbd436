// One dead letter: why it is one, what it says, and what to do with it.

import { getText, get, send } from "../api.js";
import { announce, h, show } from "../dom.js";
import { number, time } from "../format.js";
import { jsonView, memberOf } from "../json.js";
import { chip, confirm, heading, id, load } from "../parts.js";
import { address, go } from "../router.js";
import { fact } from "./event.js";

export function deadLetter({ values, mayChange }) {
  const place = h("div", { class: "stack" });
  const problem = h("p", { class: "problem", role: "alert" });
  const path = `/dead-letters/${encodeURIComponent(values.id)}`;
  const read = () => load(place, "The dead letter", async () => parts(await get(path, { content: "false" }), path));

  async function replay() {
    try {
      await send("POST", `${path}/replay`);
      announce("The replay has begun.");
      read();
    } catch (error) {
      show(problem, error.message);
    }
  }

  async function discard() {
    if (!(await confirm({ title: "Discard this dead letter?", content: h("p", {}, "Its event is not handled any more. This cannot be undone."), action: "Discard", tone: "bad" }))) {
      return;
    }

    try {
      await send("DELETE", path);
      go(address("/dead-letters"), { replace: true });
    } catch (error) {
      show(problem, error.message);
    }
  }

  read();
  return [
    heading("Dead letter", mayChange && [h("button", { class: "button button-main", onclick: replay }, "Replay"), h("button", { class: "button", onclick: discard }, "Discard")]),
    problem,
    place,
  ];
}

function parts(found, path) {
  return [
    h("div", { class: "row" }, h("strong", { class: "big" }, found.type), chip(found.replaying ? "retrying" : "dead", found.replaying ? "replaying" : found.cause)),
    found.exception_type && h("div", { class: "exception" }, h("code", {}, found.exception_type)),
    h("dl", { class: "facts" },
      fact("Handler", found.handler ?? "none"),
      fact("Attempts", number(found.attempts)),
      fact("First attempt", time(found.first_attempt_at)),
      fact("Last attempt", time(found.last_attempt_at)),
      fact("Replays", number(found.replays)),
      fact("Event", id(found.key, address(`/events/${encodeURIComponent(found.key)}`, { endpoint: found.endpoint }))),
      fact("Conversation", id(found.conversation, found.conversation && address("/events", { conversation: found.conversation }))),
      fact("Endpoint", found.endpoint),
      fact("Delivery", id(found.delivery_id, address(`/deliveries/${found.delivery_id}`))),
      fact("Happened", time(found.occurred_at)),
      fact("Received", time(found.received_at)),
      fact("Id", id(found.id))),
    content(path),
  ];
}

function content(path) {
  const place = h("section", { class: "stack", "aria-label": "Content" });
  const hidden = () => show(place, h("h2", {}, "Content"), h("div", { class: "row" }, h("button", { class: "button", onclick: reveal }, "Show content"), h("span", { class: "muted small" }, "What people wrote.")));

  async function reveal() {
    const text = await getText(path);
    const message = JSON.parse(text).exception_message;
    show(place, h("h2", {}, "Content"), message && h("pre", { class: "message" }, message), jsonView(memberOf(text, "event")), h("div", { class: "row" }, h("button", { class: "button", onclick: hidden }, "Hide content")));
  }

  hidden();
  return place;
}
