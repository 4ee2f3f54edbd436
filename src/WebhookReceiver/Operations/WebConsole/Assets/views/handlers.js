// What the handlers do, and holding them.

import { ApiError, get, send } from "../api.js";
import { announce, h, show } from "../dom.js";
import { duration, number, time } from "../format.js";
import { chip, confirm, heading, isInUse, load, notice, table } from "../parts.js";
import { address } from "../router.js";

const refresh = 2000;

export function handlers({ mayChange, onLeave }) {
  const place = h("section", { class: "stack", "aria-label": "Handlers" });
  const problem = h("p", { class: "problem", role: "alert" });
  let isRead = true;

  const read = () =>
    load(place, "Handlers", async () => {
      try {
        return parts((await get("/handlers")).handlers, mayChange && act);
      } catch (error) {
        if (error instanceof ApiError && error.isMissing) {
          isRead = false;
          return notice("idle", "This receiver does not list its handlers");
        }

        throw error;
      }
    });

  async function act(handler, verb) {
    if (verb === "pause" && !(await confirm({
      title: `Pause ${handler.name}?`,
      content: h("p", {}, "Deliveries are still accepted and answered with 200. Events wait for this handler until it is resumed, also over a restart."),
      action: "Pause",
    }))) {
      return;
    }

    try {
      await send("POST", `/handlers/${encodeURIComponent(handler.name)}/${verb}`);
      announce(`${handler.name} is ${verb === "pause" ? "paused" : "running"}.`);
      show(problem);
    } catch (error) {
      show(problem, error.message);
    }

    read();
  }

  // Not while the keyboard is on a button of the table: it would be replaced under the finger.
  const timer = setInterval(() => isRead && !document.hidden && !isInUse(place) && read(), refresh);
  onLeave(() => clearInterval(timer));
  read();
  return [heading("Handlers"), problem, place];
}

function parts(all, act) {
  if (!all.length) {
    return notice("warn", "No handler is registered", h("p", {}, "Events are accepted, and nothing is done with them. Add one with AddHandler or On."));
  }

  return [
    table("Handlers", [
      { name: "Handler", cell: (row) => h("strong", {}, row.name) },
      { name: "State", cell: (row) => [chip(row.state), row.state === "paused" && h("div", { class: "muted small" }, "since ", time(row.paused_at), row.paused_by && ` by ${row.paused_by}`)] },
      { name: "In progress", kind: "number", cell: (row) => number(row.in_progress) },
      { name: "Waiting", kind: "number", cell: (row) => number(row.waiting) },
      { name: "Handled", kind: "number", cell: (row) => number(row.handled) },
      { name: "Failed", kind: "number", cell: (row) => number(row.failed) },
      { name: "Timed out", kind: "number", cell: (row) => number(row.timed_out) },
      { name: "Retried", kind: "number", cell: (row) => number(row.retried) },
      { name: "Dead letters", kind: "number", cell: (row) => row.dead_lettered > 0 ? h("a", { href: address("/dead-letters", { handler: row.name }) }, number(row.dead_lettered)) : "0" },
      { name: "Mean", kind: "number", cell: (row) => duration(row.mean_seconds) },
      { name: "p99", kind: "number", cell: (row) => duration(row.p99_seconds) },
      ...(act ? [{ name: "Action", cell: (row) => row.state === "paused"
        ? h("button", { class: "button button-main", "aria-label": `Resume ${row.name}`, onclick: () => act(row, "resume") }, "Resume")
        : h("button", { class: "button", "aria-label": `Pause ${row.name}`, onclick: () => act(row, "pause") }, "Pause") }] : []),
    ], all),
    h("p", { class: "muted small" }, "Counts are since the start of this process. Accepting never pauses."),
  ];
}
