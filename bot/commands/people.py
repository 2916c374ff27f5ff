"""`aftercare enroll`: a patient, and the link with a code that opens the conversation once."""

import asyncio
import json
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import segno
import typer

from bot.clinics import the_house
from bot.clock import wall_clock
from bot.commands.say import fail, mendable
from bot.enroll import EnrolmentError, Invitation, Request, add_episode, enroll, invite_again, patient_of_case
from bot.settings import Settings, read_settings
from bot.telegram import call, make_bot
from storage import Database
from storage.house import House


def enroll_patient(
    name: Annotated[str, typer.Option(help="First name; the bot calls the patient by it.")] = "",
    initials: Annotated[str, typer.Option(help="What staff see, such as L.M.")] = "",
    procedure: Annotated[str, typer.Option(help="One of the clinic's protocols.")] = "",
    surgery: Annotated[str, typer.Option(help="Day of surgery, YYYY-MM-DD.")] = "",
    surgeon: Annotated[str | None, typer.Option(help="Needed when the clinic has several.")] = None,
    language: Annotated[str | None, typer.Option(help="Else the clinic's first.")] = None,
    zone: Annotated[str | None, typer.Option(help="The patient's time zone, else the clinic's.")] = None,
    case: Annotated[
        int | None, typer.Option(help="A patient enrolled before: another operation, or a new link.")
    ] = None,
    new_phone: Annotated[
        bool, typer.Option("--new-phone", help="With --case: nothing more goes to the old phone; the new link binds.")
    ] = False,
    clinic: Annotated[str | None, typer.Option(help="Needed when there are several clinics.")] = None,
    bot_name: Annotated[str | None, typer.Option(help="The bot's name; else Telegram is asked.")] = None,
    png: Annotated[Path | None, typer.Option(help="Write the QR code to this file.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead.")] = False,
) -> None:
    """Enrol a patient, and print link, code and QR. Do it in the room, and wait for the first message."""
    with mendable():
        settings = read_settings()
        house = the_house(settings.clinic_dir, clinic)
        request = None
        if new_phone and (case is None or procedure):
            raise EnrolmentError("--new-phone: write it with --case alone, such as `--case 12 --new-phone`")
        if procedure or case is None:
            request = _request(house, name, initials, procedure, surgery, surgeon, language, zone)
        invitation = asyncio.run(_enroll(settings, house, request, case, bot_name, new_phone=new_phone))
    if invitation is None:
        typer.echo("Added. The patient is told, if they are connected.")
        return
    _show(invitation, png, as_json=as_json)


async def _enroll(
    settings: Settings,
    house: House,
    request: Request | None,
    case: int | None,
    bot_name: str | None,
    *,
    new_phone: bool,
) -> Invitation | None:
    db, now = Database.connect(settings.database_url, settings.vault()), wall_clock()
    try:
        if case is None and request is not None:
            name = bot_name or await _bot_name(settings, house)
            return await enroll(db, request, house=house, bot_name=name, now=now)
        patient_id = await patient_of_case(db, house, case or 0)
        if request is not None:
            await add_episode(db, patient_id, request, house=house, now=now)
            return None
        name = bot_name or await _bot_name(settings, house)
        return await invite_again(db, patient_id, house=house, bot_name=name, now=now, new_phone=new_phone)
    finally:
        await db.close()


async def _bot_name(settings: Settings, house: House) -> str:
    token = settings.token(house.practice.clinic.token_variable)
    async with make_bot(token, api_url=settings.telegram_api_url) as bot:
        me: Any = await call(bot, "getMe", {})
        return str(me["username"])


def _request(
    house: House,
    name: str,
    initials: str,
    procedure: str,
    surgery: str,
    surgeon: str | None,
    language: str | None,
    zone: str | None,
) -> Request:
    surgeons = house.practice.clinic.surgeons
    if surgeon is None and len(surgeons) > 1:
        raise EnrolmentError(f"surgeon: write --surgeon with one of: {', '.join(surgeons)}")
    return Request(
        first_name=name,
        initials=initials,
        procedure=procedure,
        surgery_on=_day(surgery),
        surgeon=surgeon or surgeons[0],
        language=language,
        zone=zone,
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise EnrolmentError(f"surgery: '{text}' is no date; write YYYY-MM-DD, such as 2026-03-02") from None


def _show(invitation: Invitation, png: Path | None, *, as_json: bool) -> None:
    qr = segno.make(invitation.link, error="m")
    if png is not None:
        try:
            qr.save(str(png), kind="png", scale=8)
        except OSError as error:
            fail(
                f"--png: cannot write {png}: {error.strerror}. The patient is enrolled; ask for a new link with --case."
            )
    if as_json:
        told = {
            "case": invitation.case,
            "link": invitation.link,
            "code": invitation.code,
            "expires_at": invitation.expires_at.isoformat(),
        }
        typer.echo(json.dumps(told))
        return
    qr.terminal(compact=True)
    typer.echo(f"Case {invitation.case}. Link (once, until {invitation.expires_at:%Y-%m-%d}): {invitation.link}")
    typer.echo(f"Code, to be told and not written beside the link: {invitation.code}")
