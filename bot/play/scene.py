"""The whole scene as the page draws it: clinic, people, bot, clock, trouble."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.core import Locale

from bot.demo.process import BotProcess
from bot.play.clockwork import Clockwork
from bot.play.play import Play
from care.calendar import awake


def scene(
    play: Play, clockwork: Clockwork, process: BotProcess, *, patient_id: str | None, recording: str | None
) -> dict[str, Any]:
    """Everything at once; with a patient, the quiet hours are that patient's."""
    return {
        "clinic": _clinic(play),
        "people": play.persons.as_json(),
        "bot": bot_scene(play, process),
        "clock": _clock(play, clockwork, patient_id),
        "trouble": trouble_scene(play),
        "recording": recording,
        "cursor": play.news.cursor,
    }


def _clinic(play: Play) -> dict[str, Any]:
    practice = play.stage.house.practice
    clinic = practice.clinic
    return {
        "name": clinic.name,
        "zone": clinic.zone,
        "zones": [clinic.zone, *clinic.zones],
        "staff_chat": play.stage.staff_chat.id,
        "languages": [{"code": code, "name": _language(code)} for code in clinic.languages],
        "procedures": [{"id": name, "name": _procedure(play, name)} for name in practice.protocols],
        "surgeons": list(clinic.surgeons),
        "bot_username": play.stage.world.bot().user.username,
        "bot_name": play.stage.world.bot().user.first_name,
    }


def _language(code: str) -> str:
    return (Locale.parse(code, sep="-").get_display_name() or code).title()


def _procedure(play: Play, name: str) -> str:
    return play.stage.house.practice.protocols[name].name.get("en", name)


def bot_scene(play: Play, process: BotProcess) -> dict[str, Any]:
    """The bot's process, and what waits for it on both sides."""
    return {
        "alive": process.alive,
        "starts": process.starts,
        "kills": process.kills,
        "pid": process.pid,
        "waiting_at_telegram": len(play.stage.world.bot().queue.pending),
        "waiting_to_be_sent": play.unsent,
    }


def _clock(play: Play, clockwork: Clockwork, patient_id: str | None) -> dict[str, Any]:
    clinic, now = play.stage.house.practice.clinic, play.stage.now
    followed = play.persons.followed.get(patient_id or "")
    zone = ZoneInfo(followed.state.zone) if followed else clinic.tz
    waking = awake(now, quiet=clinic.quiet, zone=zone)
    return {
        "now": now.isoformat(),
        "local": _local(now, clinic.tz),
        "patient_local": _local(now, zone),
        "playing": clockwork.playing,
        "rate": clockwork.rate,
        "next_due": None if play.next_due is None else play.next_due.isoformat(),
        "quiet_until": waking.isoformat() if waking > now else None,
        "busy": clockwork.busy,
        "target": None if clockwork.target is None else clockwork.target.isoformat(),
    }


def _local(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).isoformat()


def trouble_scene(play: Play) -> dict[str, Any]:
    """What goes wrong now, and until when."""
    trouble = play.stage.trouble
    until = trouble.outage_until
    blocked = [one.phone.id for one in play.persons.followed.values() if play.stage.world.chat(one.phone.id).blocked]
    return {
        "outage": trouble.outage,
        "outage_until": None if until is None else until.isoformat(),
        "slow_s": trouble.slow_s,
        "unanswered": trouble.unanswered,
        "blocked": blocked,
    }
