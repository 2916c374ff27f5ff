"""Rows for alerts: opened, told again, taken, closed, and when an open one climbs next."""

from collections.abc import Iterator

from bot.play.rows import Row
from care.alert import OUTCOMES
from care.clinic import Clinic
from storage.outbox import Lane
from storage.timeline import Around, Raised, Said

_TOLD = (Lane.EMERGENCY, Lane.URGENT, Lane.ALERT)


def alert_rows(around: Around, clinic: Clinic) -> Iterator[Row]:
    """The life of each alert."""
    for alert in around.raised:
        yield from _life(alert, _told(around, alert.id), clinic)


def _told(around: Around, alert_id: int) -> list[Said]:
    return [
        said
        for said in around.said
        if said.alert_id == alert_id and said.lane in _TOLD and said.method == "sendMessage"
    ]


def _life(alert: Raised, told: list[Said], clinic: Clinic) -> Iterator[Row]:
    name = f"Alert #{alert.id}"
    first = next((said for said in told if said.message_id is not None), None)

    def row(part: str, **facts: object) -> Row:
        shown = {
            "chat_id": clinic.staff_chat if first is None else first.chat_id,
            "message_id": None if first is None else first.message_id,
        }
        return Row(id=f"alert:{alert.id}:{part}", patient_id=alert.patient_id, **shown | facts)  # type: ignore[arg-type]  # the facts of Row

    yield row("opened", at=alert.raised_at, what=f"{name} opened: {alert.title}", state="sent", why=_level(alert))
    for said in told:
        if said.created_at == alert.raised_at and said.state in ("sent", "new", "claimed"):
            continue
        yield _again(alert, said, clinic)
    if alert.acknowledged_at is not None:
        who = _who(alert.acknowledged_by, clinic)
        yield row("taken", at=alert.acknowledged_at, what=f"{name} taken by {who}", state="answered")
    if alert.resolved_at is not None:
        outcome = next((words for key, words in OUTCOMES.items() if key == alert.outcome), "")
        who = _who(alert.resolved_by, clinic)
        yield row("closed", at=alert.resolved_at, what=f"{name} closed by {who}", state="answered", why=outcome)
    if alert.climbs_at is not None:
        what = f"{name} climbs to the next person"
        yield row("climbs", at=alert.climbs_at, what=what, state="planned", why="unless somebody takes it before")


def _again(alert: Raised, said: Said, clinic: Clinic) -> Row:
    whom = "the staff chat" if said.chat_id == clinic.staff_chat else _who(said.chat_id, clinic)
    at = said.sent_at or max(said.created_at, said.due_at)
    match said.state:
        case "sent":
            state, why = "sent", "nobody had taken it, or there was news"
        case "unknown":
            state, why = "unknown", "Telegram did not say whether it arrived; it is told again"
        case "new" | "claimed":
            state, why = "planned", "waits to be sent"
        case "cancelled":
            state, why = "cancelled", said.reason or ""
        case _:
            state, why = "failed", said.reason or ""
    return Row(
        id=f"outbox:{said.id}",
        at=at,
        what=f"Alert #{alert.id} told to {whom}",
        state=state,  # type: ignore[arg-type]  # one of the five above
        why=why,
        patient_id=alert.patient_id,
        chat_id=said.chat_id,
        message_id=said.message_id,
    )


def _level(alert: Raised) -> str:
    return alert.level.replace("_", " ")


def _who(telegram: int | None, clinic: Clinic) -> str:
    person = None if telegram is None else clinic.person(telegram)
    return person.name if person else "somebody"
