"""`aftercare play`: the real bot on a stage, and a page in which one is the patient, the staff and the clock."""
