// The life of an event as a list: received, each attempt with each handler, the end, and what happened to its dead letters.

import { h } from "../dom.js";
import { duration, time } from "../format.js";
import { chip } from "../parts.js";
import { address } from "../router.js";

const steps = {
  "replay requested": ["wait", (letter) => `Replay of the ${letter} requested`],
  "replay failed": ["bad", (letter) => `Replay of the ${letter} failed`],
  handled: ["good", (letter) => `The ${letter} was replayed and handled`],
  discarded: ["idle", (letter) => `The ${letter} was discarded`],
  expired: ["idle", (letter) => `The ${letter} expired`],
  erased: ["idle", (letter) => `The ${letter} was erased`],
};

export function timeline(found) {
  const isGivenUp = found.state === "dead" || (found.attempts ?? []).some((one) => (one.handlers ?? []).some((call) => call.result === "gave up"));
  const entries = [
    ...(found.deliveries ?? []).map((one) => ({
      at: one.received_at,
      tone: one.is_duplicate ? "idle" : "wait",
      text: [one.is_duplicate ? "Received again" : "Received", " in delivery ", h("a", { class: "id", href: address(`/deliveries/${one.delivery_id}`) }, one.delivery_id), one.is_duplicate && ", and skipped"],
    })),
    ...(found.attempts ?? []).map(attempt),
    ...(found.settled_at ? [{ at: found.settled_at, tone: isGivenUp ? "bad" : "good", text: [isGivenUp ? "Finished, with a dead letter" : "Finished"] }] : []),
    ...(found.dead_letter_steps ?? []).map(step),
  ].sort((one, other) => new Date(one.at) - new Date(other.at));

  return h("ol", { class: "timeline" }, entries.map((entry) => h("li", { class: `tone-${entry.tone}` }, h("div", { class: "timeline-when" }, time(entry.at)), h("div", { class: "timeline-what" }, entry.text))));
}

function attempt(one) {
  const took = one.started_at && one.ended_at ? (new Date(one.ended_at) - new Date(one.started_at)) / 1000 : null;
  const hasFailed = (one.handlers ?? []).some((call) => call.result === "failed" || call.result === "gave up");

  return {
    at: one.started_at ?? one.ended_at,
    tone: hasFailed ? "bad" : one.ended_at ? "good" : "wait",
    text: [
      `Attempt ${one.attempt}`,
      one.suspended ? ", suspended while a handler is busy" : "",
      took === null ? (one.ended_at ? "" : ", in progress or cut off") : h("span", { class: "muted" }, ` took ${duration(took)}`),
      (one.handlers ?? []).length > 0 && h("ul", { class: "calls" }, one.handlers.map((call) => h("li", {}, chip(call.result), " ", h("span", {}, call.handler), call.exception_type && h("code", {}, call.exception_type)))),
    ],
  };
}

function step(one) {
  const [tone, text] = steps[one.step] ?? ["idle", (letter) => `The ${letter}: ${one.step}`];
  return { at: one.at, tone, text: [text(one.handler ? `dead letter of ${one.handler}` : "dead letter"), one.exception_type && [": ", h("code", {}, one.exception_type)]] };
}
