// What several views are made of.

import { h, show } from "./dom.js";
import { ApiError } from "./api.js";
import { number } from "./format.js";

const states = {
  open: ["open", "wait"],
  retrying: ["retrying", "warn"],
  handled: ["handled", "good"],
  dead: ["dead letter", "bad"],
  duplicate: ["duplicate", "idle"],
  running: ["running", "good"],
  paused: ["paused", "warn"],
  completed: ["completed", "good"],
  cancelled: ["cancelled", "idle"],
  failed: ["failed", "bad"],
  succeeded: ["succeeded", "good"],
  "not wanted": ["not wanted", "idle"],
  "gave up": ["gave up", "bad"],
  ok: ["ok", "good"],
  warning: ["warning", "warn"],
  "not checked": ["not checked", "idle"],
  degraded: ["degraded", "warn"],
  unavailable: ["unavailable", "bad"],
};

export function chip(state, text) {
  const [words, tone] = states[state] ?? [state, "idle"];
  return h("span", { class: `chip chip-${tone}` }, text ?? words);
}

export function heading(title, ...actions) {
  return h("header", { class: "page-head" }, h("h1", { tabindex: "-1" }, title), h("div", { class: "row" }, actions));
}

/** An id in full for copying, cut by the style sheet where there is no room. */
export function id(text, link) {
  return text ? (link ? h("a", { class: "id", href: link, title: text }, text) : h("span", { class: "id", title: text }, text)) : "–";
}

/** columns: [{ name, cell(row), kind: "number" | "id" | undefined }] */
export function table(label, columns, rows, attributes) {
  return h(
    "div",
    { class: "table-frame" },
    h(
      "table",
      { class: "cards", "aria-label": label },
      h("thead", {}, h("tr", {}, columns.map((column) => h("th", { scope: "col", class: column.kind }, column.name)))),
      h("tbody", {}, rows.map((row) => tableRow(columns, row, attributes?.(row)))),
    ),
  );
}

export function tableRow(columns, row, attributes) {
  return h("tr", attributes, columns.map((column) => h("td", { class: column.kind, "data-label": typeof column.name === "string" ? column.name : "" }, one(column.cell(row)))));
}

/** Several things in a cell are one block, so that a card keeps its two columns. */
function one(content) {
  return Array.isArray(content) ? h("div", {}, content) : content;
}

/** A name with dots or colons, which may break after each. */
export function breakable(text) {
  return text ? h("code", {}, text.split(/(?<=[.:])/).flatMap((part, index) => (index ? [h("wbr"), part] : [part]))) : "–";
}

export function notice(tone, title, ...content) {
  return h("section", { class: `notice notice-${tone}` }, h("h2", {}, title), content);
}

/** What to show instead of content that could not be read. */
export function trouble(error, what) {
  if (error instanceof ApiError && error.isMissing) {
    return notice("idle", `${what}: nothing here`, h("p", {}, error.message));
  }

  return notice("bad", `${what} cannot be shown`, h("p", {}, error instanceof ApiError ? error.message : "Something unexpected happened; reload the page."));
}

const reads = new WeakMap();

/** Fills an element when its content has been read; until then it keeps what it has. Of several reads the one that began last decides. */
export async function load(element, what, read) {
  const own = {};
  reads.set(element, own);
  element.setAttribute("aria-busy", "true");
  let content;

  try {
    content = await read();
  } catch (error) {
    content = trouble(error, what);

    if (!(error instanceof ApiError)) {
      console.error(error);
    }
  }

  if (reads.get(element) === own) {
    show(element, content);
    element.removeAttribute("aria-busy");
  }
}

/** Whether the keyboard is on something in an element, or text in it is selected: what is read again then would take that away. */
export function isInUse(element) {
  const selection = getSelection();
  return element.contains(document.activeElement) || (!selection.isCollapsed && element.contains(selection.anchorNode));
}

export function pager(shown, next, first, query, address) {
  return h(
    "nav",
    { class: "row pager", "aria-label": "Older and newer" },
    h("span", { class: "muted" }, shown ? `${number(shown)} shown` : ""),
    query.after && h("a", { class: "button", href: address({ ...query, after: null }) }, first),
    next && h("a", { class: "button", href: address({ ...query, after: next }) }, "Older"),
  );
}

/** A field with its label above it. */
export function field(label, control) {
  return h("label", { class: "field" }, h("span", {}, label), control);
}

export function select(name, value, options) {
  return h(
    "select",
    { name },
    options.map((option) => {
      const [text, words] = Array.isArray(option) ? option : [option, option];
      const element = h("option", { value: text }, words);
      element.selected = text === (value ?? "");
      return element;
    }),
  );
}

/** Asks before something is done. Resolves to true when it was confirmed. */
export function confirm({ title, content, action, tone }) {
  return new Promise((resolve) => {
    const dialog = h(
      "dialog",
      { class: "dialog", "aria-labelledby": "dialog-title", onclose: () => (dialog.remove(), resolve(dialog.returnValue === "yes")) },
      h(
        "form",
        { method: "dialog" },
        h("h2", { id: "dialog-title" }, title),
        content,
        h(
          "div",
          { class: "row dialog-actions" },
          // Not one that submits: what is typed in the dialog need not be valid, and the enter key means the other button.
          h("button", { class: "button", type: "button", autofocus: true, onclick: () => dialog.close("no") }, "Cancel"),
          h("button", { class: tone === "bad" ? "button button-bad" : "button button-main", value: "yes" }, action),
        ),
      ),
    );
    document.body.append(dialog);
    dialog.showModal();
  });
}
