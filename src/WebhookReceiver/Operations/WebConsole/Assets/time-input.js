// Times in filters: the reader types them in the zone of the browser, and the address has them in UTC.

import { h } from "./dom.js";

export function timeInput(name, text) {
  const input = h("input", { type: "datetime-local", name });
  const at = text ? new Date(text) : null;

  if (at && !Number.isNaN(at.getTime())) {
    input.value = new Date(at.getTime() - at.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
  }

  return input;
}

/** The values of a form for the query of an address. */
export function queryOf(form) {
  return Object.fromEntries(
    [...new FormData(form)].map(([name, value]) => {
      const isTime = form.elements[name]?.type === "datetime-local";
      const at = isTime && value ? new Date(value) : null;
      return [name, at && !Number.isNaN(at.getTime()) ? at.toISOString() : String(value).trim()];
    }),
  );
}
