// Builds elements. Text arrives in the page as text nodes only, and characters that reorder or hide text are made visible: what customers wrote is hostile input.

const svgSpace = "http://www.w3.org/2000/svg";

// Controls, marks of direction, invisible spaces and separators. Joiners stay: emoji are made with them, and they move nothing.
const hidden = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;

const texts = new Set(["title", "aria-label", "placeholder", "alt"]);

export function visible(text) {
  return String(text).replace(hidden, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

export function h(name, attributes, ...children) {
  return fill(document.createElement(name), attributes, children);
}

export function svg(name, attributes, ...children) {
  return fill(document.createElementNS(svgSpace, name), attributes, children);
}

/** Replaces everything in an element. */
export function show(element, ...children) {
  element.replaceChildren(...nodes(children));
  return element;
}

/**
 * Makes the content of an element equal to this, and touches only what differs: the focus stays where it is, and so does a selection. For what is shown again and again. A listener of an element that
 * stays is kept, so it must not depend on what is shown.
 */
export function refresh(element, ...children) {
  reconcile(element, nodes(children));
}

function reconcile(element, wanted) {
  const present = [...element.childNodes];
  present.slice(wanted.length).forEach((node) => node.remove());

  for (const [index, node] of wanted.entries()) {
    const old = present[index];

    if (!old) {
      element.append(node);
    } else if (!old.isEqualNode(node)) {
      if (old.nodeName !== node.nodeName) {
        old.replaceWith(node);
      } else if (old.nodeType === Node.TEXT_NODE) {
        old.data = node.data;
      } else {
        copyAttributes(node, old);
        reconcile(old, [...node.childNodes]);
      }
    }
  }
}

function copyAttributes(from, to) {
  to.getAttributeNames().filter((name) => !from.hasAttribute(name)).forEach((name) => to.removeAttribute(name));
  from.getAttributeNames().forEach((name) => to.setAttribute(name, from.getAttribute(name)));
}

/** Says something to a screen reader without moving the focus. */
export function announce(text) {
  document.getElementById("announcer").textContent = visible(text);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    set(element, name, value);
  }

  element.append(...nodes(children));
  return element;
}

function set(element, name, value) {
  if (value === null || value === undefined || value === false) {
    return;
  }

  if (typeof value === "function") {
    element.addEventListener(name.slice(2), value);
  } else if (name === "value" || name === "checked" || name === "disabled" || name === "indeterminate") {
    element[name] = value;
  } else {
    element.setAttribute(name, value === true ? "" : texts.has(name) ? visible(value) : String(value));
  }
}

function nodes(children) {
  return children
    .flat(Infinity)
    .filter((child) => child !== null && child !== undefined && child !== false)
    .map((child) => (child instanceof Node ? child : document.createTextNode(visible(child))));
}
