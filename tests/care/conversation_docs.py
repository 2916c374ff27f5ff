"""The golden conversations as pages to read: `python -m tests.care.conversation_docs` writes docs/conversations."""

from collections.abc import Iterator
from pathlib import Path

from tests.care.conversation import Seen
from tests.care.golden import Operation, Played, Step, Story, paths, play, read_story

FOLDER = Path(__file__).parents[2] / "docs" / "conversations"
INTRO = """# Conversations

What patients and staff really read, in made-up cases. Each page is played by the tests, and a test fails when a page
is not what the program says today; none of it is written by hand. Times are the patient's.

"""


def pages() -> Iterator[tuple[str, str]]:
    """File name and text of every page, and of the list of them."""
    rows = []
    for path in paths():
        story = read_story(path)
        yield f"{path.stem}.md", page(story)
        rows.append(f"- [{story.title}]({path.stem}.md): {story.about}")
    yield "README.md", INTRO + "\n".join(rows) + "\n"


def page(story: Story) -> str:
    """One conversation, with its dates, who says what, and the alerts in boxes."""
    head = [f"# {story.title}", story.about, f"*{story.name}: {'; '.join(map(_operation, story.operations))}.*"]
    body: list[str] = []
    day = ""
    for played in play(story):
        for moment, text in _blocks(story, played):
            if moment != day:
                body.append(f"## {moment}")
                day = moment
            body.append(text)
    return "\n\n".join([*head, *body]) + "\n"


def _operation(operation: Operation) -> str:
    return f"{operation.procedure.replace('_', ' ')} on {operation.surgery:%-d %B %Y}"


def _blocks(story: Story, played: Played) -> Iterator[tuple[str, str]]:
    """Each thing that is said, with its day."""
    if deed := _deed(story, played.step):
        yield f"{played.at:%A %-d %B %Y}", f"**{deed}** · {played.at:%H:%M}"
    for seen in played.seen:
        local = seen.at.astimezone(played.at.tzinfo)
        if shown := _shown(seen):
            yield f"{local:%A %-d %B %Y}", shown.replace("{at}", f"{local:%H:%M}")


def _deed(story: Story, step: Step) -> str:
    name = story.name
    deeds = {
        "joins": f"{name} opens the link",
        "taps": f"{name} taps “{step.taps}”",
        "taps_old": f"{name} taps “{step.taps_old}” under an earlier question",
        "presses": f"A forged press: {step.presses}",
        "writes": f"{name}: “{step.writes}”",
        "edits": f"{name} changes it to: “{step.edits}”",
        "sends": f"{name} sends a {step.sends}" + (f": “{step.caption}”" if step.caption else ""),
        "command": f"{name}: {step.command}",
        "blocks": f"{name} blocks the bot",
        "unblocks": f"{name} unblocks the bot",
        "gap_ends": "After a time in which nothing could be received",
        "takes": f"{step.takes} takes the alert",
        "closes": f"{step.by} closes the alert ({step.closes})",
        "replies": f"{step.by} answers: “{step.replies}”",
        "surgery_moves_to": f"The clinic moves the surgery to {step.surgery_moves_to}",
        "operation_added": "The clinic adds another operation",
        "narrate": step.narrate or "",
    }
    return next((words for key, words in deeds.items() if getattr(step, key) is not None), "")


def _shown(seen: Seen) -> str:
    match seen.who:
        case "bot":
            lines = (f"> {line}".rstrip() for line in _with_buttons(seen.text))
            return "\n".join(("> **Aftercare** · {at}", ">", *lines))
        case "staff" | "note":
            return f"```text\n{'STAFF' if seen.who == 'staff' else 'STAFF, for information'} · {{at}}\n{seen.text}\n```"
        case "planned" | "skipped":
            return f"*{seen.who.capitalize()}: {seen.text}*"
        case "passed on":
            return f"*Passed on to the staff: {seen.text}*"
        case "settled" | "withdrawn":
            return ""


def _with_buttons(text: str) -> Iterator[str]:
    """Each row of buttons as a line of a list."""
    before = ""
    for line in text.splitlines():
        if line.startswith("[ "):
            if not before.startswith("[ "):
                yield ""
            yield f"- {line.replace('[ ', '`').replace(' ]', '`')}"
        else:
            yield line.replace("<", "&lt;")
        before = line


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    written = dict(pages())
    for stale in FOLDER.glob("*.md"):
        if stale.name not in written:
            stale.unlink()
    for name, text in written.items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
