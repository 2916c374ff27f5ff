// The only way out of this page: the stand-in for Telegram, and the play's own door beside it.

const wrong = document.getElementById("wrong");

export async function ask(path) {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(await words(answer));
  return answer.json();
}

/** Ask for something to be done. What is refused is said at the foot of the page, and thrown. */
export async function wish(path, body) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) {
    const error = new Error(await words(answer));
    wrong.textContent = error.message;
    throw error;
  }
  wrong.textContent = "";
  return answer.json().catch(() => null);
}

export const act = (name, body) => wish(`/control/act/${name}`, body);

/** Call `changed` with the kinds of things that have changed, for as long as the page is open. */
export function listen(changed) {
  const events = new EventSource("/play/events");
  events.addEventListener("change", (event) => changed(new Set(JSON.parse(event.data).what)));
  events.addEventListener("open", () => changed(new Set(["chat", "clock", "bot", "people", "timeline", "trouble"])));
}

async function words(answer) {
  try {
    return (await answer.json()).error ?? answer.statusText;
  } catch {
    return answer.statusText;
  }
}
