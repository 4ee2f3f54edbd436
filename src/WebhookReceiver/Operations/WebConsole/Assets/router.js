// Which view an address shows. Every view has its own, so the back button and bookmarks work.

export const root = "/console";

const routes = [];
let changed = () => {};

export function route(pattern, view) {
  routes.push({ pattern, view });
}

export function start(handler) {
  changed = handler;
  addEventListener("popstate", () => changed());
  document.addEventListener("click", follow);
  changed();
}

/** The view of the current address, with the values in its path and query. */
export function current() {
  const path = location.pathname.slice(root.length).replace(/\/+$/, "") || "/";

  for (const { pattern, view } of routes) {
    const values = match(pattern, path);

    if (values) {
      return { view, values, query: Object.fromEntries(new URLSearchParams(location.search)), path };
    }
  }

  return { view: null, values: {}, query: {}, path };
}

export function go(address, { replace = false } = {}) {
  history[replace ? "replaceState" : "pushState"](null, "", address);
  changed();
}

/** The current address with other values in its query. */
export function address(path, query) {
  const set = Object.entries(query ?? {}).filter(([, value]) => value !== null && value !== undefined && value !== "");
  return root + (path === "/" ? "" : path) + (set.length ? `?${new URLSearchParams(set)}` : "");
}

function match(pattern, path) {
  const expected = pattern.split("/");
  const actual = path.split("/");

  if (expected.length !== actual.length) {
    return null;
  }

  const values = {};

  for (let index = 0; index < expected.length; index++) {
    if (expected[index].startsWith(":")) {
      try {
        values[expected[index].slice(1)] = decodeURIComponent(actual[index]);
      } catch {
        return null;
      }
    } else if (expected[index] !== actual[index]) {
      return null;
    }
  }

  return values;
}

function follow(event) {
  const link = event.target.closest?.("a[href]");

  if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || link.target) {
    return;
  }

  const target = new URL(link.href);

  if (target.origin === location.origin && (target.pathname === root || target.pathname.startsWith(`${root}/`))) {
    event.preventDefault();
    go(target.pathname + target.search);
  }
}
