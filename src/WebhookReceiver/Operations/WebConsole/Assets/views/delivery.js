// One delivery: the POST as it arrived, and the events in it.

import { get, getText } from "../api.js";
import { h, show } from "../dom.js";
import { bytes, number, time } from "../format.js";
import { jsonView } from "../json.js";
import { chip, heading, id, load, table, trouble } from "../parts.js";
import { fact } from "./event.js";
import { eventColumns } from "./event-columns.js";

export function delivery({ values }) {
  const path = `/deliveries/${encodeURIComponent(values.id)}`;
  const place = h("div", { class: "stack" });
  load(place, "The delivery", async () => parts(await get(path), path));
  return [heading("Delivery"), place];
}

function parts(found, path) {
  return [
    h("dl", { class: "facts" },
      fact("Id", id(found.id)),
      fact("Number", number(found.sequence)),
      fact("Endpoint", found.endpoint),
      fact("Received", time(found.received_at)),
      fact("Size", bytes(found.bytes)),
      fact("State", chip(found.state))),
    h("section", { class: "stack" }, h("h2", {}, "Events"), table("Events of this delivery", eventColumns, found.events ?? [])),
    body(`${path}/body`),
  ];
}

function body(path) {
  const place = h("section", { class: "stack", "aria-label": "Body" });
  const hidden = () => show(place, h("h2", {}, "Body"), h("div", { class: "row" }, h("button", { class: "button", onclick: reveal }, "Show body"), h("span", { class: "muted small" }, "The audit log records who looked.")));

  async function reveal() {
    try {
      show(place, h("h2", {}, "Body"), jsonView(await getText(path)), h("div", { class: "row" }, h("button", { class: "button", onclick: hidden }, "Hide body")));
    } catch (error) {
      show(place, h("h2", {}, "Body"), trouble(error, "The body"));
    }
  }

  hidden();
  return place;
}
