"""The table and the file that `make bench` writes; the benchmarks themselves need the local cloud."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from tests.benchmarks.figures import Aim, Figure, interleaved, percentile, ratio
from tests.benchmarks.machine import surroundings
from tests.benchmarks.report import table, write

SLOW = ratio("import_pdf_overhead_ratio", [3.0, 9.0, 2.0], [2.0, 1.0, 4.0], measured_in="s", aim=Aim(1.3))
FAST = ratio("jobs_per_s_ratio", [9.0], [10.0], measured_in="jobs/s", aim=Aim(0.8, at_least=True))
SIZE = Figure(name="unzipped_mb", subject="api, local", value=196.04, unit="MB")


def _printed(*figures: Figure) -> list[str]:
    out = io.StringIO()
    Console(file=out, width=120).print(table(figures))
    return out.getvalue().splitlines()


def test_a_ratio_is_that_of_the_medians_and_keeps_both_numbers() -> None:
    assert (SLOW.value, SLOW.ours, SLOW.bare, SLOW.runs) == (1.5, 3.0, 2.0, 3)
    assert SLOW.details == {"ours_min_s": 2.0, "ours_max_s": 9.0, "bare_min_s": 1.0, "bare_max_s": 4.0}


def test_an_aim_may_be_a_ceiling_or_a_floor() -> None:
    assert (SLOW.met, FAST.met, SIZE.met) == (False, True, None)
    assert Aim(0.8, at_least=True).met_by(0.79) is False


def test_the_table_shows_value_aim_verdict_and_both_numbers() -> None:
    _, slow, fast, size = _printed(SLOW, FAST, SIZE)
    assert slow.split() == ["import_pdf_overhead_ratio", "1.50", "≤", "1.3", "missed", "3", "s", "2", "s", "3"]
    assert fast.split() == ["jobs_per_s_ratio", "0.90", "≥", "0.8", "met", "9", "jobs/s", "10", "jobs/s", "1"]
    assert size.split() == ["unzipped_mb", "api,", "local", "196.0", "MB", "1"]


def test_the_file_holds_the_figures_and_what_they_depend_on(tmp_path: Path) -> None:
    path = tmp_path / "build" / "bench.json"
    write(path, [SLOW], surroundings(quick=True))
    written = json.loads(path.read_text(encoding="utf-8"))
    assert written["quick"] is True
    assert written["machine"]["cores"] >= 1
    assert written["versions"].keys() >= {"python", "fastapi", "onnxruntime"}
    (figure,) = written["figures"]
    assert figure["name"] == "import_pdf_overhead_ratio"
    assert (figure["value"], figure["aim"], figure["met"]) == (1.5, "≤ 1.3", False)
    assert (figure["ours"], figure["bare"], figure["measured_in"]) == (3.0, 2.0, "s")


@pytest.mark.parametrize(("percent", "expected"), [(50, 10.0), (95, 19.0), (100, 20.0), (0, 1.0)])
def test_a_percentile_is_one_of_the_values(percent: float, expected: float) -> None:
    assert percentile([float(n) for n in range(20, 0, -1)], percent) == expected


def test_there_is_no_percentile_of_nothing() -> None:
    with pytest.raises(ValueError, match="nothing"):
        percentile([], 50)


def test_each_side_has_its_turn_in_each_round_and_another_begins() -> None:
    assert list(interleaved(3, 2)) == [0, 1, 1, 0, 0, 1]
