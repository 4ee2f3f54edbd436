// Replaying or discarding all that match: counted first, then done in the background by the receiver.

import { ApiError, get, send } from "../api.js";
import { announce, h, show } from "../dom.js";
import { number, plural, time } from "../format.js";
import { chip, confirm, field } from "../parts.js";

const pause = 1000;

export function bulk(filter, started) {
  const problem = h("span", { class: "problem", role: "alert" });

  async function run(kind) {
    show(problem);

    try {
      const { body: counted } = await send("POST", `/dead-letters/${kind}`, { ...filter, all: kind === "discard" && !Object.keys(filter).length, dry_run: true });
      const rate = h("input", { type: "number", min: 1, max: 10000, name: "rate", placeholder: "no limit" });
      const isSure = await confirm({
        title: `${kind === "replay" ? "Replay" : "Discard"} all that match?`,
        content: [
          h("p", {}, h("strong", { class: "big" }, plural(counted.found, "dead letter")), Object.keys(filter).length ? " match the filter:" : " exist. There is no filter."),
          h("dl", { class: "facts facts-small" }, Object.entries(filter).map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value)))),
          kind === "replay" ? field("At most a second", rate) : h("p", {}, "Their events are not handled any more. This cannot be undone."),
        ],
        action: `${kind === "replay" ? "Replay" : "Discard"} ${number(counted.found)}`,
        tone: kind === "discard" ? "bad" : null,
      });

      if (isSure) {
        await send("POST", `/dead-letters/${kind}`, { ...filter, all: kind === "discard" && !Object.keys(filter).length, rate: kind === "replay" ? rate.value : null });
        announce(`${kind === "replay" ? "The replay" : "Discarding"} has begun.`);
        started();
      }
    } catch (error) {
      show(problem, error.message);
    }
  }

  return (total) => [
    h("span", { class: "spacer" }),
    h("button", { class: "button", onclick: () => run("replay") }, `Replay all ${number(total)}`),
    h("button", { class: "button", onclick: () => run("discard") }, `Discard all ${number(total)}`),
    problem,
  ];
}

/** Shows the jobs that run or have ended lately, until the view is left. */
export function jobs(place, mayChange, onLeave, finished) {
  let timer = null;
  let isLeft = false;
  let wasRunning = false;
  onLeave(() => {
    isLeft = true;
    clearTimeout(timer);
  });
  read();

  async function read() {
    let all = [];

    try {
      all = (await get("/jobs")).jobs ?? [];
    } catch (error) {
      if (error instanceof ApiError && error.isMissing) {
        return;
      }
    }

    if (isLeft) {
      return;
    }

    show(place, all.length > 0 && [h("h2", {}, "In the background"), h("ul", { class: "jobs" }, all.slice(0, 5).map((job) => h("li", { class: "job" }, jobPart(job, mayChange, read))))]);
    const isRunning = all.some((job) => job.state === "running");

    if (wasRunning && !isRunning) {
      finished();
    }

    wasRunning = isRunning;
    timer = isRunning ? setTimeout(read, pause) : null;
  }
}

function jobPart(job, mayChange, reload) {
  async function cancel() {
    await send("POST", `/jobs/${job.id}/cancel`).catch(() => {});
    reload();
  }

  const counts = [["replaying", "given to handlers"], ["discarded", "discarded"], ["skipped", "skipped"], ["unreadable", "unreadable"]]
    .filter(([name]) => job[name] > 0)
    .map(([name, words]) => `${number(job[name])} ${words}`);

  return [
    h("div", { class: "row" },
      h("strong", {}, job.kind === "replay" ? "Replay" : "Discard"), chip(job.state),
      h("span", { class: "muted small" }, Object.entries(job.filter ?? {}).filter(([, value]) => value).map(([name, value]) => `${name}: ${value}`).join(" · ") || "all"),
      h("span", { class: "spacer" }),
      job.state === "running" && mayChange && h("button", { class: "button", onclick: cancel }, "Cancel")),
    h("progress", { max: Math.max(1, job.found), value: job.done, "aria-label": `${job.kind} progress` }),
    h("div", { class: "muted small" }, `${number(job.done)} of ${number(job.found)}`, counts.length > 0 && ` · ${counts.join(" · ")}`, " · begun ", time(job.started_at), job.ended_at && [", ended ", time(job.ended_at)]),
  ];
}
