"""Kills the real process while updates flow, and counts what was lost, doubled and out of order: `python -m tests.crash`."""
