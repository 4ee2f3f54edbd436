// Who has done what.

import { ApiError, get } from "../api.js";
import { h } from "../dom.js";
import { number, time } from "../format.js";
import { heading, load, notice, pager, select, table } from "../parts.js";
import { address } from "../router.js";

const actions = ["dead_letter.replayed", "dead_letter.discarded", "dead_letters.replayed", "dead_letters.discarded", "job.cancelled", "handler.paused", "handler.resumed", "user.erased", "content.viewed", "session.started"];

export function audit({ query }) {
  const place = h("section", { class: "stack", "aria-label": "Audit log" });
  const choice = select("action", query.action, [["", "all actions"], ...actions]);
  choice.setAttribute("aria-label", "Action");
  const read = (chosen) => load(place, "The audit log", () => parts(chosen));

  // The page stays, so that arrow keys can go on in the list of actions.
  choice.addEventListener("change", () => {
    history.pushState(null, "", address("/audit", { action: choice.value }));
    read({ action: choice.value });
  });
  read(query);
  return [heading("Audit", choice), place];
}

async function parts(query) {
  let page;

  try {
    page = await get("/audit", { action: query.action, after: query.after, limit: 100 });
  } catch (error) {
    if (error instanceof ApiError && error.isMissing) {
      return notice("idle", "This receiver keeps no audit log");
    }

    throw error;
  }

  if (!page.entries.length) {
    return query.action
      ? notice("idle", "No such action is recorded")
      : notice("idle", "Nothing is recorded", h("p", {}, "Each login, look at content, replay, discard, erasure and pause leaves a line here."));
  }

  return [
    table("Audit log", [
      { name: "Time", kind: "when", cell: (row) => time(row.at) },
      { name: "Action", cell: (row) => h("code", {}, row.action) },
      { name: "Target", kind: "id", cell: (row) => h("span", { class: "id", title: row.target }, row.target ?? "–") },
      { name: "Detail", kind: "wide", cell: (row) => row.detail ?? "–" },
      { name: "Count", kind: "number", cell: (row) => number(row.count) },
      { name: "By", cell: (row) => row.by },
      { name: "From", cell: (row) => row.from ?? "–" },
    ], page.entries),
    pager(page.entries.length, page.next, "Newest", query, (changed) => address("/audit", changed)),
  ];
}
