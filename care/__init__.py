"""Decides. Pure functions from what happened to what is to be done; no clock, no I/O, no chance."""
