// Choosing rows of a list, and acting on those that are chosen.

import { h, show } from "../dom.js";
import { number } from "../format.js";

export function selection(rows, { replay, discard }) {
  const chosen = new Set();
  const boxes = new Map();
  const words = h("span", { class: "muted", role: "status" });
  const bar = h("progress", { hidden: true, max: 1, value: 0, "aria-label": "Progress" });
  const replayButton = h("button", { class: "button", onclick: () => run(replay) }, "Replay selected");
  const discardButton = h("button", { class: "button", onclick: () => run(discard) }, "Discard selected");
  const all = h("input", { type: "checkbox", "aria-label": "Select all on this page", onchange: () => set(rows, all.checked) });

  function set(those, areChosen) {
    for (const row of those) {
      boxes.get(row).checked = areChosen;
      chosen[areChosen ? "add" : "delete"](row);
    }

    changed();
  }

  function changed() {
    all.checked = chosen.size === rows.length;
    all.indeterminate = chosen.size > 0 && chosen.size < rows.length;
    replayButton.disabled = discardButton.disabled = chosen.size === 0;
    show(words, chosen.size ? `${number(chosen.size)} selected` : "");
  }

  async function run(act) {
    replayButton.disabled = discardButton.disabled = true;
    await act([...chosen], (done, total) => {
      bar.hidden = false;
      bar.max = total;
      bar.value = done;
    });
    changed();
  }

  changed();
  return {
    all,
    isEmpty: () => chosen.size === 0,
    box: (row) => {
      const box = h("input", { type: "checkbox", "aria-label": `Select ${row.type || "unreadable"} of ${row.handler ?? "no handler"}`, onchange: () => set([row], box.checked) });
      boxes.set(row, box);
      return box;
    },
    actions: [replayButton, discardButton, words, bar],
  };
}
