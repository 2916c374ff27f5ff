// Puts the page together: who is looked at, what is fetched when something has changed, and what each control wishes.

import { act, ask, listen, wish } from "./door.js";
import { Chat, element } from "./chat.js";
import { drawTimeline } from "./timeline.js";

const at = (id) => document.getElementById(id);
const STEPS = { hour: 3600, day: 86400, year: 31536000 };
const TYPING_MS = 3000;
const seen = new Map(); // how many messages of a patient's chat have been looked at
let scene = null;
let answering = null; // the alert that a staff member replies to
let typing = 0;

const zone = () => scene.clinic.zone;
const patient = () => scene.people.find((one) => one.id === Number(at("patient").value));
const person = () => scene.people.find((one) => one.id === Number(at("person").value));
const staffChat = () => (at("where").value === "group" ? scene.clinic.staff_chat : person().id);
const isMine = (line) => !line.by_bot;
const isStaffMine = (line) => line.author === person()?.id;

const phone = new Chat(at("patient-chat"), {
  zone,
  press: (line, button) => {
    works();
    return act("press", { user: patient().id, message_id: line.message_id, data: button.data });
  },
});
const staff = new Chat(at("staff-chat"), {
  zone,
  reply: (line) => (line.by_bot && line.text.includes("#") ? answer : null),
  press: (line, button) =>
    act("press", { user: person().id, chat: staffChat(), message_id: line.message_id, data: button.data }),
});

async function changed(what) {
  const jobs = [];
  if (what.has("chat") && scene) jobs.push(chats());
  if (!scene || ["people", "bot", "clock", "trouble", "chat"].some((kind) => what.has(kind))) jobs.push(readScene());
  await Promise.all(jobs);
  if (what.has("timeline") || what.has("clock")) readTimeline();
}

const readScene = once(async () => {
  const fresh = await ask(`/play/scene${ofPatient()}`);
  const first = scene === null;
  scene = fresh;
  drawPeople();
  drawClock();
  drawTrouble();
  if (first) firstTime();
});

const readTimeline = once(async () => {
  const whose = at("whose").value === "one" && scene && patient() ? patient().patient_id : "all";
  const told = await ask(`/play/timeline?patient=${encodeURIComponent(whose)}&limit=120`);
  drawTimeline(at("timeline"), told, go);
});

function chats() {
  const shown = patient();
  return Promise.all([
    phone.show(shown ? shown.id : null, isMine).then((came) => came && (at("typing").textContent = "")),
    person() ? staff.show(staffChat(), isStaffMine) : null,
  ]);
}

function answer(line) {
  answering = line;
  at("answering").hidden = line === null;
  at("answering-to").textContent = line ? line.text.split("\n").slice(0, 2).join(" · ") : "";
  if (line) document.querySelector("#staff-write input").focus();
}

/** "typing…", as Telegram shows it while the bot works on what was just sent, for as long as nothing has come. */
function works() {
  clearTimeout(typing);
  at("typing").textContent = "typing…";
  typing = setTimeout(() => (at("typing").textContent = ""), TYPING_MS);
}

/** A made-up picture in base64: nobody's face. */
function sample() {
  const canvas = Object.assign(document.createElement("canvas"), { width: 320, height: 240 });
  const draw = canvas.getContext("2d");
  draw.fillStyle = "#d9c3ad";
  draw.fillRect(0, 0, 320, 240);
  draw.fillStyle = "#a97f63";
  draw.beginPath();
  draw.ellipse(160, 120, 70, 95, 0, 0, 2 * Math.PI);
  draw.fill();
  draw.fillStyle = "#5b4032";
  draw.font = "16px sans-serif";
  draw.textAlign = "center";
  draw.fillText("sample picture", 160, 228);
  return canvas.toDataURL("image/jpeg", 0.7).split(",")[1];
}

/** How many messages each patient has that nobody has looked at. The chosen one is asked for once: with hundreds of
 *  patients, asking the list for each is what one would wait for. */
function countUnread(patients) {
  const shown = Number(at("patient").value);
  return new Map(
    patients.map((one) => {
      if (one.id === shown || !seen.has(one.id)) seen.set(one.id, one.last_message);
      return [one.id, one.last_message - seen.get(one.id)];
    }),
  );
}

function named(one, count) {
  return `${one.name} · ${one.case}${count ? ` (${count} new)` : ""}`;
}

function go(row, ahead) {
  if (ahead) wish("/play/clock", { do: "to", at: row.at });
  else if (row.message_id) (row.chat_id === patient()?.id ? phone : staff).focus(row.message_id);
}

function drawPeople() {
  const patients = scene.people.filter((one) => one.kind === "patient");
  const unread = countUnread(patients);
  fill(at("patient"), patients.map((one) => [one.id, named(one, unread.get(one.id))]));
  const waiting = patients.filter((one) => unread.get(one.id)).length;
  at("unread").textContent = waiting ? `New messages for ${waiting} other ${waiting === 1 ? "patient" : "patients"}` : "";
  fill(at("person"), scene.people.filter((one) => one.kind === "staff").map((one) => [one.id, `${one.name}, ${one.title}`]));
  const shown = patient();
  at("invitation").hidden = !shown || shown.joined || !shown.link;
  at("code").textContent = shown?.code ?? "";
  at("block").textContent = shown?.blocked ? "Unblock the bot as this patient" : "Block the bot as this patient";
}

function drawClock() {
  const { now, playing, busy, target, next_due: due } = scene.clock;
  at("clinic").textContent = scene.clinic.name;
  at("now").textContent = spoken(now);
  at("now").dateTime = now;
  const theirs = patient()?.zone;
  at("their-time").textContent = theirs && theirs !== zone() ? `${spoken(now, theirs)} for ${patient().name}` : "";
  const standing = busy && target ? `on the way to ${spoken(target)}` : due ? `next: ${spoken(due)}` : "nothing is planned";
  at("standing").textContent = playing ? "time is running" : standing;
  at("play").textContent = playing || busy ? "Pause" : "Play";
  at("play").setAttribute("aria-pressed", String(playing || busy));
}

function drawTrouble() {
  const { bot, trouble } = scene;
  const said = [bot.alive ? "The bot is running." : "The bot is dead."];
  if (bot.kills) said.push(`Killed ${bot.kills} times.`);
  if (trouble.outage) said.push("Telegram cannot be reached.");
  if (trouble.slow_s) said.push(`Telegram takes ${trouble.slow_s} s for each answer.`);
  if (trouble.unanswered) said.push(`The next ${trouble.unanswered} sends arrive without an answer.`);
  said.push(`Waiting at Telegram: ${bot.waiting_at_telegram}; waiting to be sent: ${bot.waiting_to_be_sent}. Nothing is lost.`);
  at("trouble-now").textContent = said.join(" ");
}

function firstTime() {
  const form = at("enrol");
  fill(form.procedure, scene.clinic.procedures.map(({ id, name }) => [id, name]));
  fill(form.surgeon, scene.clinic.surgeons.map((name) => [name, name]));
  fill(form.language, scene.clinic.languages.map(({ code, name }) => [code, name]));
  form.surgery_on.value = scene.clock.now.slice(0, 10);
  at("date").value = scene.clock.local.slice(0, 16);
  enrolling(!patient());
  chats();
  readMenu();
}

async function readMenu() {
  const shown = patient();
  if (!shown) return;
  const commands = await ask(`/control/menu?user_id=${shown.id}&chat_id=${shown.id}`);
  fill(at("menu"), [["", "/"], ...commands.map(({ command, description }) => [`/${command}`, `/${command} – ${description}`])]);
}

function enrolling(open) {
  at("enrol").hidden = !open;
  at("enrol-open").setAttribute("aria-expanded", String(open));
}

function look() {
  return Promise.all([readScene(), chats(), readTimeline(), readMenu()]);
}

at("patient").addEventListener("change", look);
at("person").addEventListener("change", look);
at("where").addEventListener("change", look);
at("whose").addEventListener("change", readTimeline);
at("enrol-open").addEventListener("click", () => enrolling(at("enrol").hidden));
at("enrol").addEventListener("keydown", (event) => event.key === "Escape" && enrolling(false));
at("enrol").addEventListener("submit", async (event) => {
  event.preventDefault();
  at("enrol-error").textContent = "";
  try {
    const enrolled = await wish("/play/enroll", Object.fromEntries(new FormData(event.target)));
    await readScene();
    at("patient").value = enrolled.id;
    enrolling(false);
    await look();
    at("link").focus();
  } catch (error) {
    at("enrol-error").textContent = error.message;
  }
});
at("link").addEventListener("click", () => {
  const { id, link } = patient();
  act("open_link", { user: id, payload: new URL(link).searchParams.get("start") });
  document.querySelector("#patient-write input").focus();
});
at("patient-write").addEventListener("submit", (event) => {
  event.preventDefault();
  const { text } = event.target;
  if (!text.value.trim() || !patient()) return;
  act("text", { user: patient().id, text: text.value });
  works();
  text.value = "";
});
at("menu").addEventListener("change", (event) => {
  if (event.target.value && patient()) act("text", { user: patient().id, text: event.target.value });
  event.target.value = "";
});
for (const button of document.querySelectorAll("[data-send]")) {
  button.addEventListener("click", () => {
    if (!patient()) return;
    works();
    const content = button.dataset.send === "photo" ? { content: sample() } : {};
    act(button.dataset.send, { user: patient().id, ...content });
  });
}
at("staff-write").addEventListener("submit", (event) => {
  event.preventDefault();
  const { text } = event.target;
  const alert = answering ?? staff.find((line) => line.by_bot && line.text.includes("#"));
  if (!text.value.trim() || !alert) return;
  act("text", { user: person().id, chat: staffChat(), text: text.value, reply_to: alert.message_id });
  text.value = "";
  answer(null);
});
at("staff-write").addEventListener("keydown", (event) => event.key === "Escape" && answer(null));
at("answering-end").addEventListener("click", () => answer(null));
for (const button of document.querySelectorAll("[data-clock]")) {
  button.addEventListener("click", () => moveClock(button.dataset.clock));
}
for (const button of document.querySelectorAll("[data-trouble]")) {
  const how = { outage: { seconds: 3600 }, slow: { seconds: 1.5 }, unanswered: { times: 1 }, calm: {} }[button.dataset.trouble];
  button.addEventListener("click", () => wish("/play/trouble", { do: button.dataset.trouble, ...how }));
}
for (const button of document.querySelectorAll("[data-bot]")) {
  button.addEventListener("click", () => wish("/play/bot", { do: button.dataset.bot }));
}
at("block").addEventListener("click", () => patient() && act(patient().blocked ? "unblock" : "block", { user: patient().id }));
for (const button of document.querySelectorAll(".tabs button")) {
  button.addEventListener("click", () => {
    document.body.dataset.tab = button.dataset.tab;
    for (const other of document.querySelectorAll(".tabs button")) other.setAttribute("aria-pressed", String(other === button));
  });
}

function moveClock(what) {
  const stop = at("stop").checked ? { stop_at_questions: true } : {};
  const { playing, busy } = scene.clock;
  if (what === "play" && (playing || busy)) return wish("/play/clock", { do: "pause" });
  if (what === "play") return wish("/play/clock", { do: "play", rate: Number(at("rate").value) });
  if (what === "to") return wish("/play/clock", { do: "to", at: at("date").value, ...stop });
  if (what === "awake") return wish("/play/clock", { do: "awake", patient: patient()?.patient_id });
  if (what === "next") return wish("/play/clock", { do: "next", ...stop });
  return wish("/play/clock", { do: "advance", seconds: STEPS[what], ...stop });
}

function ofPatient() {
  const shown = scene && patient();
  return shown ? `?patient=${encodeURIComponent(shown.patient_id)}` : "";
}

/** Options of a select, drawn only when they have changed, so that what is chosen stays chosen. */
function fill(select, options) {
  const mark = JSON.stringify(options);
  if (select.dataset.mark === mark) return;
  const chosen = select.value;
  select.dataset.mark = mark;
  select.replaceChildren(
    ...options.map(([value, words]) => {
      const option = element("option", "", words);
      option.value = value;
      return option;
    }),
  );
  if (options.some(([value]) => String(value) === chosen)) select.value = chosen;
}

/** One at a time: what is wished while it runs is done once more, and awaited by whoever wished it. */
function once(job) {
  let running = null;
  let again = false;
  async function run() {
    do {
      again = false;
      await job().catch((error) => (at("wrong").textContent = error.message));
    } while (again);
    running = null;
  }
  return () => {
    if (running) again = true;
    else running = run();
    return running;
  };
}

function spoken(moment, where = zone()) {
  return new Date(moment).toLocaleString("en-GB", {
    timeZone: where, weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit",
  });
}

listen(changed);
