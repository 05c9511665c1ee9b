"""What the author promises of it, asked of a library in which it is installed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from williams_client import Library, open_library
from williams_client.models import JobStatus

RECORDING = """frames
[title]
On Seed Banks
[audio]
waves
[thumbnail]
a jar
[transcript]
0:00 A seed bank keeps the seeds of many plants in the cold.
12:04 Damp paper bags ruin a whole harvest of orchid seeds within weeks.
"""


@pytest.fixture(scope="module")
def library() -> Iterator[Library]:
    with open_library() as library:
        yield library


@pytest.fixture(scope="module")
def content_id(library: Library, tmp_path_factory: pytest.TempPathFactory) -> str:
    recording = tmp_path_factory.mktemp("hall") / "seeds.lecture"
    recording.write_text(RECORDING)
    (job,) = library.jobs.wait([library.imports.file(recording).job_id])
    assert (job.status, job.plugin_id) == (JobStatus.COMPLETED, "import.lecture"), job
    assert job.content_id is not None
    return job.content_id


def test_its_four_originals_stand_under_their_own_names(library: Library, content_id: str) -> None:
    names = ("video.mp4", "audio.mp3", "thumbnail.jpg", "transcript.txt", "extracted.txt")
    paths = library.content.get(content_id).storage_paths
    assert paths == {name: f"lectures/{content_id}/{name}" for name in names}


def test_a_search_leads_to_the_second(library: Library, content_id: str) -> None:
    hit = library.search("What ruins orchid seeds?", 1).hits[0]
    assert (hit.content_id, hit.paragraph.where) == (content_id, "12:04")
    assert (hit.paragraph.seconds, hit.paragraph.place.seconds, hit.paragraph.place.until) == (724.0, 724.0, None)


def test_what_is_made_of_it_cites_the_second(library: Library, content_id: str) -> None:
    parameters = {"minutes": 0.5, "add_music": False, "add_intro": False}
    made = library.exports.start([content_id], "podcast", parameters=parameters)
    (job,) = library.jobs.wait([made.job_id])
    assert job.status == JobStatus.COMPLETED, job
    assert job.artifact_id is not None
    tree = library.provenance.genealogy("podcast", job.artifact_id).provenance
    cited = {source.where: source for part in tree.parts for source in part.sources}
    assert cited["12:04"].place.seconds == 724.0
    assert "orchid" in cited["12:04"].quote
    attribution = library.provenance.attribution("podcast", job.artifact_id)
    assert [entry.citation for entry in attribution.attributions if "12:04" in entry.citation]
