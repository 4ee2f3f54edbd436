// What to do when nothing has ever arrived.

import { h } from "../dom.js";
import { notice } from "../parts.js";

export function firstSteps({ endpoints }) {
  const path = endpoints[0]?.path ?? "/webhook";
  const command = `id="wamid.$(openssl rand -hex 16)"

body='{"object":"whatsapp_business_account","entry":[{"id":"102000000000001","changes":[{"field":"messages","value":{
  "messaging_product":"whatsapp",
  "metadata":{"display_phone_number":"15550100200","phone_number_id":"106000000000001"},
  "contacts":[{"profile":{"name":"Mira Okafor"},"wa_id":"15550100300"}],
  "messages":[{"from":"15550100300","id":"'"$id"'","timestamp":"'"$(date +%s)"'",
    "type":"text","text":{"body":"Is the blue one in stock?"}}]}}]}]}'

signature=$(printf '%s' "$body" | openssl dgst -sha256 -hmac "$APP_SECRET" -r | cut -d ' ' -f 1)

curl -i http://localhost:8080${path} \\
  -H 'Content-Type: application/json' \\
  -H "X-Hub-Signature-256: sha256=$signature" \\
  --data-binary "$body"`;
  const button = h("button", { class: "button", onclick: copy }, "Copy");

  async function copy() {
    try {
      await navigator.clipboard.writeText(command);
      button.textContent = "Copied";
    } catch {
      button.textContent = "Select and copy it";
    }
  }

  return notice(
    "main",
    "Nothing has arrived yet",
    h("p", {}, "Send a test notification, signed as Meta signs, from the machine of the receiver. ", h("code", {}, "APP_SECRET"), " is the value of ", h("code", {}, "WhatsApp:AppSecret"), "; in Development it is ", h("code", {}, "dev-app-secret"), "."),
    h("pre", { class: "command", tabindex: "0", "aria-label": "Command" }, command),
    h("div", { class: "row" }, button, h("span", { class: "muted small" }, "The event appears here and on the events page within a second.")),
  );
}
