"""The example programs do what they say, for a user who has nothing but the API."""

from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
from pathlib import Path

from tests.e2e.cloud import ROOT
from tests.e2e.podcast import Podcast
from tests.e2e.samples import SAMPLE
from tests.e2e.tenant import Tenant
from tests.unit.docs.pages import Page, block

EXAMPLES = ROOT / "docs" / "examples"
SECONDS = 150


def example(user: Tenant, folder: Path, name: str, *arguments: str, code: int = 0) -> str:
    """Run an example as a user does, in a folder of its own; return what it said."""
    token = str(user.http.headers["authorization"]).removeprefix("Bearer ")
    done = subprocess.run(
        [sys.executable, str(EXAMPLES / name), *arguments],
        cwd=folder,
        env={**os.environ, "WILLIAMS_API_URL": user.cloud.info.api_url, "WILLIAMS_TOKEN": token},
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_a_reading_list_becomes_an_episode(newcomer: Tenant, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"no PDF at all")
    said = example(newcomer, tmp_path, "reading_list.py", str(SAMPLE), str(broken), "--minutes", "0.5")
    assert f"imported      {SAMPLE}: doc_" in said
    assert f"not imported  {broken}: " in said
    assert "Where Words Come From. License: CC-BY-4.0." in said
    assert (tmp_path / "episode" / "podcast.mp3").stat().st_size > 10_000


def test_a_table_says_what_each_line_stands_on(reader: Tenant, podcast: Podcast, tmp_path: Path) -> None:
    said = example(reader, tmp_path, "citation_table.py", podcast.artifact.artifact_id)
    with (tmp_path / "citations.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert {int(row["part"]) for row in rows} == {line["ordinal"] for line in podcast.lines}
    assert all(row["quote"] and row["place"] for row in rows)
    assert "license: CC-BY-4.0" in said


def test_a_question_is_answered_with_quotations(reader: Tenant, podcast: Podcast, tmp_path: Path) -> None:
    assert podcast.job.status == "completed"
    said = example(reader, tmp_path, "citations.py", "How can a reader check a statement?", "--limit", "2")
    assert said.startswith("# How can a reader check a statement?\n")
    assert said.count("> — Williams Librarian contributors: *Where Words Come From*, p. ") == 2


def test_a_library_with_nothing_says_so(newcomer: Tenant, tmp_path: Path) -> None:
    assert "has nothing on this" in example(newcomer, tmp_path, "citations.py", "anything", code=1)


def test_a_job_is_followed_to_its_end(reader: Tenant, podcast: Podcast, tmp_path: Path) -> None:
    said = example(reader, tmp_path, "follow_job.py", podcast.job.job_id).splitlines()
    assert said[0].endswith("Waiting for a place")
    assert "100.0 %  completed" in said[-1]
    assert [int(line.split()[0]) for line in said] == sorted(int(line.split()[0]) for line in said)


def test_the_page_about_the_client_does_what_it_says(newcomer: Tenant) -> None:
    page = Page(ROOT / "docs" / "how-to" / "use-the-python-client.md")
    token = str(newcomer.http.headers["authorization"]).removeprefix("Bearer ")
    done = subprocess.run(
        [sys.executable, "-c", block(page, "python", "open_library")],
        cwd=ROOT,
        env={**os.environ, "WILLIAMS_API_URL": newcomer.cloud.info.api_url, "WILLIAMS_TOKEN": token},
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert done.returncode == 0, done.stderr
    assert "100 %  completed" in done.stdout
    assert len(re.findall(r"^p\. \d, ¶ \d+: ", done.stdout, re.MULTILINE)) == 3
