"""Submitting: what can be known to be wrong is said now, and a repeat does no harm."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel
from williams_export_podcast import PodcastExport

from tests.unit.plugin.samples import TextImport
from tests.unit.services.conftest import now, source, told
from williams.domain.artifacts import VersionOf
from williams.domain.content import ContentMetadata, ContentType
from williams.domain.errors import (
    IdempotencyKeyReused,
    InvalidRequest,
    NotFound,
    StoreUnavailable,
    UnknownType,
)
from williams.domain.jobs import JobKind, JobStatus
from williams.pipeline.requests import import_request
from williams.plugin.registry import Registry
from williams.services.exports import NewExport
from williams.services.imports import NewImport
from williams_testing.application import MemoryApplication
from williams_testing.factories import make_content, make_paragraphs
from williams_testing.library import OWNER
from williams_testing.memory.queues import WakeUp

PDF = "upload://up_1/paper.pdf"


class TextPages(TextImport):
    plugin_id = "import.pages"
    content_type = ContentType.WEBPAGE

    async def can_handle(self, url: str) -> bool:
        return url.endswith((".txt", ".html"))


async def test_an_import_becomes_a_job_that_waits_in_its_queue(app: MemoryApplication) -> None:
    body = NewImport(url=PDF, priority=8, metadata={"title": "Better"})
    made = await app.services.imports.submit(OWNER, body)
    job = made.job
    assert made.created
    assert (job.kind, job.plugin_id, job.url, job.content_type) == (JobKind.IMPORT, "import.pdf", PDF, "document")
    assert (job.status, job.priority, job.max_retries) == (JobStatus.QUEUED, 8, 3)
    assert job.request["metadata"] == {"title": "Better"}
    assert job.request["content_id"].startswith("doc_")
    assert app.queues.sent == [WakeUp(job.job_id, 8, 0)]
    assert told(app, job) == (JobStatus.PENDING, 0.0)
    assert now(app, job) == job


class ByLanguage(BaseModel):
    model_config = {"extra": "forbid"}
    language: str = "en"


class SpokenImport(TextPages):
    plugin_id = "import.spoken"
    parameters = ByLanguage


@pytest.mark.parametrize(("given", "kept"), [({}, None), ({"language": "en"}, None), ({"language": "de"}, "de")])
async def test_the_parameters_of_an_import_are_those_of_its_plugin(
    app: MemoryApplication, given: dict[str, str], kept: str | None
) -> None:
    app.registry.plugins["import.spoken"] = SpokenImport()
    body = NewImport(url="https://example.org/a.html", type="import.spoken", parameters=given)
    job = (await app.services.imports.submit(OWNER, body)).job
    assert import_request(job).parameters == ({"language": kept} if kept else {})


async def test_a_parameter_that_an_import_does_not_take_is_named(app: MemoryApplication) -> None:
    with pytest.raises(InvalidRequest, match=r"import\.pdf do not fit") as refused:
        await app.services.imports.submit(OWNER, NewImport(url=PDF, parameters={"voice": "low"}))
    assert [error.field for error in refused.value.errors] == ["body.parameters.voice"]


@pytest.mark.parametrize("wanted", [None, "document", "import.pdf"])
async def test_the_type_may_be_left_out_or_be_a_plugin(app: MemoryApplication, wanted: str | None) -> None:
    made = await app.services.imports.submit(OWNER, NewImport(url=PDF, type=wanted))
    assert made.job.plugin_id == "import.pdf"


async def test_of_several_plugins_the_one_that_can_is_taken(app: MemoryApplication) -> None:
    services = app.services_with(registry=Registry({"import.text": TextImport(), "import.pages": TextPages()}))
    for url, wanted, plugin_id, prefix in (
        ("http://x/a.txt", None, "import.text", "doc_"),
        ("http://x/a.html", None, "import.pages", "web_"),
        ("http://x/a.txt", "webpage", "import.pages", "web_"),
    ):
        job = (await services.imports.submit(OWNER, NewImport(url=url, type=wanted))).job
        assert (job.plugin_id, job.request["content_id"][:4]) == (plugin_id, prefix)


async def test_a_plugin_that_fails_to_say_holds_up_no_other(app: MemoryApplication) -> None:
    class Rude(TextImport):
        plugin_id = "import.rude"

        async def can_handle(self, url: str) -> bool:
            raise RuntimeError(url)

    services = app.services_with(registry=Registry({"import.rude": Rude(), **app.registry.plugins}))
    assert (await services.imports.submit(OWNER, NewImport(url=PDF))).job.plugin_id == "import.pdf"
    with pytest.raises(UnknownType, match=r"None of import\.rude, .* can import"):
        await services.imports.submit(OWNER, NewImport(url="upload://up_1/a.7z"))


async def test_a_type_that_nobody_imports(app: MemoryApplication) -> None:
    with pytest.raises(UnknownType, match=r"imports the type 'hologram'\. Known types: document, import\.document"):
        await app.services.imports.submit(OWNER, NewImport(url=PDF, type="hologram"))


async def test_a_url_that_nobody_imports(app: MemoryApplication) -> None:
    with pytest.raises(
        UnknownType, match=r"None of import\.document, import\.image, .*import\.pdf.* can import 'upload://up_1/a\.7z'"
    ):
        await app.services.imports.submit(OWNER, NewImport(url="upload://up_1/a.7z"))


async def test_a_url_that_its_plugin_finds_wrong(app: MemoryApplication) -> None:
    services = app.services_with(registry=Registry({"import.text": TextImport()}))
    with pytest.raises(InvalidRequest, match=r"Plain text cannot read the URL 'upload://up_1/a b\.txt'"):
        await services.imports.submit(OWNER, NewImport(url="upload://up_1/a b.txt"))


@pytest.mark.parametrize("wanted", [None, "import.web", "document"])
async def test_a_url_that_leads_nowhere_is_refused_whoever_would_import_it(
    app: MemoryApplication, wanted: str | None
) -> None:
    with pytest.raises(InvalidRequest, match=r"'http://\[::1/a\.txt' is not a URL"):
        await app.services.imports.submit(OWNER, NewImport(url="http://[::1/a.txt", type=wanted))
    assert app.queues.sent == []


async def test_a_disabled_plugin_imports_nothing(app: MemoryApplication) -> None:
    app.plugins.set_enabled("import.pdf", False)
    with pytest.raises(UnknownType, match=r"No enabled plugin imports the type 'import\.pdf'"):
        await app.services.imports.submit(OWNER, NewImport(url=PDF, type="import.pdf"))
    app.plugins.set_enabled("import.pdf", True)
    assert (await app.services.imports.submit(OWNER, NewImport(url=PDF))).created


async def test_only_what_was_said_overrides_the_source(app: MemoryApplication) -> None:
    said = {"title": " Better\n title", "authors": [], "published_date": "2024-03-05"}
    body = NewImport.model_validate({"url": PDF, "metadata": said})
    job = (await app.services.imports.submit(OWNER, body)).job
    kept = {"title": "Better title", "authors": [], "published_date": "2024-03-05T00:00:00Z"}
    assert job.request["metadata"] == kept


async def test_the_same_key_and_body_is_the_same_job(app: MemoryApplication) -> None:
    first = await app.services.imports.submit(OWNER, NewImport(url=PDF), "key")
    again = await app.services.imports.submit(OWNER, NewImport(url=PDF), "key")
    assert (first.created, again.created) == (True, False)
    assert again.job == first.job
    assert len(app.queues.sent) == 1


async def test_the_same_key_with_another_body_is_refused(app: MemoryApplication) -> None:
    await app.services.imports.submit(OWNER, NewImport(url=PDF), "key")
    with pytest.raises(IdempotencyKeyReused, match="Use a new key"):
        await app.services.imports.submit(OWNER, NewImport(url=PDF, priority=9), "key")


async def test_a_key_is_its_owners(app: MemoryApplication) -> None:
    mine = await app.services.imports.submit(OWNER, NewImport(url=PDF), "key")
    theirs = await app.services.imports.submit("somebody else", NewImport(url=PDF), "key")
    assert theirs.created
    assert theirs.job.job_id != mine.job.job_id


async def test_a_repeat_makes_up_for_a_lost_wake_up(app: MemoryApplication) -> None:
    app.queues.failure = StoreUnavailable("The queue does not answer.")
    with pytest.raises(StoreUnavailable):
        await app.services.imports.submit(OWNER, NewImport(url=PDF), "key")
    app.queues.failure = None
    repeated = await app.services.imports.submit(OWNER, NewImport(url=PDF), "key")
    assert not repeated.created
    assert repeated.job.status is JobStatus.QUEUED
    assert [wake.job_id for wake in app.queues.sent] == [repeated.job.job_id]


async def test_a_job_is_taken_while_the_progress_store_is_away(app: MemoryApplication) -> None:
    app.library.progress.failure = StoreUnavailable("away")
    made = await app.services.imports.submit(OWNER, NewImport(url=PDF))
    assert made.job.status is JobStatus.QUEUED
    assert [wake.job_id for wake in app.queues.sent] == [made.job.job_id]


async def test_an_export_becomes_a_job_with_all_its_parameters(app: MemoryApplication) -> None:
    source_id = source(app)
    body = NewExport(source_ids=[source_id], format="podcast", parameters={"minutes": 2}, priority=1)
    job = (await app.services.exports.submit(OWNER, body)).job
    assert (job.kind, job.plugin_id, job.url, job.content_type) == (JobKind.EXPORT, "export.podcast", None, "podcast")
    assert job.request["parameters"]["minutes"] == 2.0
    assert job.request["parameters"]["voice"] == "professional_male"
    assert job.request["artifact_id"].startswith("art_")
    assert job.request["provenance"] is None
    assert app.queues.sent == [WakeUp(job.job_id, 1, 0)]


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"minutes": 0.1}, "parameters.minutes: Input should be greater than or equal to 0.5"),
        ({"style": "opera"}, "parameters.style: Input should be 'conversational'"),
        ({"tempo": 3}, "parameters.tempo: There is no parameter 'tempo'"),
    ],
)
async def test_a_parameter_that_does_not_fit(app: MemoryApplication, parameters: dict[str, Any], words: str) -> None:
    body = NewExport(source_ids=[source(app)], format="podcast", parameters=parameters)
    with pytest.raises(InvalidRequest, match=words):
        await app.services.exports.submit(OWNER, body)


@pytest.mark.parametrize(
    ("language", "parameters", "refused"),
    [
        ("ja", {}, "body.parameters.voice body.parameters.guest_voice"),
        ("ja", {"language": "en"}, None),
        ("en", {"language": "he-IL"}, "body.parameters.voice body.parameters.guest_voice"),
        ("de", {}, None),
        (None, {}, None),
    ],
)
async def test_a_language_that_the_voices_do_not_speak_is_refused_before_there_is_a_job(
    app: MemoryApplication, language: str | None, parameters: dict[str, Any], refused: str | None
) -> None:
    content = make_content(OWNER, ["Words."], metadata=ContentMetadata(language=language))
    app.library.catalog.commit_import(content, make_paragraphs(content.content_id, ["Words."]))
    body = NewExport(source_ids=[content.content_id], format="podcast", parameters=parameters)
    if refused is None:
        assert (await app.services.exports.submit(OWNER, body)).created
        return
    with pytest.raises(InvalidRequest, match="voice of another engine") as error:
        await app.services.exports.submit(OWNER, body)
    assert [each.field for each in error.value.errors] == refused.split()
    assert app.library.jobs.jobs(OWNER, 10).items == []


async def test_every_missing_source_is_named(app: MemoryApplication) -> None:
    theirs = source(app, owner="somebody else")
    body = NewExport(source_ids=["doc_1", source(app), theirs], format="podcast")
    with pytest.raises(NotFound, match=f"Not in your library: doc_1, {theirs}"):
        await app.services.exports.submit(OWNER, body)
    assert app.library.jobs.jobs(OWNER, 10).items == []


async def test_a_format_that_nobody_generates(app: MemoryApplication) -> None:
    app.plugins.set_enabled("export.podcast", False)
    with pytest.raises(UnknownType, match=r"generates the format 'podcast'\. Known formats: (\w+, )*faulty"):
        await app.services.exports.submit(OWNER, NewExport(source_ids=["doc_1"], format="podcast"))
    for plugin in app.registry.exports():
        app.plugins.set_enabled(plugin.plugin_id, False)
    with pytest.raises(UnknownType, match=r"Known formats: \(none\)"):
        await app.services.exports.submit(OWNER, NewExport(source_ids=["doc_1"], format="faulty"))


async def test_sources_that_the_plugin_cannot_take(app: MemoryApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    async def none(self: PodcastExport, source_ids: list[str]) -> bool:  # noqa: ARG001
        return False

    monkeypatch.setattr(PodcastExport, "validate_sources", none)
    source_id = source(app)
    with pytest.raises(InvalidRequest, match="Podcast Generator cannot generate from these sources"):
        await app.services.exports.submit(OWNER, NewExport(source_ids=[source_id] * 2, format="podcast"))


@pytest.mark.parametrize("wanted", ["faulty", "podcast"])
async def test_a_source_named_twice_is_used_once(app: MemoryApplication, wanted: str) -> None:
    source_id = source(app)
    job = (await app.services.exports.submit(OWNER, NewExport(source_ids=[source_id] * 2, format=wanted))).job
    assert job.request["source_ids"] == [source_id]


async def test_a_regeneration_needs_what_it_regenerates(app: MemoryApplication) -> None:
    body = NewExport(source_ids=[source(app)], format="faulty", provenance=VersionOf(version_of="art_gone"))
    with pytest.raises(NotFound, match="art_gone"):
        await app.services.exports.submit(OWNER, body)


class AnyPage(TextImport):
    plugin_id = "import.any"
    content_type = ContentType.WEBPAGE
    catch_all = True

    async def can_handle(self, url: str) -> bool:
        return url.startswith("http")


async def test_a_plugin_that_takes_everything_is_asked_last(app: MemoryApplication) -> None:
    services = app.services_with(registry=Registry({"import.any": AnyPage(), "import.text": TextImport()}))
    for url, wanted, plugin_id in (
        ("http://x/a.txt", None, "import.text"),
        ("http://x/a.txt", "webpage", "import.any"),
        ("http://x/", None, "import.any"),
    ):
        assert (await services.imports.submit(OWNER, NewImport(url=url, type=wanted))).job.plugin_id == plugin_id


async def test_who_names_the_plugin_knows_better_than_the_urls_ending(app: MemoryApplication) -> None:
    made = await app.services.imports.submit(
        OWNER, NewImport(url="https://arxiv.org/pdf/2101.00001", type="import.pdf")
    )
    assert made.job.plugin_id == "import.pdf"
    with pytest.raises(InvalidRequest, match="cannot read the URL"):
        await app.services.imports.submit(OWNER, NewImport(url="paper", type="import.pdf"))
