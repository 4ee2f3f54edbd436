// Replaying or discarding all that match: counted first, then done in the background by the receiver.

import { ApiError, get, send } from "../api.js";
import { announce, h, show } from "../dom.js";
import { number, plural, time } from "../format.js";
import { chip, confirm, field } from "../parts.js";

const pause = 1000;
const most = 5;
const outcomes = [["replaying", "given to handlers"], ["discarded", "discarded"], ["skipped", "skipped"], ["unreadable", "unreadable"]];

export function bulk(filter, started) {
  const isFiltered = Object.keys(filter).length > 0;
  const problem = h("span", { class: "problem", role: "alert" });

  async function run(kind) {
    show(problem);

    try {
      const { body: counted } = await send("POST", `/dead-letters/${kind}`, { ...filter, dry_run: true });
      const rate = h("input", { type: "number", min: 0, max: 10000, name: "rate", value: 100, required: true });
      const isSure = await confirm({
        title: `${kind === "replay" ? "Replay" : "Discard"} all that match?`,
        content: [
          h("p", {}, h("strong", { class: "big" }, plural(counted.found, "dead letter")), isFiltered ? (counted.found === 1 ? " matches the filter:" : " match the filter:") : " in all. There is no filter."),
          h("dl", { class: "facts facts-small" }, Object.entries(filter).map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value)))),
          kind === "replay" ? field("At most a second (0: no limit)", rate) : h("p", {}, "Their events are not handled any more. This cannot be undone."),
        ],
        action: `${kind === "replay" ? "Replay" : "Discard"} ${number(counted.found)}`,
        tone: kind === "discard" ? "bad" : null,
      });

      if (isSure) {
        await send("POST", `/dead-letters/${kind}`, { ...filter, all: kind === "discard" && !isFiltered, rate: kind === "replay" ? rate.value : null });
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

/**
 * Shows the jobs that run or have ended lately, until the view is left.
 * Returns what looks for new ones.
 */
export function jobs(place, mayChange, onLeave, finished) {
  const shown = new Map();
  const list = h("ul", { class: "jobs" });
  let timer = null;
  let isLeft = false;
  let wasRunning = false;
  onLeave(() => {
    isLeft = true;
    clearTimeout(timer);
  });
  read();
  return read;

  async function read() {
    let all;

    try {
      all = (await get("/jobs")).jobs.slice(0, most);
    } catch (error) {
      // Asked again while one runs: a receiver that does not answer for a moment does not end it.
      again(wasRunning && !(error instanceof ApiError && error.isMissing));
      return;
    }

    if (isLeft) {
      return;
    }

    showAll(all);
    const isRunning = all.some((job) => job.state === "running");

    if (wasRunning && !isRunning) {
      finished();
    }

    wasRunning = isRunning;
    again(isRunning);
  }

  function again(isWanted) {
    clearTimeout(timer);
    timer = isWanted && !isLeft ? setTimeout(read, pause) : null;
  }

  /** A job keeps its element, because the keyboard may be on its button. */
  function showAll(all) {
    const isNew = all.some((job) => !shown.has(job.id));

    for (const job of all) {
      const part = shown.get(job.id) ?? jobPart(job, mayChange, read);
      shown.set(job.id, part);
      part.show(job);
    }

    if (isNew) {
      show(list, all.map((job) => shown.get(job.id).element));
      show(place, h("h2", {}, "In the background"), list);
    }
  }
}

function jobPart({ id, kind, filter, rate, found, started_at: startedAt }, mayChange, reload) {
  const state = h("span");
  const bar = h("progress", { max: Math.max(1, found), "aria-label": `${kind} progress` });
  const counts = h("div", { class: "muted small" });
  const problem = h("p", { class: "problem", role: "alert" });
  const button = h("button", { class: "button", onclick: cancel }, "Cancel");
  const words = [...Object.entries(filter ?? {}).filter(([, value]) => value).map(([name, value]) => `${name}: ${value}`)].join(" · ") || "all";

  async function cancel() {
    button.disabled = true;
    show(problem);

    try {
      await send("POST", `/jobs/${id}/cancel`);
    } catch (error) {
      show(problem, "Not cancelled: ", error.message);
      button.disabled = false;
    }

    reload();
  }

  return {
    element: h("li", { class: "job" },
      h("div", { class: "row" },
        h("strong", {}, kind === "replay" ? "Replay" : "Discard"), state,
        h("span", { class: "muted small" }, words, rate > 0 && ` · at most ${number(rate)} a second`),
        h("span", { class: "spacer" }),
        mayChange && button),
      bar, counts, problem),
    show(job) {
      show(state, chip(job.state));
      button.hidden = job.state !== "running";
      bar.value = job.done;
      show(counts, `${number(job.done)} of ${number(job.found)}`, outcomes.filter(([name]) => job[name] > 0).map(([name, meaning]) => ` · ${number(job[name])} ${meaning}`),
        " · begun ", time(startedAt), job.ended_at && [", ended ", time(job.ended_at)]);

      if (job.problem) {
        show(problem, job.problem);
      }
    },
  };
}
