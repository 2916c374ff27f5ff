"""The measuring itself, on a small scale: it runs, and judges by the targets."""

from pathlib import Path

import pytest

from bot.clinics import read_house
from tests.bench.asking import asking
from tests.bench.figures import Figure, percentile
from tests.bench.ground import Ground
from tests.bench.jobs import PLAN, against_jobs
from tests.bench.targets import Target, at_least, at_most
from tests.crash.small import small_clinic
from tests.databases import PostgresServer, SqliteFiles


@pytest.fixture
def ground(tmp_path: Path, sqlite_files: SqliteFiles, postgres: PostgresServer) -> Ground:
    """A small clinic's ground."""
    house = read_house(small_clinic(tmp_path))
    return Ground(house=house, folder=tmp_path, sqlite=sqlite_files, postgres=postgres)


def test_percentiles_are_values_that_were_measured() -> None:
    """The median of five is the third, the 99th percentile the last."""
    waits = [5.0, 1.0, 4.0, 2.0, 3.0]

    assert (percentile(waits, 0.5), percentile(waits, 0.99)) == (3.0, 5.0)


@pytest.mark.parametrize(
    ("judged", "target", "met"),
    [(1.2, at_most(1.2), True), (1.3, at_most(1.2), False), (20, at_least(20), True), (19, at_least(20), False)],
)
def test_a_figure_is_judged_by_its_target(judged: float, target: Target, met: bool) -> None:
    """A limit may be reached and not passed."""
    figure = Figure(what="claim", value=1, unit="ms", judged=judged, target=target)

    assert figure.met == met


async def test_check_ins_are_measured_against_jobs(ground: Ground) -> None:
    """Rows and jobs are added and fired, and all of them fire."""
    figures = await against_jobs(ground, check_ins=2 * PLAN, rounds=1)

    assert [figure.value > 0 for figure in figures] == [True, True, True]


async def test_asking_is_a_whole_turn(ground: Ground) -> None:
    """Each patient's due check-in is asked, and the rate is told."""
    rate, stall = await asking(ground, patients=2, rounds=1)

    assert rate.value > 0
    assert stall.value > 0
