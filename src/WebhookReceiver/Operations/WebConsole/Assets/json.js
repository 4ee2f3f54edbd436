// Shows JSON as it came. It is never parsed: JavaScript would round long numbers, and Meta's ids are long numbers. Large texts are shown piece by piece.

import { h, show, visible } from "./dom.js";
import { number } from "./format.js";

const pieceLines = 400;
const longestLine = 4000;

/** The receiver writes these four as escapes, so that no browser takes them for markup. */
const escapes = { "003c": "<", "003e": ">", "0026": "&", "0027": "'" };

/** The value of a member of an object, cut out as it is written. */
export function memberOf(text, name) {
  let position = text.indexOf("{") + 1;

  while (position > 0 && position < text.length) {
    const start = text.indexOf('"', position);
    const end = start < 0 ? -1 : endOfText(text, start);
    const colon = end < 0 ? -1 : text.indexOf(":", end);

    if (colon < 0) {
      break;
    }

    const after = endOfValue(text, colon + 1);

    if (text.slice(start + 1, end - 1) === name) {
      return text.slice(colon + 1, after).trim();
    }

    position = after + 1;
  }

  return text;
}

/** Behind the quotation mark that ends a text. */
function endOfText(text, start) {
  let position = start + 1;

  while (position < text.length && text[position] !== '"') {
    position += text[position] === "\\" ? 2 : 1;
  }

  return position + 1;
}

/** At the comma or bracket behind a value. */
function endOfValue(text, start) {
  let depth = 0;
  let position = start;

  while (position < text.length) {
    const character = text[position];

    if (character === '"') {
      position = endOfText(text, position);
      continue;
    }

    if (character === "{" || character === "[") {
      depth++;
    } else if (depth === 0 && (character === "," || character === "}" || character === "]")) {
      return position;
    } else if (character === "}" || character === "]") {
      depth--;
    }

    position++;
  }

  return position;
}

export function jsonView(text, label = "JSON of the event") {
  // Pair by pair: behind a backslash that is itself escaped, the same letters are what somebody wrote.
  const readable = text.replace(/\\(?:u(003[ce]|002[67])|[\s\S])/gi, (whole, code) => code ? escapes[code.toLowerCase()] : whole);
  const lines = indent(readable);
  const block = h("pre", { class: "json", tabindex: "0", "aria-label": label });
  const more = h("div", { class: "row" });
  let shown = 0;

  const next = () => {
    const piece = lines.slice(shown, shown + pieceLines);
    block.append(...piece.map(lineOf));
    shown += piece.length;
    show(more, shown < lines.length && h("button", { class: "button", onclick: next }, `Show more (${number(lines.length - shown)} lines left)`));
  };

  next();
  return h("div", { class: "stack" }, block, more, h("div", { class: "row" }, copyButton(text), h("span", { class: "muted" }, `${number(new Blob([text]).size)} bytes`)));
}

/** Breaks JSON into lines with indents, character by character; anything that is not JSON stays as it is. */
export function indent(text) {
  const lines = [];
  let line = "";
  let depth = 0;
  let position = 0;

  const end = () => {
    if (line) {
      lines.push(line);
    }

    line = "  ".repeat(Math.min(depth, 40));
  };

  while (position < text.length) {
    const character = text[position];

    if (character === '"') {
      const start = position;
      position = endOfText(text, start);
      line += text.slice(start, position);
      continue;
    }

    if (character === "{" || character === "[") {
      const close = character === "{" ? "}" : "]";
      const after = text.slice(position + 1, position + 40).trimStart();

      if (after.startsWith(close)) {
        line += character + close;
        position = text.indexOf(close, position) + 1;
        continue;
      }

      line += character;
      depth++;
      end();
    } else if (character === "}" || character === "]") {
      depth = Math.max(0, depth - 1);

      if (line.trim()) {
        lines.push(line);
      }

      line = "  ".repeat(Math.min(depth, 40)) + character;
    } else if (character === ",") {
      line += character;
      end();
    } else if (character === ":") {
      line += ": ";
    } else if (character > " ") {
      line += character;
    }

    position++;
  }

  if (line.trim()) {
    lines.push(line);
  }

  return lines;
}

function lineOf(line) {
  const cut = line.length > longestLine ? `${line.slice(0, longestLine)}… (${number(line.length - longestLine)} more characters; copy to see all)` : line;
  const member = /^(\s*)("(?:[^"\\]|\\.)*")(: )([\s\S]*)$/.exec(cut.slice(0, 400)) ? /^(\s*)("(?:[^"\\]|\\.)*")(: )([\s\S]*)$/.exec(cut) : null;

  return member
    ? h("span", { class: "json-line" }, member[1], h("span", { class: "json-name" }, member[2]), member[3], h("span", { class: kindOf(member[4]) }, member[4]), "\n")
    : h("span", { class: "json-line" }, h("span", { class: kindOf(cut.trimStart()) }, cut), "\n");
}

function kindOf(value) {
  return value.startsWith('"') ? "json-text" : /^[-0-9tfn]/.test(value) ? "json-value" : "json-mark";
}

function copyButton(text) {
  const button = h("button", { class: "button", onclick: copy }, "Copy raw JSON");

  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
    } catch {
      button.textContent = visible("The browser does not allow copying here");
    }
  }

  return button;
}
