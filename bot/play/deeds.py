"""What the page asks for: a patient, time, trouble, a killed bot, an act of a person."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.play import wishes
from bot.play.desk import Desk, body_of
from bot.play.recorder import Recorder
from bot.play.scene import bot_scene, trouble_scene
from bot.play.told import NotTold, Told
from bot.play.wishes import read_wish


async def enroll(desk: Desk, request: Request) -> dict[str, Any]:
    wish = read_wish(wishes.ENROLMENT, await body_of(request)).request()

    def told(recorder: Recorder) -> Told:
        return recorder.enrolment(desk.play.free_name(wish.first_name), wish)

    one = await desk.recording.deed(told, partial(desk.play.enroll, wish))
    return next(person for person in desk.play.persons.as_json() if person.get("patient_id") == one.state.id)


async def act(desk: Desk, request: Request) -> Any:
    return await desk.recording.act(request.path_params["act"], await body_of(request))


async def refuse_untold(desk: Desk, request: Request) -> Any:
    raise NotTold(f"a story has no words for {request.method} {request.url.path}")


async def move_clock(desk: Desk, request: Request) -> Response:
    wish = read_wish(wishes.CLOCK, await body_of(request))
    clockwork, clinic = desk.clockwork, desk.play.stage.house.practice.clinic
    target: datetime | None = None
    match wish:
        case wishes.Advance(seconds=seconds, stop_at_questions=stop):
            target = await clockwork.advance(timedelta(seconds=seconds), stop_at_questions=stop)
        case wishes.To(stop_at_questions=stop):
            target = await clockwork.to(wish.moment(clinic.tz), stop_at_questions=stop)
        case wishes.Next(stop_at_questions=stop):
            target = await clockwork.next(stop_at_questions=stop)
        case wishes.Awake(patient=patient_id, stop_at_questions=stop):
            zone = ZoneInfo(desk.play.persons.of_patient(patient_id).state.zone) if patient_id else clinic.tz
            target = await clockwork.awaken(zone, stop_at_questions=stop)
        case wishes.Run(rate=rate, stop_at_questions=stop):
            await clockwork.run(rate, stop_at_questions=stop)
        case wishes.Pause():
            await clockwork.pause()
    return JSONResponse({"target": None if target is None else target.isoformat()}, status_code=202)


async def make_trouble(desk: Desk, request: Request) -> dict[str, Any]:
    wish = read_wish(wishes.TROUBLE, await body_of(request))
    trouble = desk.play.stage.trouble

    async def happens() -> None:
        match wish:
            case wishes.Outage(seconds=seconds, kind=kind):
                trouble.cut_off(lasts=None if seconds is None else timedelta(seconds=seconds), kind=kind)
            case wishes.Slow(seconds=seconds):
                trouble.slow_down(seconds)
            case wishes.Unanswered(times=times):
                trouble.leave_unanswered(times)
            case wishes.Calm():
                trouble.calm()

    await desk.recording.deed(lambda recorder: recorder.checked({"trouble": wish.told()}), happens)
    desk.play.news.tell("trouble", "clock")
    desk.play.stir()
    return trouble_scene(desk.play)


async def kill_or_start(desk: Desk, request: Request) -> dict[str, Any]:
    wish = read_wish(wishes.BOT, await body_of(request))

    async def happens() -> None:
        if wish.do in ("kill", "restart"):
            await desk.process.kill()
            desk.play.news.tell("bot")
        if wish.do in ("start", "restart"):
            await desk.process.start()

    await desk.recording.deed(lambda recorder: recorder.checked({"bot": wish.do}), happens)
    desk.play.news.tell("bot")
    desk.play.stir()
    return bot_scene(desk.play, desk.process)
