"""What patients write and send when nobody asked for it: read for danger, kept, answered, and handed to a person."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from care.alarm import do_now, read_words, sound
from care.answering import answered
from care.commands import BEFORE, commanded, stop
from care.concern import begin_concern, concern_words, picture_sent, view_asked
from care.effects import PassOn, RaiseAlert
from care.events import Commanded, Edited, Medium, Sent, Tapped, Wrote
from care.lines import Line, button, quoted, say
from care.outcome import meant_for
from care.patient import CheckingIn, Offered, Worrying, Writing
from care.report import facts
from care.scene import Scene
from care.triage import Reading
from care.typed import typed_choice

Choose = Callable[[Scene, str], Scene]  # what a tap on that choice would do

OFFER_ENDS_AFTER = timedelta(days=2)
STOP_CHARS_MAX = 60  # a longer text with such words in an own-words answer is an answer
_SENT: Mapping[Medium, str] = {
    "photo": "a photo",
    "voice": "a voice message",
    "video": "a video",
    "document": "a document",
    "sticker": "a sticker",
    "audio": "a sound",
    "animation": "an animation",
    "contact": "a contact",
    "location": "a location",
    "poll": "a poll",
    "other": "something the bot cannot show",
}
TEXT_CHARS_MAX = 4096  # what Telegram carries; anything longer was not typed by a patient


def wrote(scene: Scene, event: Wrote, choose: Choose) -> Scene:
    """Danger first, in any state. Then: an answer to what waits, a wish to stop, or a message for the staff."""
    text = event.text[:TEXT_CHARS_MAX]
    reading = read_words(scene, text)
    if reading.danger:
        return sound(scene, reading.danger, reading, text)
    waiting = scene.patient.waiting
    if reading.stop and not (waiting and waiting.takes_words and len(text) > STOP_CHARS_MAX):
        return stop(scene, text)
    if waiting is None:
        return _loose(scene, reading, text)
    if choice := typed_choice(waiting, text):
        return choose(scene, choice)
    match waiting.topic:
        case Worrying(concern=concern):
            return concern_words(scene, concern, text)
        case Writing():
            return _loose(scene.settle(quoted(text)), reading, text)
        case CheckingIn() if waiting.takes_words:
            return answered(scene, waiting.topic, None, text, None)
        case _:
            return scene.then(_handed(scene, text, _title(reading))).ask_again(*_kept(scene), say("still-waiting"))


def commanded_with_words(scene: Scene, event: Commanded) -> Scene:
    """A command, after what was written behind it: read for danger like any other words, and never thrown away."""
    text = event.rest.strip()[:TEXT_CHARS_MAX]
    reading = read_words(scene, text)
    if reading.danger:
        return _commanded_in_danger(sound(scene, reading.danger, reading, text), event, reading)
    if not text or _opens_link(event) or _takes_words(scene, event):
        return commanded(scene, event)
    if event.name == "message":
        return stop(scene, text) if reading.stop else _for_the_team(scene, reading, text)
    handed = scene.then(_handed(scene, text, _title(reading)))
    return commanded(handed.tell(say("passed-on"), scene.who_reads(scene.message_level)), event)


def _commanded_in_danger(scene: Scene, event: Commanded, reading: Reading) -> Scene:
    """Only what cannot wait beside danger is done: an end of the messages, or a concern that nobody interrupts."""
    if event.name == "stop" or (event.name == "concern" and reading.danger == "same_day"):
        return commanded(scene, event)
    return scene


def _opens_link(event: Commanded) -> bool:
    """`/start` with one word behind it is an old link that was opened again."""
    return event.name == "start" and len(event.rest.split()) == 1


def _takes_words(scene: Scene, event: Commanded) -> bool:
    """Whether the command itself brings the words to the staff."""
    return event.name == "stop" or (event.name == "concern" and scene.patient.stage not in BEFORE)


def _for_the_team(scene: Scene, reading: Reading, text: str) -> Scene:
    """`/message` with words behind it: a message, and no answer to what waits."""
    waiting = scene.patient.waiting
    if waiting is None or isinstance(waiting.topic, Writing):
        return _loose(scene.settle(quoted(text)), reading, text)
    return scene.then(_handed(scene, text, _title(reading))).ask_again(*_kept(scene), say("still-waiting"))


def _loose(scene: Scene, reading: Reading, text: str) -> Scene:
    handed = scene.then(_handed(scene, text, _title(reading)))
    if not (reading.unhappy or reading.unsure) or scene.patient.stage != "followed":
        return handed.tell(*_kept(scene))
    return handed.ask(
        Offered(words=text),
        (say("concern-offer" if reading.unhappy else "concern-offer-unsure"),),
        [[button("_talk", style="primary")], [button("_just_pass_on")]],
        lead=_kept(scene),
        expires_at=scene.now + OFFER_ENDS_AFTER,
    )


def offer_answered(scene: Scene, topic: Offered, choice: str, tap: Tapped | None) -> Scene:
    waiting = scene.patient.waiting
    settled = scene.settle(waiting.label(choice) if waiting else None, tap)
    if choice != "_talk":
        return settled.tell(say("passed-on"), scene.who_reads(scene.message_level))
    return begin_concern(settled, origin="wrote that they are unhappy", words=topic.words, told=True)


def sent(scene: Scene, event: Sent) -> Scene:
    """A photo, a voice message, a sticker …: kept, passed to the staff, and answered once for an album."""
    message = RaiseAlert(
        key="message",
        level=scene.message_level,
        episode=scene.latest.id,
        title=": ".join(filter(None, (f"Sent {_SENT[event.medium]}", view_asked(scene)))),
        words=(event.caption,) if event.caption else (),
        facts=facts(scene, scene.latest),
        do=_look(scene, event),
    )
    passed = PassOn(key="message", medium=event.medium, file_id=event.file_id, message_id=event.message_id)
    handed = scene.then(message, passed)
    if event.caption:
        reading = read_words(scene, event.caption)
        if reading.danger:
            return sound(handed, reading.danger, reading, event.caption)
    if event.album and event.album == scene.patient.album:
        return handed
    handed = handed.with_patient(album=event.album)
    if event.medium == "photo" and (asked := picture_sent(handed)):
        return asked
    told = (say("kept-media", clinic=scene.practice.clinic.name), scene.who_reads(scene.message_level))
    return handed.ask_again(*told, say("still-waiting")) if scene.patient.waiting else handed.tell(*told)


def _look(scene: Scene, event: Sent) -> str:
    protocol = scene.protocol(scene.latest)
    if event.medium in ("photo", "video") and protocol and protocol.photos and protocol.photos.intimate:
        return "It may be intimate, and was not asked for. Do not forward or discuss it here; call the patient."
    return "Look at it, and answer by replying to this message."


def edited(scene: Scene, event: Edited) -> Scene:
    """A changed message is read for danger too, and the staff get the new words beside the old."""
    text = event.text[:TEXT_CHARS_MAX]
    reading = read_words(scene, text)
    if reading.danger:
        return sound(scene, reading.danger, reading, text)
    alert = _handed(scene, text, "Changed an earlier message")
    for concern in scene.patient.open_concerns:
        if concern.sealed:  # it may be those words that were changed
            alert = replace(alert, key=f"concern.{concern.id}", to_surgeon=meant_for(scene, concern), sealed=True)
    return scene.then(alert).tell(say("kept-edit"))


def _handed(scene: Scene, text: str, title: str) -> RaiseAlert:
    return RaiseAlert(
        key="message",
        level=scene.message_level,
        episode=scene.latest.id,
        title=title,
        words=(text,),
        facts=facts(scene, scene.latest),
        do=f"{do_now(scene.message_level)} Reply to this message to answer through the bot.",
    )


def _title(reading: Reading) -> str:
    if reading.unhappy:
        return "Message; sounds unhappy"
    return "Message; sounds unsure how they feel" if reading.unsure else "Message"


def _kept(scene: Scene) -> tuple[Line, ...]:
    return (say("kept", name=scene.patient.first_name), scene.who_reads(scene.message_level))
