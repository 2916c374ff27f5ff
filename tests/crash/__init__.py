"""Kills the real process while updates flow, and counts what was lost or doubled: `python -m tests.crash`."""
