// Is it receiving, is it handling?

import { get } from "../api.js";
import { chart } from "../chart.js";
import { h, refresh } from "../dom.js";
import { ago, brief, bytes, duration, number, plural, rate, time } from "../format.js";
import { listen } from "../live.js";
import { heading, load, notice, table } from "../parts.js";
import { address } from "../router.js";
import { firstSteps } from "./first-steps.js";

const pause = 15000;

export function overview({ onLeave }) {
  const state = h("section", { "aria-label": "State", class: "stack" });
  const figures = h("section", { class: "figures", "aria-label": "Now" });
  const history = h("section", { class: "charts", "aria-label": "The last hour" });
  const endpoints = h("section", { class: "stack" });
  let last = null;

  const now = (data) => {
    last = data;
    refresh(state, stateOf(data));
    refresh(figures, figuresOf(data));
    refresh(endpoints, endpointsOf(data));
  };

  const read = () =>
    load(history, "The last hour", async () => {
      const data = await get("/overview");
      now(data);
      return charts(data.history);
    });

  onLeave(listen((name, data) => {
    if (name === "overview" && last) {
      now(data);
    }
  }));
  const timer = setInterval(() => !document.hidden && read(), pause);
  onLeave(() => clearInterval(timer));
  read();

  return [heading("Overview"), state, figures, history, endpoints];
}

function stateOf(data) {
  const isNew = data.accepted === 0 && data.dead_letters === 0 && data.open_deliveries === 0;

  return [
    data.problems.length > 0 &&
      notice(data.state === "unavailable" ? "bad" : "warn", data.state === "unavailable" ? "Deliveries are not accepted" : "Handling is degraded", h("ul", {}, data.problems.map((problem) => h("li", {}, problem)))),
    data.refused > 0 && data.accepted === 0 &&
      notice("bad", `${plural(data.refused, "delivery was", "deliveries were")} refused and none accepted`, h("p", {}, "The sender signs with another secret. ", h("a", { href: address("/doctor") }, "The doctor shows the reasons"), ".")),
    isNew && data.state !== "unavailable" && firstSteps(data),
  ];
}

function figuresOf(data) {
  const figure = (name, value, detail, link) =>
    h(link ? "a" : "div", { class: "figure", href: link }, h("span", { class: "figure-name" }, name), h("span", { class: "figure-value" }, value), h("span", { class: "figure-detail" }, detail));

  return [
    figure("Accepted", h("span", {}, rate(data.accepted_per_second), h("small", {}, " /s")), `${number(data.accepted)} since the start`),
    figure("Handled", h("span", {}, rate(data.handled_per_second), h("small", {}, " /s")), `${number(data.handled)} since the start`),
    figure("Refused", h("span", {}, rate(data.refused_per_second), h("small", {}, " /s")), `${number(data.refused)} since the start`),
    figure("Lag", brief(data.lag_seconds), "sent by Meta to handled"),
    figure("Oldest open", brief(data.oldest_open_seconds), plural(data.open_deliveries, "open delivery", "open deliveries"), address("/events", { state: "open" })),
    figure("Backlog", bytes(data.backlog_bytes), plural(data.parked_conversations, "conversation waits", "conversations wait")),
    figure("Dead letters", number(data.dead_letters), data.replaying ? `${number(data.replaying)} being replayed` : `${number(data.failed)} failed calls`, address("/dead-letters")),
    figure("Disk free", bytes(data.free_bytes), data.damaged_copies ? plural(data.damaged_copies, "damaged range") : `store ${data.store}, no damage`),
  ];
}

function charts(history) {
  return [
    chart({
      title: "Deliveries and events a minute",
      from: history.from,
      step: history.step_seconds,
      series: [
        { name: "accepted", values: history.accepted, kind: "area", tone: "main" },
        { name: "handled", values: history.handled, kind: "line", tone: "second" },
      ],
    }),
    chart({
      title: "Refused and failed a minute",
      from: history.from,
      step: history.step_seconds,
      series: [
        { name: "refused", values: history.refused, kind: "bar", tone: "warn" },
        { name: "failed calls", values: history.failed, kind: "line", tone: "bad" },
      ],
    }),
  ];
}

function endpointsOf(data) {
  return [
    h("h2", {}, "Endpoints"),
    table("Endpoints", [
      { name: "Name", cell: (row) => row.name },
      { name: "Path", kind: "id", cell: (row) => h("span", { class: "id" }, row.path) },
      { name: "Accepted", kind: "number", cell: (row) => number(row.accepted) },
      { name: "Last accepted", cell: (row) => (row.last_accepted_at ? ago(row.last_accepted_at, new Date(data.at).getTime()) : "not since the start") },
    ], data.endpoints),
    h("p", { class: "muted small" }, "Counts are since the start of this process, ", time(data.started_at), `. Up for ${duration(Math.floor((new Date(data.at) - new Date(data.started_at)) / 1000))}.`),
  ];
}
