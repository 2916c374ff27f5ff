"""The parts with which free text is read; `care.triage` puts them together."""
