// One dead letter: why it is one, what it says, and what to do with it.

import { ApiError, getText, get, send } from "../api.js";
import { announce, h, show } from "../dom.js";
import { number, time } from "../format.js";
import { jsonView, memberOf } from "../json.js";
import { chip, confirm, heading, id, isInUse, load, notice } from "../parts.js";
import { address, go } from "../router.js";
import { contentPart, fact } from "./event.js";

const refresh = 3000;

export function deadLetter({ values, mayChange, onLeave }) {
  const place = h("div", { class: "stack" });
  const problem = h("p", { class: "problem", role: "alert" });
  const replayButton = h("button", { class: "button button-main", onclick: replay }, "Replay");
  const discardButton = h("button", { class: "button", onclick: discard }, "Discard");
  const path = `/dead-letters/${encodeURIComponent(values.id)}`;
  const content = contentOf(path);
  let last = null;

  const read = () =>
    load(place, "The dead letter", async () => {
      try {
        last = await get(path, { content: "false" });
        replayButton.disabled = discardButton.disabled = last.replaying;
        return parts(last);
      } catch (error) {
        if (!(error instanceof ApiError && error.isMissing)) {
          throw error;
        }

        replayButton.disabled = discardButton.disabled = true;
        content.remove();
        const seen = last;
        last = null;
        return gone(seen);
      }
    });

  async function replay() {
    await act(async () => {
      await send("POST", `${path}/replay`);
      announce("The replay has begun.");
      read();
    });
  }

  async function discard() {
    if (await confirm({ title: "Discard this dead letter?", content: h("p", {}, "Its event is not handled any more. This cannot be undone."), action: "Discard", tone: "bad" })) {
      await act(async () => {
        await send("DELETE", path);
        go(address("/dead-letters"), { replace: true });
      });
    }
  }

  async function act(what) {
    show(problem);

    try {
      await what();
    } catch (error) {
      show(problem, error.message);
    }
  }

  const timer = setInterval(() => last?.replaying && !document.hidden && !isInUse(place) && read(), refresh);
  onLeave(() => clearInterval(timer));
  read();
  return [heading("Dead letter", mayChange && [replayButton, discardButton]), problem, place, content];
}

function parts(found) {
  return [
    h("div", { class: "row" }, h("strong", { class: "big" }, found.type), chip(found.replaying ? "retrying" : "dead", found.replaying ? "replaying" : found.cause)),
    found.exception_type && h("div", { class: "exception" }, h("code", {}, found.exception_type)),
    h("dl", { class: "facts" },
      fact("Handler", found.handler ?? "none"),
      fact("Attempts", number(found.attempts)),
      fact("First attempt", time(found.first_attempt_at)),
      fact("Last attempt", time(found.last_attempt_at)),
      fact("Replays", number(found.replays)),
      fact("Event", id(found.key, eventOf(found))),
      fact("Conversation", id(found.conversation, found.conversation && address("/events", { conversation: found.conversation }))),
      fact("Endpoint", found.endpoint),
      fact("Delivery", id(found.delivery_id, address(`/deliveries/${found.delivery_id}`))),
      fact("Happened", time(found.occurred_at)),
      fact("Received", time(found.received_at)),
      fact("Id", id(found.id))),
  ];
}

function gone(seen) {
  return seen
    ? notice("good", "Not a dead letter any more", h("p", {}, "Its handler has succeeded, or somebody has discarded it. ", h("a", { href: eventOf(seen) }, "Show the event"), "."))
    : notice("idle", "No such dead letter", h("p", {}, "It was replayed or discarded, or never existed. ", h("a", { href: address("/dead-letters") }, "Show those that there are"), "."));
}

function eventOf(letter) {
  return address(`/events/${encodeURIComponent(letter.key)}`, { endpoint: letter.endpoint });
}

function contentOf(path) {
  return contentPart("Content", () => getText(path), (text) => {
    const message = JSON.parse(text).exception_message;
    return [message && h("pre", { class: "message", tabindex: "0", "aria-label": "Text of the exception" }, message), jsonView(memberOf(text, "event"))];
  });
}
