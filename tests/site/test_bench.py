"""What `make bench` measures can be done: each act by itself, on a small playbook."""

import json
from pathlib import Path

import pytest
from rich.table import Table

from scripts import bench
from tests import commands
from tests.copies import copy_with_little_data


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_with_little_data(tmp_path_factory.mktemp("bench") / "project")


def test_every_act_is_done(small: Path) -> None:
    out = small.parent / "plain"
    for act in bench.ACTS:  # in their order: what is plain is built from what was written for it
        done = commands.run(small, "bench", "--act", act, "--out", str(out))
        assert done.status == 0, (act, done.text[-2000:])
        assert all(seconds > 0 for seconds in json.loads(done.out.splitlines()[-1]).values())
    assert (out / "site/duties/data-monitoring/index.html").is_file()


@pytest.mark.parametrize(("seconds", "power"), [([1, 3, 10], 1), ([1, 9, 100], 2), ([5, 5, 5], 0)])
def test_growth_is_told_as_a_power(seconds: list[float], power: float) -> None:
    assert bench.exponent([100, 300, 1000], seconds) == pytest.approx(power, abs=1e-9)


@pytest.mark.parametrize(("typed", "generated"), [([], []), (["0"], []), (["2", "0", "4"], [2, 4])])
def test_as_many_playbooks_are_generated_as_were_asked_for(
    monkeypatch: pytest.MonkeyPatch, typed: list[str], generated: list[int]
) -> None:
    made: list[int] = []
    monkeypatch.setattr(bench, "compare", lambda *_: (Table(), bench.Run(2 ** len(made), 1)))
    monkeypatch.setattr("tests.generate.generate", lambda _root, duties: made.append(duties))
    assert bench.main(["--duties", *typed]) == 0
    assert made == generated
