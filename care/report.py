"""What staff read about a patient: facts in a line each."""

from care.flags import flag_of
from care.patient import Answer, Concern, Episode
from care.protocol import Question
from care.scene import Scene

_BURDENS = {"life": "It keeps me from sleep, work or people", "despair": "I can\u2019t go on like this"}
QUOTED_ANSWERS_MAX = 6  # more would hide the words that matter


def facts(scene: Scene, episode: Episode | None) -> tuple[str, ...]:
    """Which operation, which day, and the latest answers."""
    if episode is None:
        return ()
    return (operation(scene, episode), *answers(scene, episode))


def operation(scene: Scene, episode: Episode) -> str:
    protocol = scene.protocol(episode)
    name = protocol.name["en"] if protocol else episode.procedure
    return f"{name}, {since_surgery(scene, episode)} (surgery {episode.surgery_on}), {episode.surgeon}"


def since_surgery(scene: Scene, episode: Episode) -> str:
    days = (scene.today - episode.surgery_on).days
    if days < 0:
        return f"{-days} days before surgery"
    return f"day {days}" if days < 120 else f"day {days}, about {round(days / 30.44)} months"


def before_surgery(scene: Scene, episode: Episode | None) -> tuple[str, ...]:
    """What the patient wrote before the operation: the hope, and what they had understood to be realistic."""
    protocol = scene.protocol(episode) if episode else None
    if episode is None or protocol is None:
        return ()
    named = {"hopes": "Before surgery they hoped", "realistic": "Before surgery they had understood to be realistic"}
    return tuple(
        f"{named[question.about]}: \u201c{answer.words}\u201d"
        for id_, question in protocol.questions.items()
        if question.about in named and (answer := episode.answer(id_)) and answer.words
    )


def answers(scene: Scene, episode: Episode) -> tuple[str, ...]:
    """The latest answer to each question that has buttons, newest first."""
    told = [shown for answer in reversed(episode.answers) if (shown := _answer(scene, episode, answer))]
    return (f"Last answers: {'; '.join(told[:QUOTED_ANSWERS_MAX])}",) if told else ()


def _answer(scene: Scene, episode: Episode, answer: Answer) -> str:
    protocol = scene.protocol(episode)
    question = protocol.questions.get(answer.question) if protocol else None
    if question is None or answer.words is not None or answer.choice == "_skip":
        return ""
    name = answer.question.replace("_", " ")
    when = f"{answer.at.astimezone(scene.practice.clinic.tz):%-d %b}"
    if answer.number is not None:
        return f"{name} {answer.number}/10 ({when})"
    return f"{name} \u201c{_label(scene, question, answer.choice)}\u201d ({when})"


def _label(scene: Scene, question: Question, choice: str | None) -> str:
    labels = {option.id: option.label["en"] for option in question.choices}
    if choice is None or choice == "_none":
        return "none of these"
    flagged = flag_of(scene, choice)
    return labels.get(choice) or (flagged[1].label["en"] if flagged else choice.replace("_", " "))


def concern_facts(scene: Scene, concern: Concern) -> tuple[str, ...]:
    """What the concern has brought out so far, for the staff."""
    episode = scene.patient.episode(concern.episode)
    protocol = scene.protocol(episode) if episode else None
    began = f"Began {concern.began.astimezone(scene.practice.clinic.tz):%-d %b %H:%M}: {concern.origin}"
    if concern.private:
        return (*facts(scene, episode), began, "Wishes: no contact now")
    told = [began]
    if concern.complaints and protocol:
        rows = (protocol.complaint(id_) for id_ in concern.complaints)
        told.append("Bothers: " + "; ".join(row.label["en"] for row in rows if row))
    told += before_surgery(scene, episode)
    if scene.distressed and scene.patient.distressed_at:
        since = scene.patient.distressed_at.astimezone(scene.practice.clinic.tz)
        told.append(f"In distress since {since:%-d %b %H:%M}: read the earlier alerts")
    if concern.burden:
        told.append(f"Weighs: \u201c{_BURDENS[concern.burden]}\u201d, no number")
    elif concern.weight is not None:
        told.append(f"Weighs {concern.weight}/10")
    if concern.read and protocol:
        told.append("Read about: " + "; ".join(o.label["en"] for id_ in concern.read if (o := protocol.option(id_))))
    if concern.detail:
        told.append(f"Wishes: {concern.detail}")
    return (*facts(scene, episode), *told)
