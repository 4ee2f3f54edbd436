// The frame around all views: navigation, the state of the receiver, and the login.

import { onSessionEnd, get, send } from "./api.js";
import { announce, h, show } from "./dom.js";
import { number } from "./format.js";
import * as live from "./live.js";
import { chip } from "./parts.js";
import * as router from "./router.js";
import { audit } from "./views/audit.js";
import { deadLetter } from "./views/dead-letter.js";
import { deadLetters } from "./views/dead-letters.js";
import { delivery } from "./views/delivery.js";
import { doctor } from "./views/doctor.js";
import { event } from "./views/event.js";
import { events } from "./views/events.js";
import { handlers } from "./views/handlers.js";
import { login } from "./views/login.js";
import { overview } from "./views/overview.js";
import { settings } from "./views/settings.js";

const pages = [
  ["/", "Overview", overview],
  ["/events", "Events", events],
  ["/dead-letters", "Dead letters", deadLetters],
  ["/handlers", "Handlers", handlers],
  ["/doctor", "Doctor", doctor],
  ["/settings", "Settings", settings],
  ["/audit", "Audit", audit],
];

for (const [path, , view] of pages) {
  router.route(path, view);
}

router.route("/events/:key", event);
router.route("/deliveries/:id", delivery);
router.route("/dead-letters/:id", deadLetter);
router.route("/login", login);

const frame = document.getElementById("root");
const main = h("main", { id: "main" });
const status = h("div", { class: "status" });
const links = pages.map(([path, name]) => h("a", { href: router.address(path) }, name, path === "/dead-letters" && h("span", { class: "count", hidden: true })));
const who = h("div", { class: "who" });
const problem = h("p", { class: "problem", role: "alert" });

let session = null;
let leave = () => {};
let isFramed = false;

onSessionEnd(() => {
  session = null;

  if (router.current().path !== "/login") {
    router.go(router.address("/login", { next: location.pathname + location.search }), { replace: true });
  }
});

live.listen((name, data) => {
  if (name === "overview") {
    showStatus(data);
  } else if (name === "state" && data === "lost") {
    show(status, chip("unavailable", "no connection"));
  }
});

router.start(render);

async function render() {
  leave();
  leave = () => {};
  document.querySelectorAll("dialog").forEach((dialog) => dialog.close("no"));
  const { view, values, query, path } = router.current();

  if (view !== login && !(await isLoggedIn())) {
    router.go(router.address("/login", { next: location.pathname + location.search }), { replace: true });
    return;
  }

  if (view === login) {
    live.end();
    isFramed = false;
    show(frame, login({ query, loggedIn }));
    document.title = "Log in · WhatsApp receiver";
    document.querySelector("input")?.focus();
    return;
  }

  if (!isFramed) {
    show(frame, shell());
    isFramed = true;
    live.begin();
  }

  mark(path);
  const left = [];
  leave = () => left.forEach((stop) => stop());
  show(main, (view ?? missing)({ values, query, path, mayChange: session.access === "full", onLeave: (stop) => left.push(stop) }));
  const heading = main.querySelector("h1");
  document.title = `${heading?.textContent ?? "Console"} · WhatsApp receiver`;
  announce(heading?.textContent ?? "");
  scrollTo(0, 0);
}

async function isLoggedIn() {
  if (session && session.access !== "none") {
    return true;
  }

  try {
    session = await get("/session");
  } catch {
    session = null;
  }

  return session !== null && session.access !== "none";
}

function loggedIn(state, next) {
  session = state;
  router.go(next?.startsWith(`${router.root}/`) || next === router.root ? next : router.root, { replace: true });
}

async function logOut() {
  try {
    await send("DELETE", "/session");
  } catch (error) {
    // The cookie is still good, so nobody must believe that it is not.
    show(problem, "Not logged out: ", error.message);
    return;
  }

  session = null;
  router.go(router.address("/login"));
}

function shell() {
  show(
    who,
    session.access === "read" && h("span", { class: "muted" }, "read only"),
    h("button", { class: "button button-quiet", onclick: logOut }, "Log out"),
    show(problem),
  );

  return [
    h("a", { class: "skip", href: "#main", onclick: skip }, "Skip to content"),
    h(
      "header",
      { class: "bar" },
      h("a", { class: "brand", href: router.root }, h("span", { class: "brand-mark", "aria-hidden": "true" }), "Receiver"),
      status,
      h("nav", { class: "nav", "aria-label": "Pages" }, links),
      who,
    ),
    main,
  ];
}

function skip(event) {
  event.preventDefault();
  main.querySelector("h1")?.focus();
}

function mark(path) {
  for (const [index, [own]] of pages.entries()) {
    const isHere = own === "/" ? path === "/" : path === own || path.startsWith(`${own}/`) || (own === "/events" && path.startsWith("/deliveries/"));
    links[index].toggleAttribute("aria-current", false);

    if (isHere) {
      links[index].setAttribute("aria-current", "page");
    }
  }

  showCurrent();
}

/** On a phone the links are wider than the window. */
function showCurrent() {
  links.find((link) => link.hasAttribute("aria-current"))?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function showStatus(data) {
  const words = { ok: "receiving", degraded: "degraded", unavailable: "not accepting" };
  const state = chip(data.state, words[data.state] ?? data.state);
  state.title = data.problems.join("; ");

  if (status.textContent !== state.textContent) {
    show(status, state);
  }

  const count = links[2].querySelector(".count");
  const text = number(data.dead_letters);

  if (count.textContent !== text) {
    count.hidden = data.dead_letters === 0;
    count.textContent = text;
    showCurrent();
  }
}

function missing() {
  return [h("h1", {}, "No such page"), h("p", {}, "There is nothing at this address. ", h("a", { href: router.root }, "Go to the overview"), ".")];
}
