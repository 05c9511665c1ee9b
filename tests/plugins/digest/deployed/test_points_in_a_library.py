"""What the author promises of it, asked of a library in which it is installed."""

from __future__ import annotations

from pathlib import Path

from williams_client import open_library
from williams_client.models import JobStatus

NOTES = "# Cards\n\nA library keeps a card for every book that it lends. This keeps the books in order.\n"


def test_it_writes_by_a_task_of_its_own(tmp_path: Path) -> None:
    notes = tmp_path / "notes.md"
    notes.write_text(NOTES)
    with open_library() as library:
        (imported,) = library.jobs.wait([library.imports.file(notes).job_id])
        assert imported.content_id is not None, imported
        started = library.exports.start([imported.content_id], "points", parameters={"points": 1})
        (made,) = library.jobs.wait([started.job_id])
        assert (made.status, made.artifact_id is not None) == (JobStatus.COMPLETED, True), made
        provenance = library.provenance.genealogy("points", str(made.artifact_id)).provenance
    assert [model.name for model in provenance.models] == ["extractive-textrank"]
    (part,) = provenance.parts
    assert part.text == " ".join(source.quote for source in part.sources)
