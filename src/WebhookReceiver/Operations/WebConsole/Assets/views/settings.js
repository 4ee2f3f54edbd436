// The settings in force, by section.

import { get } from "../api.js";
import { h, show } from "../dom.js";
import { plural } from "../format.js";
import { breakable, heading, load, table } from "../parts.js";
import { address } from "../router.js";

const general = "General";

export function settings({ query }) {
  const place = h("div", { class: "stack" });
  load(place, "The settings", async () => parts((await get("/settings")).settings, query));
  return [heading("Settings"), place];
}

function parts(all, query) {
  const list = h("div", { class: "stack" });
  const text = h("input", { type: "search", id: "settings-search", value: query.search ?? "", placeholder: "Key or word", oninput: filter });
  const onlySet = h("input", { type: "checkbox", id: "settings-set", checked: query.set === "1", onchange: filter });

  function filter() {
    const words = text.value.trim().toLowerCase();
    const found = all.filter((one) => (!words || `${one.key} ${one.description ?? ""}`.toLowerCase().includes(words)) && (!onlySet.checked || one.value !== null || one.is_pending));

    // Typing changes the address, but not the way back.
    history.replaceState(null, "", address("/settings", { search: text.value.trim(), set: onlySet.checked ? "1" : null }));
    show(list, found.length ? [...group(found)].sort(([one], [other]) => (other === general) - (one === general)).map(([name, rows]) => section(name, rows)) : h("p", { class: "muted" }, "No setting matches."));
  }

  filter();
  return [
    h("div", { class: "row" },
      h("label", { class: "quiet", for: "settings-search" }, "Search"), text,
      h("label", { class: "option" }, onlySet, "Only what is set"),
      h("span", { class: "muted small" }, `${plural(all.filter((one) => one.value !== null).length, "setting is", "settings are")} set, of ${all.length}`)),
    list,
  ];
}

function group(rows) {
  return rows.reduce((groups, row) => {
    const name = row.key.includes(":") ? row.key.split(":")[0] : general;
    return groups.set(name, [...(groups.get(name) ?? []), row]);
  }, new Map());
}

function section(name, rows) {
  return h("section", { class: "stack fixed" }, h("h2", {}, name), table(`Settings of ${name}`, [
    { name: "Key", kind: "key", cell: (row) => [breakable(row.key), row.description && h("div", { class: "muted small" }, row.description)] },
    { name: "Value", kind: "setting", cell: (row) => [
      row.value === null ? h("span", { class: "muted" }, row.default ?? "not set") : h("code", { class: row.is_secret ? "secret" : null }, row.value),
      row.is_pending && h("div", { class: "warn small" }, "changed; in force at the next start"),
    ] },
    { name: "Default", kind: "setting", cell: (row) => row.default ?? "none" },
    { name: "Source", kind: "source", cell: (row) => row.value === null ? h("span", { class: "muted" }, "default") : row.source },
  ], rows));
}
