"""A clinic on a stage."""

from tests.stage import house, postgres_of_stages, sqlite_of_stages, sqlite_stage, stage, stage_db

__all__ = ["house", "postgres_of_stages", "sqlite_of_stages", "sqlite_stage", "stage", "stage_db"]
