"""Who is there: the staff, and the patients with what the database knows of them now."""

from dataclasses import dataclass, field
from typing import Any

from bot.demo.stage import Stage
from bot.enroll import Invitation
from care.patient import Patient, load_patient
from simulator.people import User
from storage import patients
from storage.timeline import turns_taken


@dataclass(slots=True, kw_only=True)
class Followed:
    """A patient of this play: their phone, what they were handed, and their state as last read."""

    name: str  # by which a story tells of them; no two have the same
    phone: User
    invitation: Invitation
    state: Patient


@dataclass(slots=True, kw_only=True)
class Persons:
    """Everybody. `refresh` reads again only those who have taken a turn since."""

    stage: Stage
    followed: dict[str, Followed] = field(default_factory=dict)  # by patient id
    turns: dict[str, int] = field(default_factory=dict)

    async def refresh(self) -> bool:
        """Read whoever has changed. True when anybody has."""
        clinic = self.stage.house.practice.clinic.id
        async with self.stage.db.read() as tx:
            now = await turns_taken(tx, clinic)
            changed = [id_ for id_ in self.followed if now.get(id_) != self.turns.get(id_)]
            for id_ in changed:
                row = await patients.load(tx, id_, lock=False)
                if row is not None:
                    self.followed[id_].state = load_patient(row.state)
        self.turns = now
        return bool(changed)

    def of_patient(self, patient_id: str) -> Followed:
        """Raises LookupError in words."""
        if patient_id not in self.followed:
            raise LookupError(f"no patient '{patient_id}'")
        return self.followed[patient_id]

    def as_json(self) -> list[dict[str, Any]]:
        """Patients in the order of their case numbers, then the staff."""
        return [*(self._patient(one) for one in self.followed.values()), *self._staff()]

    def _patient(self, one: Followed) -> dict[str, Any]:
        state, invitation = one.state, one.invitation
        return {
            "id": one.phone.id,
            "name": state.first_name,
            "kind": "patient",
            "patient_id": state.id,
            "case": state.case,
            "initials": state.initials,
            "procedure": state.episodes[0].procedure,
            "surgery_on": state.episodes[0].surgery_on.isoformat(),
            "surgeon": state.episodes[0].surgeon,
            "language": state.language,
            "zone": state.zone,
            "stage": state.stage,
            "blocked": self.stage.world.chat(one.phone.id).blocked,
            "last_message": self._last_message(one.phone.id),
            "link": invitation.link,
            "code": invitation.code,
            "joined": state.stage not in ("invited", "joining"),
        }

    def _last_message(self, chat_id: int) -> int:
        """The number of messages of this chat so far: what comes after it has not been seen."""
        return len(self.stage.world.chat(chat_id).messages)

    def _staff(self) -> list[dict[str, Any]]:
        world = self.stage.world
        return [
            {
                "id": person.telegram,
                "name": person.name,
                "kind": "staff",
                "title": ", ".join(role.replace("_", " ") for role in person.roles),
                "stage": "staff",
                "blocked": world.chat(person.telegram).blocked,
                "joined": True,
            }
            for person in self.stage.house.practice.clinic.staff
        ]
