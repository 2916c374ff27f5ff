// Everything planned, sent, answered, late, held and skipped, and why. A row leads to its moment or its message.

import { element } from "./chat.js";

const SIGNS = { planned: "○", sent: "✓", answered: "●", late: "◔", held: "⏸", skipped: "↷", cancelled: "✕", unknown: "?", failed: "!" };

/** Draw the rows, with a line where it is now; `go(row, ahead)` is called when one is chosen. */
export function drawTimeline(place, { now, rows }, go) {
  const moment = Date.parse(now);
  const focused = document.activeElement?.dataset?.row;
  const items = [];
  let line = false;
  for (const row of rows) {
    if (!line && Date.parse(row.at) > moment) {
      items.push(nowLine());
      line = true;
    }
    items.push(item(row, () => go(row, Date.parse(row.at) > moment)));
  }
  if (!line) items.push(nowLine());
  place.replaceChildren(...items);
  if (focused) place.querySelector(`[data-row="${CSS.escape(focused)}"]`)?.focus();
  else place.querySelector(".line")?.scrollIntoView({ block: "center" });
}

function nowLine() {
  return element("li", "line", "now");
}

function item(row, chosen) {
  const node = element("li");
  const button = element("button", row.state);
  button.type = "button";
  button.dataset.row = row.id;
  const sign = element("span", "", SIGNS[row.state] ?? "·");
  sign.setAttribute("aria-hidden", "true");
  button.append(sign, element("span", "", `${row.what}: ${row.state}`));
  button.append(element("small", "", [row.local, row.why].filter(Boolean).join(" · ")));
  button.addEventListener("click", chosen);
  node.append(button);
  return node;
}
