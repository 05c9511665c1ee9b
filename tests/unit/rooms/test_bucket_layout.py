"""The bucket's layout stands in one file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from williams.domain import bucket
from williams.plugin.exporting import ExportPlugin
from williams.plugin.importing import ImportPlugin
from williams.plugin.registry import discover

ROOT = Path(__file__).resolve().parents[3]
ROOMS = ("layers", "functions", "infra", "localstack", "plugins")
LAYOUT = Path(bucket.__file__).relative_to(ROOT)
PLUGINS: list[ImportPlugin | ExportPlugin] = [*discover().imports(), *discover().exports()]
FOLDERS = bucket.RESERVED | {plugin.folder for plugin in PLUGINS}
# Neither the path of a URL or of a file, nor a longer word.
SPELT = re.compile(rf"(?<![\w/.-])({'|'.join(sorted(FOLDERS, key=len, reverse=True))})/")
TEXTS = {".py", ".toml", ".yaml", ".json", ".cypher"}
# Made-up records for the tests of plugins.
TESTING = Path("layers/testing/src/williams_testing")


def _files() -> Iterator[Path]:
    for room in ROOMS:
        for path in (ROOT / room).rglob("*"):
            name = path.relative_to(ROOT)
            if path.suffix in TEXTS and name != LAYOUT and not name.is_relative_to(TESTING):
                yield path


def _spelt(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if SPELT.search(line)]


@pytest.mark.parametrize(
    "line",
    ['key = f"uploads/{owner}/x"', 'inbox = "drop/inbox"', 'f"{job}jobs/{stage}"', 'objects.keys("documents/")'],
)
def test_spelling_a_prefix_is_noticed(line: str) -> None:
    assert _spelt(line)


@pytest.mark.parametrize("line", ['"/api/jobs/{job_id}"', '"docs/uploads/"', '"audio/mpeg"', '"the jobs / places"'])
def test_other_words_are_left_alone(line: str) -> None:
    assert not _spelt(line)


def test_no_other_file_spells_a_prefix() -> None:
    spelt = [f"{path.relative_to(ROOT)}: {line}" for path in _files() for line in _spelt(path.read_text("utf-8"))]

    assert spelt == []


def test_what_the_library_keeps_for_itself_is_below_no_plugins_folder() -> None:
    own = [
        bucket.job_prefix("job_1"),
        bucket.checkpoints_prefix("job_1"),
        bucket.scratch_prefix("job_1"),
        bucket.waiting_key("job_1", "publish-1"),
        bucket.paid_call_key("job_1", "abc", "json"),
        bucket.model_key("0" * 64),
        bucket.owner_uploads_prefix("ada"),
        bucket.upload_prefix("ada", "up_1"),
        bucket.upload_prefix("ada", f"{bucket.DROPPED}1"),
        bucket.drop_result_key("ada", "1", "a.pdf"),
        bucket.heard_prefix("1"),
        bucket.SWEEP_CURSOR,
        bucket.prefix(bucket.DROP_INBOX),
    ]

    assert {key.partition("/")[0] for key in own} == bucket.RESERVED
    assert not bucket.RESERVED & {plugin.folder for plugin in PLUGINS}


def test_answers_are_never_below_what_is_watched_for_drops() -> None:
    assert not bucket.drop_result_key("ada", "1", "a.pdf").startswith(bucket.prefix(bucket.DROP_INBOX))
