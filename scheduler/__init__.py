"""Keeps time: a heartbeat that says "look now", and what is then looked at."""
