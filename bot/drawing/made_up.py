"""A patient who does not exist, for whom the conversations of a protocol are walked through."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from care.calendar import instant
from care.lines import Line
from care.patient import Answer, Episode, Patient, PatientId
from care.plan import Due, plan
from care.practice import Practice
from care.protocol import Protocol
from storage.house import House

NOON = time(12)
A_MONTH = timedelta(days=30)
A_WEEK = timedelta(weeks=1)
FIRST_DAYS = timedelta(days=3)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Case:
    """One protocol for one made-up patient: what decides, what speaks, and when and where they live."""

    house: House
    protocol: Protocol
    surgery_on: date
    zone: ZoneInfo
    hour: time
    language: str

    @property
    def practice(self) -> Practice:
        """What decides about this patient. What they write in a walk means nothing, so it is not read for danger."""
        return replace(self.house.practice, rules=())

    @property
    def dues(self) -> tuple[Due, ...]:
        """Every check-in, as it would be planned for this patient."""
        clinic = self.house.practice.clinic
        return plan(self.protocol, surgery_on=self.surgery_on, zone=self.zone, hour=self.hour, clinic=clinic)

    @property
    def patient(self) -> Patient:
        """Somebody who has joined, with one operation behind them."""
        clinic = self.house.practice.clinic
        return Patient(
            id=PatientId("madeup"),
            clinic=clinic.id,
            case=1,
            first_name="Lena",
            initials="L.M.",
            language=self.language,
            zone=self.zone.key,
            hour=f"{self.hour:%H:%M}",
            stage="followed",
            consent=clinic.consent.version,
            episodes=(self._episode("e1", self.surgery_on),),
        )

    def _episode(self, id_: str, on: date) -> Episode:
        return Episode(
            id=id_,
            procedure=self.protocol.procedure,
            version=self.protocol.version,
            surgery_on=on,
            surgeon=self.house.practice.clinic.surgeons[0],
        )

    @property
    def with_answers(self) -> Patient:
        """The same, after telling in own words what they hoped for before surgery."""
        before = self.noon(self.surgery_on - A_WEEK)
        (episode,) = self.patient.episodes
        for id_, question in self.protocol.questions.items():
            if question.kind == "words":
                episode = episode.answered(Answer(question=id_, words="…", at=before))
        return self.patient.with_episode(episode)

    def noon(self, on: date) -> datetime:
        return instant(on, NOON, self.zone)

    def lives(self) -> Iterator[tuple[Patient, datetime]]:
        """The patient at different times of their life, the most usual first: soon after the result is first asked
        about; in the first days; and long after, with two operations."""
        judged, day = self.protocol.judged, self.surgery_on
        patient, usual = self.with_answers, judged.first_asked.on(day) + A_WEEK
        for on in (usual, day + FIRST_DAYS):
            yield patient, self.noon(on)
        twice = (*patient.episodes, self._episode("e2", day + FIRST_DAYS))
        yield replace(patient, episodes=twice), self.noon(judged.until.on(day) + A_MONTH)

    def words(self, line: Line) -> str:
        """As this patient reads it."""
        return self.house.catalog.words(line, self.house.reader(self.patient))
