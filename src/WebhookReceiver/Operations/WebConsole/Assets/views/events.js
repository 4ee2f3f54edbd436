// Find events, or follow them as they arrive.

import { ApiError, get } from "../api.js";
import { h, show } from "../dom.js";
import { time } from "../format.js";
import { field, heading, load, notice, pager, select, table } from "../parts.js";
import { address, go } from "../router.js";
import { meaning, searched } from "../search.js";
import { queryOf, timeInput } from "../time-input.js";
import { eventColumns } from "./event-columns.js";
import { tail } from "./tail.js";

const filters = ["type", "endpoint", "state", "since", "until"];

export function events({ query, onLeave }) {
  const isLive = query.live === "1";
  const list = h("section", { class: "stack", "aria-label": "Events" });
  const toggle = h("a", { class: isLive ? "button button-on" : "button", href: address("/events", { ...query, after: null, live: isLive ? null : "1" }), "aria-pressed": null }, isLive ? "Stop live tail" : "Live tail");

  if (isLive) {
    show(list, tail(query, onLeave));
  } else {
    load(list, "Events", () => page(query));
  }

  return [heading("Events", toggle), searchForm(query), list];
}

function searchForm(query) {
  const active = searched.find((name) => query[name]);
  const form = h(
    "form",
    { class: "filters", role: "search", onsubmit: submit },
    h("div", { class: "search" }, h("label", { class: "quiet", for: "search" }, "Search"),
      h("input", { type: "search", id: "search", name: "search", value: active ? query[active] : "", placeholder: "wamid, key, phone number, user id, conversation or delivery id", spellcheck: "false", autocomplete: "off" }),
      h("button", { class: "button button-main" }, "Find")),
    h("details", { open: filters.some((name) => query[name]) },
      h("summary", {}, "Filter"),
      h("div", { class: "row fields" },
        field("Type", h("input", { name: "type", value: query.type ?? "", placeholder: "message.text", list: "types", spellcheck: "false" })),
        field("State", select("state", query.state, [["", "any"], ["open", "open"], ["retrying", "retrying"], ["handled", "handled"], ["dead", "dead letter"]])),
        field("Endpoint", h("input", { name: "endpoint", value: query.endpoint ?? "", placeholder: "default", spellcheck: "false" })),
        field("Since", timeInput("since", query.since)),
        field("Until", timeInput("until", query.until)),
        h("button", { class: "button" }, "Apply"),
        h("a", { class: "button button-quiet", href: address("/events") }, "Clear"))),
    h("datalist", { id: "types" }, ["message.text", "message.image", "message.audio", "message.interactive", "message.button", "status.sent", "status.delivered", "status.read", "status.failed", "error"].map((value) => h("option", { value }))),
  );

  function submit(event) {
    event.preventDefault();
    const { search, ...rest } = queryOf(form);
    const found = meaning(search);
    go(address("/events", { ...(found ? { [found.name]: found.value } : {}), ...rest, live: query.live }));
  }

  return form;
}

async function page(query) {
  let answer;

  try {
    answer = await get("/events", { ...query, live: null, limit: query.limit ?? 100 });
  } catch (error) {
    if (error instanceof ApiError && error.isMissing) {
      return notice("idle", "This receiver cannot search", h("p", {}, "Its store keeps no events that could be searched. The live tail shows those that arrive."));
    }

    throw error;
  }

  if (!answer.events.length) {
    return [empty(query, answer), pager(0, answer.next, "Newest", query, (changed) => address("/events", changed))];
  }

  return [
    table("Events", eventColumns, answer.events),
    cutShort(answer),
    pager(answer.events.length, answer.next, "Newest", query, (changed) => address("/events", changed)),
  ];
}

function empty(query, answer) {
  const isFiltered = [...searched, ...filters].some((name) => query[name]);

  return answer.complete === false
    ? cutShort(answer)
    : isFiltered
      ? notice("idle", "Nothing matches", h("p", {}, "Events can be found for as long as they are kept (Inbox:RetentionDays). ", h("a", { href: address("/events") }, "Show all events"), "."))
      : notice("idle", "No events yet", h("p", {}, "The ", h("a", { href: address("/") }, "overview"), " shows how to send a test notification."));
}

function cutShort(answer) {
  return answer.complete === false &&
    notice("warn", "The search was cut short", h("p", {}, "It took too long. Everything back to ", time(answer.searched_back_to), " was searched; Older goes on from there."));
}
