"""What every turn of a clinic needs."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from care.patient import Patient
from care.practice import Practice
from messages import Catalog, Reader


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class House:
    """How a clinic decides, and how it speaks."""

    practice: Practice
    catalog: Catalog

    def __repr__(self) -> str:
        return f"House({self.practice.clinic.id})"  # all of it would be half a megabyte

    def reader(self, patient: Patient) -> Reader:
        clinic = self.practice.clinic
        places = {
            "first_name": patient.first_name,
            "clinic": clinic.name,
            "clinic_phone": clinic.phone,
            "emergency_number": clinic.emergency_number,
            "surgeon": patient.episodes[0].surgeon,
        }
        return Reader(language=patient.language, zone=ZoneInfo(patient.zone), places=places)
