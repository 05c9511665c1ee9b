"""Whatever one store says and another does not is found, and nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.unit.functions.conftest import TEXT_URL, text_application
from williams.domain.jobs import Job, JobError
from williams.services.exports import NewExport
from williams.services.imports import NewImport
from williams_testing.application import MemoryApplication
from williams_testing.library import OWNER

PERMANENT = JobError(code="corrupt-content", message="torn", retryable=False)


@pytest.fixture
def app() -> MemoryApplication:
    return text_application()


async def imported(app: MemoryApplication) -> Job:
    job = (await app.services.imports.submit(OWNER, NewImport(url=TEXT_URL))).job
    return await _run(app, job)


async def exported(app: MemoryApplication, source_id: str, **parameters: object) -> Job:
    body = NewExport(source_ids=[source_id], format="faulty", parameters=parameters)
    return await _run(app, (await app.services.exports.submit(OWNER, body)).job)


async def _run(app: MemoryApplication, job: Job) -> Job:
    app.services.dispatcher.dispatch()
    await app.run_executions()
    return app.library.jobs.job(OWNER, job.job_id)


@pytest.fixture
async def content(app: MemoryApplication) -> str:
    made = (await imported(app)).content_id
    assert made is not None
    return made


@pytest.fixture
async def artifact(app: MemoryApplication, content: str) -> Job:
    return await exported(app, content)


def found(app: MemoryApplication) -> list[tuple[str, str, str]]:
    checked = app.services.consistency.check(OWNER, 50)
    return [(each.subject, each.store, each.message) for each in checked.disagreements]


@pytest.mark.usefixtures("artifact")
def test_a_library_in_good_order(app: MemoryApplication) -> None:
    checked = app.services.consistency.check(OWNER, 50)
    assert (checked.jobs, checked.disagreements, checked.next_after) == (2, [], None)


@pytest.mark.usefixtures("artifact")
def test_jobs_are_checked_page_by_page(app: MemoryApplication) -> None:
    first = app.services.consistency.check(OWNER, 1)
    second = app.services.consistency.check(OWNER, 1, first.next_after)
    assert (first.jobs, second.jobs, second.next_after) == (1, 1, None)


def test_others_are_not_looked_at(app: MemoryApplication, artifact: Job) -> None:
    app.library.objects.delete_prefix(f"faulty/{artifact.artifact_id}/")
    assert app.services.consistency.check("somebody else", 50).jobs == 0


def test_a_file_that_is_gone_and_one_that_is_torn(app: MemoryApplication, artifact: Job) -> None:
    folder = f"faulty/{artifact.artifact_id}/"
    app.library.objects.delete_prefix(folder + "faulty.txt")
    app.library.objects.write(folder + "attributions.json", b"[", "application/json")
    size = app.library.catalog.artifact(OWNER, str(artifact.artifact_id)).files["attributions.json"].size
    assert sorted(found(app)) == [
        (artifact.artifact_id, "objects", f"The file attributions.json has 1 bytes, not {size}."),
        (artifact.artifact_id, "objects", "The file faulty.txt is gone."),
    ]


def test_an_artifact_and_a_document_that_the_graph_does_not_know(
    app: MemoryApplication, content: str, artifact: Job
) -> None:
    app.library.graph._artifacts.clear()
    app.library.graph._documents.clear()
    assert sorted(found(app)) == [
        (artifact.artifact_id, "graph", "The artifact is not in the graph."),
        (content, "graph", "The document is not in the graph."),
    ]


def test_vectors_that_are_gone(app: MemoryApplication, content: str) -> None:
    count = app.library.catalog.content(OWNER, content).paragraph_count
    app.library.vectors.delete(OWNER, content)
    assert found(app) == [(content, "vectors", f"There are 0 vectors for {count} paragraphs.")]


def test_scratch_that_is_left(app: MemoryApplication, artifact: Job) -> None:
    app.library.objects.write(f"jobs/{artifact.job_id}/late", b"", "text/plain")
    assert found(app) == [(artifact.job_id, "objects", "It is completed, and its scratch is still there.")]


async def test_what_a_cancelled_import_left_behind(app: MemoryApplication, content: str) -> None:
    """As if it had been cancelled when all was written but the row."""
    job = (await app.services.imports.submit(OWNER, NewImport(url=TEXT_URL))).job
    app.services.cancelling.cancel(OWNER, job.job_id)
    assert found(app) == []
    left = str(job.request["content_id"])
    standing = app.library.catalog.content(OWNER, content)
    app.library.graph.write_document(standing.model_copy(update={"content_id": left}), [])
    app.library.objects.write(f"{app.registry.import_plugin('import.text').folder}/{left}/x", b"x", "text/plain")
    vector, terms = (await app.library.engines.embedding.embed(["x"])), [{1: 1.0}]
    app.library.vectors.upsert(OWNER, left, app.library.engines.embedding.model, ["p"], vector, terms)
    message = "The job is cancelled, and this was left behind."
    assert sorted(found(app)) == [(left, store, message) for store in ("graph", "objects", "vectors")]


async def test_what_a_failed_export_left_behind(app: MemoryApplication, content: str, artifact: Job) -> None:
    """Its row names what another one made, so that everything of it stands."""
    failed = await exported(app, content, stage="script", how="permanent", times=99)
    assert found(app) == []
    row = app.library.jobs._rows[failed.job_id]
    row.change(request=failed.request | {"artifact_id": artifact.artifact_id})
    message = "The job is failed, and this was left behind."
    assert sorted(found(app)) == [(artifact.artifact_id, store, message) for store in ("graph", "objects", "postgres")]


async def test_a_job_that_has_not_ended_is_left_alone(app: MemoryApplication) -> None:
    job = (await app.services.imports.submit(OWNER, NewImport(url=TEXT_URL))).job
    app.library.objects.write(f"jobs/{job.job_id}/x", b"", "text/plain")
    checked = app.services.consistency.check(OWNER, 50)
    assert (checked.jobs, checked.disagreements) == (1, [])


@pytest.mark.parametrize(
    ("change", "store", "says"),
    [
        (lambda job: job.model_copy(update={"claimed_at": job.created_at}), "postgres", "holds a place"),
        (lambda job: job.model_copy(update={"job_id": "job_other"}), "postgres", "made it"),
    ],
)
def test_a_row_that_contradicts_itself(
    app: MemoryApplication, artifact: Job, change: Callable[[Job], Job], store: str, says: str
) -> None:
    wrong = change(artifact)
    app.library.jobs._rows[artifact.job_id].job = wrong
    ((_, where, message),) = found(app)
    assert where == store
    assert says in message


def test_what_was_deleted_since_is_no_disagreement(app: MemoryApplication, artifact: Job) -> None:
    emptied = app.services_with(catalog=type(app.library.catalog)())
    checked = emptied.consistency.check(OWNER, 50)
    assert artifact.job_id is not None
    assert checked.disagreements == []
