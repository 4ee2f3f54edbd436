// One delivery: the POST as it arrived, and the events in it.

import { get, getText } from "../api.js";
import { h } from "../dom.js";
import { bytes, number, time } from "../format.js";
import { jsonView } from "../json.js";
import { chip, heading, id, load, table } from "../parts.js";
import { contentPart, fact } from "./event.js";
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
      fact("State", found.settled ? chip("ok", "finished") : chip("open"))),
    h("section", { class: "stack" }, h("h2", {}, "Events"), table("Events of this delivery", eventColumns, found.events),
      found.events.length < found.event_count && h("p", { class: "muted small" }, `The first ${number(found.events.length)} of ${number(found.event_count)}.`)),
    contentPart("Body", () => getText(`${path}/body`), (text) => jsonView(text, "JSON of the delivery")),
  ];
}
