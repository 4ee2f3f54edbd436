// The columns of lists of events.

import { h } from "../dom.js";
import { time } from "../format.js";
import { chip, id } from "../parts.js";
import { address } from "../router.js";

export const eventAddress = (row) => address(`/events/${encodeURIComponent(row.key)}`, { endpoint: row.endpoint });

export const eventColumns = [
  { name: "Received", kind: "when", cell: (row) => time(row.received_at) },
  { name: "Type", cell: (row) => h("a", { class: "main-link", href: eventAddress(row) }, row.type) },
  { name: "State", cell: (row) => chip(row.state) },
  { name: "Conversation", kind: "id", cell: (row) => id(row.conversation, row.conversation && address("/events", { conversation: row.conversation })) },
  { name: "Message", kind: "id", cell: (row) => id(row.message_id) },
  { name: "Endpoint", cell: (row) => row.endpoint },
];
