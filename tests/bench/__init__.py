"""Measures what we promise about speed, beside what others do, in one run: `python -m tests.bench`."""
