// Events as they arrive, the newest first. A row changes when its event does.

import { h, show } from "../dom.js";
import { number } from "../format.js";
import { listen } from "../live.js";
import { table, tableRow } from "../parts.js";
import { eventColumns } from "./event-columns.js";

const most = 200;

export function tail(query, onLeave) {
  const rows = new Map();
  const state = h("p", { class: "muted", role: "status" }, "Waiting for events…");
  const frame = table("Events as they arrive", eventColumns, []);
  const body = frame.querySelector("tbody");
  let arrived = 0;
  let skipped = 0;
  let words = "Following";

  const tell = () => show(state, words, arrived ? ` · ${number(arrived)} arrived` : " · waiting for the next event", skipped ? ` · ${number(skipped)} steps were not shown, because they came too fast` : "");

  onLeave(listen((name, data) => {
    if (name === "event") {
      if (fits(data, query)) {
        add(data);
      }
    } else if (name === "skipped") {
      skipped += data.skipped;
    } else if (name === "state") {
      words = { open: "Following", paused: "Paused while this tab is hidden", lost: "The connection is lost; trying again" }[data];
    } else {
      return;
    }

    tell();
  }));

  function add(event) {
    const name = `${event.endpoint} ${event.key}`;
    const known = rows.get(name);

    // A repetition is a step of another delivery, and does not change what became of the first. A row that is there shows what becomes of its event, also when the filter is for another state.
    if (known ? event.state === "duplicate" : query.state && event.state !== query.state) {
      return;
    }

    const row = tableRow(eventColumns, event, { class: known ? null : "arrived" });
    rows.set(name, row);

    if (known) {
      known.replaceWith(row);
      return;
    }

    arrived++;
    body.prepend(row);

    if (rows.size > most) {
      const [oldest, element] = rows.entries().next().value;
      element.remove();
      rows.delete(oldest);
    }
  }

  tell();
  return [state, frame, h("p", { class: "muted small" }, `The last ${most} are kept here. The tail stops while this tab is hidden.`)];
}

function fits(event, query) {
  const isSame = (name, value) => !query[name] || query[name] === value;

  return isSame("type", event.type) && isSame("endpoint", event.endpoint) && isSame("conversation", event.conversation) && isSame("wamid", event.message_id)
    && isSame("delivery", event.delivery_id) && (!query.key || event.key.startsWith(query.key)) && (!query.user || (event.conversation ?? "").includes(query.user));
}
