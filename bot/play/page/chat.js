// One chat as Telegram shows it. New messages are added and changed ones redrawn; the rest stays as it is.

import { ask } from "./door.js";

const MARKS = { bold: "b", italic: "i", blockquote: "blockquote" };
const MEDIA = { photo: "Photo", voice: "Voice message", video: "Video", sticker: "Sticker", document: "Document" };

export class Chat {
  #place; #press; #zone; #shown = new Map(); #chat = null; #again = false; #busy = false;

  /** `press(message, button)` is called when somebody presses a button. */
  constructor(place, { press, zone }) {
    this.#place = place;
    this.#press = press;
    this.#zone = zone;
  }

  async show(chat, mine) {
    if (chat !== this.#chat) {
      this.#chat = chat;
      this.#shown.clear();
      this.#place.replaceChildren();
    }
    await this.refresh(mine);
  }

  /** Fetch and draw; a wish that comes meanwhile is done once afterwards. */
  async refresh(mine) {
    if (this.#busy) {
      this.#again = true;
      return;
    }
    this.#busy = true;
    try {
      do {
        this.#again = false;
        const chat = this.#chat;
        const lines = chat === null ? [] : await ask(`/control/transcript/${chat}`).catch(() => []);
        if (chat === this.#chat) this.#draw(lines, mine);
      } while (this.#again);
    } finally {
      this.#busy = false;
    }
  }

  find(test) {
    return [...this.#shown.values()].reverse().find(({ line }) => test(line))?.line;
  }

  focus(id) {
    const node = this.#shown.get(id)?.node;
    node?.scrollIntoView({ block: "center" });
    node?.querySelector(".bubble").focus();
  }

  #draw(lines, mine) {
    const low = this.#place.scrollHeight - this.#place.scrollTop - this.#place.clientHeight < 80;
    let added = false;
    for (const line of lines) {
      const mark = JSON.stringify([line.text, line.buttons, line.edited]);
      const old = this.#shown.get(line.message_id);
      if (old?.mark === mark) continue;
      const node = message(line, { mine: mine(line), zone: this.#zone(), press: (button) => this.#press(line, button) });
      if (old) old.node.replaceWith(node);
      else this.#place.append(node);
      added ||= !old;
      this.#shown.set(line.message_id, { node, mark, line });
    }
    if (added && low) this.#place.scrollTop = this.#place.scrollHeight;
  }
}

function message(line, { mine, zone, press }) {
  const node = element("div", `message${mine ? " mine" : ""}`);
  const bubble = element("div", "bubble");
  bubble.tabIndex = -1;
  if (!mine) bubble.append(element("div", "who", line.name));
  const medium = Object.keys(MEDIA).find((kind) => line.message[kind]);
  if (medium) bubble.append(element("em", "", `[${MEDIA[medium]}] `));
  bubble.append(...marked(line));
  const at = new Date(line.date * 1000);
  const time = element("time", "", clockTime(at, zone) + (line.edited && !line.by_bot ? " edited" : ""));
  time.dateTime = at.toISOString();
  bubble.append(time);
  node.append(bubble);
  for (const row of line.buttons) {
    const buttons = element("div", "row");
    for (const button of row) {
      const pressed = element("button", button.style ?? "", button.text);
      pressed.type = "button";
      pressed.addEventListener("click", () => press(button));
      buttons.append(pressed);
    }
    node.append(buttons);
  }
  return node;
}

/** The text with its bold, italic and quoted parts, which Telegram counts in UTF-16 units, as JavaScript does. */
function marked(line) {
  const entities = (line.message.entities ?? []).filter((entity) => entity.type in MARKS).sort((a, b) => a.offset - b.offset);
  const parts = [];
  let at = 0;
  for (const { type, offset, length } of entities) {
    if (offset < at) continue;
    parts.push(line.text.slice(at, offset), element(MARKS[type], "", line.text.slice(offset, offset + length)));
    at = offset + length;
  }
  return [...parts, line.text.slice(at)];
}

function clockTime(at, zone) {
  return at.toLocaleString("en-GB", { timeZone: zone, day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
}

export function element(name, kind = "", words = "") {
  const node = document.createElement(name);
  if (kind) node.className = kind;
  if (words) node.textContent = words;
  return node;
}
