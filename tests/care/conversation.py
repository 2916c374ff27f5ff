"""The conversation in memory, with the clinic and the patient of the tests."""

from pathlib import Path

from bot.demo.conversation import Alert, Conversation, NoSuchButton, Seen, Timer, a_patient, later, the_house

CLINIC = Path(__file__).parents[2] / "bot" / "template"

__all__ = ["CLINIC", "Alert", "Conversation", "NoSuchButton", "Seen", "Timer", "a_patient", "later", "the_house"]
