// One chat as Telegram shows it. New messages are added and changed ones redrawn; the rest stays as it is.

import { ask } from "./door.js";

const MARKS = { bold: "b", italic: "i", blockquote: "blockquote" };
const MEDIA = { photo: "Photo", voice: "Voice message", video: "Video", sticker: "Sticker", document: "Document" };

export class Chat {
  #place; #press; #zone; #reply; #shown = new Map(); #chat = null; #again = false; #busy = false;

  /** `press(message, button)` is called when somebody presses a button; `reply(message)` gives what answering that
   *  message does, or null when one does not answer it here. */
  constructor(place, { press, zone, reply = () => null }) {
    this.#place = place;
    this.#reply = reply;
    this.#press = press;
    this.#zone = zone;
  }

  async show(chat, mine) {
    if (chat !== this.#chat) {
      this.#chat = chat;
      this.#shown.clear();
      this.#place.replaceChildren();
    }
    return this.refresh(mine);
  }

  /** Fetch and draw; a wish that comes meanwhile is done once afterwards. Gives whether the other side said anything. */
  async refresh(mine) {
    if (this.#busy) {
      this.#again = true;
      return;
    }
    this.#busy = true;
    let came = false; // whether the other side has said something
    try {
      do {
        this.#again = false;
        const chat = this.#chat;
        const lines = chat === null ? [] : await ask(`/control/transcript/${chat}`).catch(() => []);
        if (chat === this.#chat) came = this.#draw(lines, mine) || came;
      } while (this.#again);
    } finally {
      this.#busy = false;
    }
    return came;
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
    let came = false;
    for (const line of lines) {
      const mark = JSON.stringify([line.text, line.buttons, line.edited]);
      const old = this.#shown.get(line.message_id);
      if (old?.mark === mark) continue;
      const node = message(line, { mine: mine(line), zone: this.#zone(), press: (button) => this.#press(line, button), reply: this.#reply(line) });
      if (old) old.node.replaceWith(node);
      else this.#place.append(node);
      added ||= !old;
      came ||= !mine(line);
      this.#shown.set(line.message_id, { node, mark, line });
    }
    if (added && low) this.#place.scrollTop = this.#place.scrollHeight;
    return came;
  }
}

function message(line, { mine, zone, press, reply }) {
  const node = element("div", `message${mine ? " mine" : ""}`);
  const bubble = element("div", "bubble");
  bubble.tabIndex = -1;
  if (!mine) bubble.append(element("div", "who", line.name));
  const medium = Object.keys(MEDIA).find((kind) => line.message[kind]);
  if (medium === "photo") bubble.append(picture(line));
  else if (medium) bubble.append(element("em", "", `[${MEDIA[medium]}] `));
  bubble.append(...marked(line));
  const at = new Date(line.date * 1000);
  const time = element("time", "", clockTime(at, zone) + (line.edited && !line.by_bot ? " edited" : ""));
  time.dateTime = at.toISOString();
  bubble.append(time);
  node.append(bubble);
  if (reply) {
    const answer = element("button", "reply", "Reply");
    answer.type = "button";
    answer.addEventListener("click", () => reply(line));
    bubble.append(answer);
  }
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

/** A photo as a photo; one without a picture in it, as the stand-in sends when nobody chose a file, says so. */
function picture(line) {
  const sizes = line.message.photo;
  const shown = element("img", "photo");
  shown.alt = `Photo sent by ${line.name}`;
  shown.src = `/play/picture/${encodeURIComponent(sizes[sizes.length - 1].file_id)}`;
  return shown;
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
