"""`--update-golden` writes what happens now into the golden conversations, instead of comparing."""

import os

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite the expectations of golden conversations")


@pytest.fixture
def updating(request: pytest.FixtureRequest) -> bool:
    """Whether to rewrite expectations."""
    return bool(request.config.getoption("--update-golden", default=False)) or os.environ.get("GOLDEN_UPDATE") == "1"
