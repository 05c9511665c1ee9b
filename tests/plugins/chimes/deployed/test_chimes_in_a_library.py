"""What the author promises of it, asked of a library in which it is installed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from williams_client import ApiProblem, Library, open_library
from williams_client.models import JobStatus

NOTES = """# Bells

A bell is cast of bronze, which is three parts of copper and one of tin. Its tone depends on its size and its shape.
The largest bells of the region are rung on feast days only, because their towers suffer from the swinging.
"""


@pytest.fixture(scope="module")
def library() -> Iterator[Library]:
    with open_library() as library:
        yield library


@pytest.fixture(scope="module")
def content_id(library: Library, tmp_path_factory: pytest.TempPathFactory) -> str:
    notes = tmp_path_factory.mktemp("tower") / "bells.md"
    notes.write_text(NOTES)
    (job,) = library.jobs.wait([library.imports.file(notes).job_id])
    assert job.content_id is not None, job
    return job.content_id


def test_the_library_lists_it(library: Library) -> None:
    (chimes,) = [each for each in library.engines.list() if each.engine_id == "speech.chimes"]
    assert (chimes.available, chimes.default, chimes.choices) == (True, False, ["high", "low"])


def test_it_speaks_beside_the_engine_that_the_library_has(library: Library, content_id: str) -> None:
    parameters = {"voice": "chimes/low", "minutes": 0.5, "add_music": False, "add_intro": False}
    (job,) = library.jobs.wait([library.exports.start([content_id], "podcast", parameters=parameters).job_id])
    assert job.status == JobStatus.COMPLETED, job
    assert job.artifact_id is not None
    voices = library.provenance.genealogy("podcast", job.artifact_id).provenance.voices
    spoken = {f"{voice.provider}/{voice.name}" for voice in voices}
    assert "chimes/low" in spoken
    assert [name for name in spoken if not name.startswith("chimes/")]


@pytest.mark.parametrize("voice", ["gongs/low", "chimes/middle", "middle"])
def test_a_voice_that_is_not_there_is_refused_with_those_that_are(
    library: Library, content_id: str, voice: str
) -> None:
    with pytest.raises(ApiProblem, match="chimes") as refused:
        library.exports.start([content_id], "podcast", parameters={"voice": voice})
    assert refused.value.status == 422
