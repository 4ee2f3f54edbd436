// Numbers and times for people.

import { h } from "./dom.js";

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const tenth = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });
const hundredth = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
const dayOfYear = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });

export const none = "–";

export function number(value) {
  return value === null || value === undefined ? none : whole.format(value);
}

export function rate(value) {
  return value === null || value === undefined ? none : value >= 100 ? whole.format(value) : value >= 10 ? tenth.format(value) : hundredth.format(value);
}

export function duration(seconds) {
  if (seconds === null || seconds === undefined) {
    return none;
  }

  if (seconds === 0) {
    return "0 s";
  }

  if (seconds < 1) {
    return seconds < 0.001 ? "<1 ms" : `${whole.format(seconds * 1000)} ms`;
  }

  if (seconds < 60) {
    return `${seconds < 10 ? tenth.format(seconds) : whole.format(seconds)} s`;
  }

  if (seconds < 3600) {
    return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
  }

  return seconds < 86400
    ? `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`
    : `${Math.floor(seconds / 86400)} d ${Math.floor((seconds % 86400) / 3600)} h`;
}

/** A duration in one unit, for where there is little room. */
export function brief(seconds) {
  if (seconds === null || seconds === undefined || seconds < 100) {
    return duration(seconds);
  }

  const [unit, length] = seconds < 6000 ? ["min", 60] : seconds < 172800 ? ["h", 3600] : ["d", 86400];
  return `${tenth.format(seconds / length)} ${unit}`;
}

export function bytes(value) {
  if (value === null || value === undefined) {
    return none;
  }

  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  const step = value < 1024 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(value) / 10));
  return `${tenth.format(value / 1024 ** step)} ${units[step]}`;
}

export function plural(count, one, many = `${one}s`) {
  return `${number(count)} ${count === 1 ? one : many}`;
}

/** A time in the reader's zone; the title has it in UTC. */
export function time(text) {
  if (!text) {
    return none;
  }

  const at = new Date(text);

  if (Number.isNaN(at.getTime())) {
    return text;
  }

  return h("time", { datetime: at.toISOString(), title: utc(at) }, local(at));
}

/** How long ago, with both times in the title. */
export function ago(text, now = Date.now()) {
  if (!text) {
    return none;
  }

  const at = new Date(text);
  const seconds = Math.max(0, (now - at.getTime()) / 1000);
  return h("time", { datetime: at.toISOString(), title: `${local(at)} here, ${utc(at)}` }, seconds < 2 ? "just now" : `${duration(Math.floor(seconds))} ago`);
}

function local(at) {
  const today = new Date();

  if (at.toDateString() === today.toDateString()) {
    return clock.format(at);
  }

  return `${(at.getFullYear() === today.getFullYear() ? day : dayOfYear).format(at)} ${clock.format(at)}`;
}

function utc(at) {
  return `${at.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}
