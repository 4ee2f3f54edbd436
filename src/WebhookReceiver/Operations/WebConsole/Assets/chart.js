// Charts of the last hour, drawn by hand as SVG in the size in which they appear.

import { h, show, svg } from "./dom.js";
import { number } from "./format.js";

const height = 150;
const margin = { top: 10, right: 4, bottom: 22, left: 40 };
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

/**
 * A chart of several series over the same minutes.
 * series: [{ name, values, kind: "area" | "line" | "bar", tone }]; from: when the first minute began; step: seconds.
 */
export function chart({ title, series, from, step }) {
  const figure = h("figure", { class: "chart" });
  const heading = h("figcaption", { class: "chart-head" });
  const plot = h("div", { class: "chart-plot", tabindex: "0", role: "img", "aria-label": summary(title, series) });
  figure.append(heading, plot);

  const state = { width: 0, at: null };
  const draw = () => {
    show(heading, h("span", { class: "chart-title" }, title), legend(series, state.at, from, step));
    show(plot, drawing(series, from, step, state));
  };

  const point = (index) => {
    const last = series[0].values.length - 1;
    state.at = index === null ? null : Math.max(0, Math.min(last, index));
    draw();
  };

  plot.addEventListener("pointermove", (event) => {
    const inside = event.clientX - plot.getBoundingClientRect().left - margin.left;
    point(Math.floor((inside / (state.width - margin.left - margin.right)) * series[0].values.length));
  });
  plot.addEventListener("pointerleave", () => point(null));
  plot.addEventListener("blur", () => point(null));
  plot.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];

    if (by) {
      event.preventDefault();
      point((state.at ?? series[0].values.length) + by);
    }
  });

  new ResizeObserver(([entry]) => {
    const width = Math.floor(entry.contentRect.width);

    if (width > 0 && width !== state.width) {
      state.width = width;
      draw();
    }
  }).observe(plot);

  return figure;
}

function legend(series, at, from, step) {
  const when = at === null ? "total" : clock.format(new Date(new Date(from).getTime() + at * step * 1000));

  return h(
    "span",
    { class: "legend" },
    h("span", { class: "muted" }, when),
    series.map((one) =>
      h(
        "span",
        { class: `legend-entry tone-${one.tone}` },
        svg("svg", { class: "swatch", viewBox: "0 0 10 10", "aria-hidden": "true" }, svg("rect", { width: 10, height: 10, rx: 2 })),
        `${one.name} `,
        h("b", {}, number(at === null ? one.values.reduce((sum, value) => sum + value, 0) : one.values[at])),
      ),
    ),
  );
}

function drawing(series, from, step, { width, at }) {
  const count = series[0].values.length;
  const inner = { width: width - margin.left - margin.right, height: height - margin.top - margin.bottom };
  const top = ceiling(Math.max(1, ...series.flatMap((one) => one.values)));
  const x = (index) => margin.left + ((index + 0.5) / count) * inner.width;
  const y = (value) => margin.top + inner.height - (value / top) * inner.height;

  return svg(
    "svg",
    { width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" },
    [0, top / 2, top].filter(Number.isInteger).map((value) => [
      svg("line", { class: "grid", x1: margin.left, x2: width - margin.right, y1: y(value), y2: y(value) }),
      svg("text", { class: "tick", x: margin.left - 6, y: y(value) + 4, "text-anchor": "end" }, number(value)),
    ]),
    ticks(count, from, step).map(({ index, text }) => svg("text", { class: "tick", x: x(index), y: height - 5, "text-anchor": "middle" }, text)),
    at !== null && svg("line", { class: "cursor", x1: x(at), x2: x(at), y1: margin.top, y2: margin.top + inner.height }),
    series.map((one) => shape(one, x, y, inner.width / count)),
    at !== null && series.map((one) => svg("circle", { class: `dot tone-${one.tone}`, cx: x(at), cy: y(one.values[at]), r: 3 })),
  );
}

function shape({ values, kind, tone }, x, y, slot) {
  const line = values.map((value, index) => `${index ? "L" : "M"}${x(index).toFixed(1)} ${y(value).toFixed(1)}`).join("");

  if (kind === "bar") {
    const width = Math.max(1, slot - 2);
    return values.map((value, index) =>
      value > 0 && svg("rect", { class: `column tone-${tone}`, x: (x(index) - width / 2).toFixed(1), y: y(value).toFixed(1), width: width.toFixed(1), height: Math.max(1, y(0) - y(value)).toFixed(1), rx: 1 }));
  }

  return [
    kind === "area" && svg("path", { class: `fill tone-${tone}`, d: `${line}L${x(values.length - 1).toFixed(1)} ${y(0)}L${x(0).toFixed(1)} ${y(0)}Z` }),
    svg("path", { class: `line tone-${tone}${kind === "line" ? " dashed" : ""}`, d: line }),
  ];
}

/** A quarter of an hour apart, at round times, and not at the edges. */
function ticks(count, from, step) {
  const found = [];

  for (let index = 2; index < count - 2; index++) {
    const at = new Date(new Date(from).getTime() + index * step * 1000);

    if (at.getMinutes() % 15 === 0) {
      found.push({ index, text: clock.format(at) });
    }
  }

  return found;
}

/** The next round number, even so that its half is whole. */
function ceiling(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  const round = [1, 2, 4, 6, 8, 10].map((factor) => factor * power).find((candidate) => candidate >= value);
  return Math.max(2, round);
}

function summary(title, series) {
  return `${title}, by minute for the last hour. ${series.map((one) => `${one.name}: ${number(one.values.reduce((sum, value) => sum + value, 0))}, at most ${number(Math.max(...one.values))} in a minute.`).join(" ")}`;
}
