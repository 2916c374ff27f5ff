"""A clinic on a stage."""

from tests.stage import house, sqlite_stage, stage

__all__ = ["house", "sqlite_stage", "stage"]
