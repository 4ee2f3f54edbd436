// What is wrong and what to do. What cannot be seen from the receiver is said to be not checked.

import { get, send } from "../api.js";
import { h, show } from "../dom.js";
import { plural } from "../format.js";
import { chip, heading, load } from "../parts.js";

const order = ["failed", "warning", "not checked", "ok"];

export function doctor({ mayChange }) {
  const place = h("section", { class: "stack", "aria-label": "Checks" });
  const problem = h("p", { class: "problem", role: "alert" });
  let measured = null;

  const read = () =>
    load(place, "The checks", async () => {
      const { checks } = await get("/doctor");
      return parts(checks.map((one) => (measured && one.name === measured.name ? measured : one)), mayChange && measure);
    });

  async function measure(event) {
    const button = event.target;
    button.disabled = true;
    show(problem);

    try {
      measured = (await send("POST", "/doctor/disk")).body;
      read();
    } catch (error) {
      show(problem, error.message);
      button.disabled = false;
    }
  }

  read();
  return [heading("Doctor", h("button", { class: "button", onclick: read }, "Check again")), problem, place];
}

function parts(checks, measure) {
  const sorted = [...checks].sort((one, other) => order.indexOf(one.verdict) - order.indexOf(other.verdict));
  const counts = order.map((verdict) => [verdict, checks.filter((one) => one.verdict === verdict).length]).filter(([, count]) => count > 0);

  const [passed, open] = [sorted.filter((one) => one.verdict === "ok"), sorted.filter((one) => one.verdict !== "ok")];

  return [
    h("p", {}, counts.map(([verdict, count], index) => [index > 0 && " ", chip(verdict, { failed: plural(count, "failure"), warning: plural(count, "warning"), "not checked": `${count} not checked`, ok: `${count} ok` }[verdict])])),
    h("ul", { class: "checks" }, open.map((one) =>
      h("li", { class: "check-card" },
        h("div", { class: "row" }, h("h2", {}, one.name), h("span", { class: "spacer" }), chip(one.verdict)),
        h("p", {}, one.evidence),
        one.remedy && h("p", { class: "remedy" }, one.remedy),
        one.name === "Disk sync" && one.verdict === "not checked" && measure && h("button", { class: "button", onclick: measure }, "Measure")))),
    passed.length > 0 && h("h2", {}, "Nothing to do"),
    passed.length > 0 && h("dl", { class: "passed" }, passed.map((one) => h("div", {}, h("dt", {}, one.name), h("dd", {}, one.evidence), h("dd", { class: "state" }, chip("ok"))))),
  ];
}
