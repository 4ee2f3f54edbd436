// What handlers could not do: by cause, one by one, and all that match.

import { ApiError, get, send } from "../api.js";
import { announce, h, show } from "../dom.js";
import { number, plural, time } from "../format.js";
import { breakable, chip, confirm, field, heading, id, isInUse, load, notice, pager, select, table } from "../parts.js";
import { address, go } from "../router.js";
import { queryOf, timeInput } from "../time-input.js";
import { bulk, jobs } from "./bulk.js";
import { selection } from "./selection.js";

const refresh = 3000;
const filters = ["handler", "exception", "cause", "type", "endpoint", "since", "until"];
const causes = ["attempts exhausted", "never retry", "handler missing", "stale", "process died", "unreadable on disk"];

export function deadLetters({ query, mayChange, onLeave }) {
  const filter = Object.fromEntries(filters.filter((name) => query[name]).map((name) => [name, query[name]]));
  const groups = h("section", { class: "stack", "aria-label": "Groups" });
  const list = h("section", { class: "stack", "aria-label": "Dead letters" });
  const running = h("section", { class: "stack", "aria-label": "Jobs" });

  const problem = h("p", { class: "problem", role: "alert" });

  let timer = null;
  let isLeft = false;
  onLeave(() => {
    isLeft = true;
    clearTimeout(timer);
  });

  const reload = () => {
    clearTimeout(timer);
    load(groups, "The groups", () => groupsOf(filter));
    load(list, "Dead letters", () => listOf(query, filter, mayChange, each, bulkPart, watch));
  };

  /** While some are being replayed, the list changes; but not under the hand of somebody who chooses from it. */
  function watch(isChosenFrom) {
    clearTimeout(timer);
    timer = isLeft ? null : setTimeout(() => (document.hidden || isChosenFrom() || isInUse(list) ? watch(isChosenFrom) : reload()), refresh);
  }

  /** Acts on one after the other. What went wrong stays in view, although the list is read again. */
  async function each(letters, progress, act, word) {
    const failures = [];
    show(problem);

    for (const [index, letter] of letters.entries()) {
      try {
        await act(letter);
      } catch (error) {
        failures.push(error.message);

        // The others would be refused too, and count as attempts with a wrong key.
        if (error.status === 401) {
          return;
        }
      }

      progress(index + 1, letters.length);
    }

    announce(`${number(letters.length - failures.length)} ${word}.`);
    show(problem, failures.length > 0 && `${plural(failures.length, "dead letter")} could not be ${word}: ${[...new Set(failures)].join(" ")}`);
    reload();
  }

  const readJobs = jobs(running, mayChange, onLeave, reload);
  const bulkPart = bulk(filter, () => {
    reload();
    readJobs();
  });

  reload();
  return [heading("Dead letters"), filterForm(query), running, groups, problem, list];
}

function filterForm(query) {
  const form = h(
    "form",
    { class: "filters", onsubmit: submit, "aria-label": "Filter" },
    h("div", { class: "row fields" },
      field("Handler", h("input", { name: "handler", value: query.handler ?? "", spellcheck: "false" })),
      field("Exception", h("input", { name: "exception", value: query.exception ?? "", spellcheck: "false", placeholder: "System.TimeoutException" })),
      field("Cause", select("cause", query.cause, [["", "any"], ...causes])),
      field("Type", h("input", { name: "type", value: query.type ?? "", spellcheck: "false", placeholder: "message.text" })),
      field("Endpoint", h("input", { name: "endpoint", value: query.endpoint ?? "", spellcheck: "false" })),
      field("Since", timeInput("since", query.since)),
      field("Until", timeInput("until", query.until)),
      h("button", { class: "button" }, "Apply"),
      h("a", { class: "button button-quiet", href: address("/dead-letters") }, "Clear")),
  );

  function submit(event) {
    event.preventDefault();
    go(address("/dead-letters", queryOf(form)));
  }

  return form;
}

async function groupsOf(filter) {
  let summary;

  try {
    summary = await get("/dead-letters/summary", filter);
  } catch (error) {
    if (error instanceof ApiError && error.isMissing) {
      return null;
    }

    throw error;
  }

  return summary.groups.length > 0 && [
    h("h2", {}, "By handler and exception"),
    table("Groups of dead letters", [
      { name: "Handler", cell: (row) => h("a", { class: "main-link", href: address("/dead-letters", { ...filter, handler: row.handler, exception: row.exception_type, cause: row.cause }) }, row.handler ?? "none") },
      { name: "Exception", kind: "wide", cell: (row) => breakable(row.exception_type) },
      { name: "Cause", cell: (row) => row.cause },
      { name: "Count", kind: "number", cell: (row) => number(row.count) },
      { name: "Oldest", cell: (row) => time(row.oldest) },
      { name: "Newest", cell: (row) => time(row.newest) },
    ], summary.groups),
  ];
}

async function listOf(query, filter, mayChange, each, bulkPart, watch) {
  const page = await get("/dead-letters", { ...filter, after: query.after, limit: query.limit ?? 100 });

  if (!page.dead_letters.length) {
    return notice("good", Object.keys(filter).length ? "No dead letter matches" : "No dead letters", h("p", {}, "An event becomes one when a handler has failed Dispatch:MaxAttempts times, or throws PermanentFailureException."));
  }

  const chosen = selection(page.dead_letters, { replay, discard });

  if (page.dead_letters.some((letter) => letter.replaying)) {
    watch(() => !chosen.isEmpty());
  }

  async function replay(letters, progress) {
    await each(letters, progress, (letter) => send("POST", `/dead-letters/${letter.id}/replay`), "replayed");
  }

  async function discard(letters, progress) {
    const isSure = await confirm({ title: `Discard ${plural(letters.length, "dead letter")}?`, content: h("p", {}, "Their events are not handled any more. This cannot be undone."), action: `Discard ${number(letters.length)}`, tone: "bad" });

    if (isSure) {
      await each(letters, progress, (letter) => send("DELETE", `/dead-letters/${letter.id}`), "discarded");
    }
  }

  return [
    h("h2", {}, plural(page.total, "dead letter")),
    mayChange && h("div", { class: "row" }, chosen.actions, bulkPart(page.total)),
    table("Dead letters", [
      ...(mayChange ? [{ name: chosen.all, kind: "check", cell: chosen.box }] : []),
      { name: "Last attempt", kind: "when", cell: (row) => time(row.last_attempt_at) },
      { name: "Type", cell: (row) => h("a", { class: "main-link", href: address(`/dead-letters/${row.id}`) }, row.type || "unreadable") },
      { name: "Handler", cell: (row) => row.handler ?? "none" },
      { name: "Cause", kind: "words", cell: (row) => row.replaying ? chip("retrying", "replaying") : row.cause },
      { name: "Exception", kind: "wide", cell: (row) => breakable(row.exception_type) },
      { name: "Attempts", kind: "number", cell: (row) => number(row.attempts) },
      { name: "Conversation", kind: "id", cell: (row) => id(row.conversation) },
    ], page.dead_letters),
    pager(page.dead_letters.length, page.next, "Newest", query, (changed) => address("/dead-letters", changed)),
  ];
}
