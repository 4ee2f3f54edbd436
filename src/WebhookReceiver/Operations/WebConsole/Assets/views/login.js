// Exchanges a key for the cookie of a session.

import { send } from "../api.js";
import { h, show } from "../dom.js";

export function login({ query, loggedIn }) {
  const key = h("input", { type: "password", id: "key", name: "key", autocomplete: "off", required: true, spellcheck: "false", "aria-describedby": "key-help key-problem" });
  const problem = h("p", { class: "problem", id: "key-problem", role: "alert" });
  const button = h("button", { class: "button button-main" }, "Log in");

  async function submit(event) {
    event.preventDefault();
    button.disabled = true;

    try {
      const { body } = await send("POST", "/session", null, { key: key.value });
      key.value = "";
      loggedIn(body, query.next);
    } catch (error) {
      show(problem, error.status === 401 ? "This is not a key of this receiver." : error.message);
      key.select();
      key.focus();
    } finally {
      button.disabled = false;
    }
  }

  return h(
    "main",
    { class: "login" },
    h(
      "form",
      { class: "login-card", onsubmit: submit },
      h("div", { class: "brand" }, h("span", { class: "brand-mark", "aria-hidden": "true" }), "WhatsApp receiver"),
      h("h1", {}, "Log in"),
      h("label", { for: "key" }, "Operations key"),
      key,
      problem,
      button,
      h(
        "div",
        { class: "muted small", id: "key-help" },
        h("p", {}, "The key is ", h("code", {}, "Operations:ApiKey"), ", or, if that is not set, in the file ", h("code", {}, "operations.key"), " in the folder of the inbox. ",
          h("code", {}, "Operations:ReadKey"), " logs in to look only."),
        h("p", {}, "It is exchanged for a cookie that lasts 8 hours, and until the receiver stops. The browser does not keep the key."),
      ),
    ),
  );
}
