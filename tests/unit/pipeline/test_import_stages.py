"""The framework's import stages: every paragraph has its place, and nothing is shown before it is whole."""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from threading import Barrier, Event
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.plugin.samples import TextImport
from williams.domain import terms
from williams.domain.content import Content, ContentMetadata, ObjectRef, Paragraph, ParagraphKind, Tier
from williams.domain.errors import (
    Conflict,
    ContentTooLarge,
    CorruptContent,
    EmptyContent,
    NotFound,
    PermanentError,
    PluginDefect,
    StoreUnavailable,
    Unstorable,
)
from williams.domain.executions import Execution
from williams.domain.fitting import fitting_text
from williams.domain.ids import new_id
from williams.domain.notices import Notice
from williams.domain.places import Place
from williams.domain.references import CitedWork, Reference
from williams.domain.sketches import Sketch, sketch_of
from williams.domain.wording import Wording
from williams.domain.words import is_plain
from williams.pipeline import import_stages, run_stage
from williams.pipeline.import_stages import ImportStages
from williams.pipeline.requests import import_request
from williams.plugin import Download, ParagraphDraft, RawContent, StageContext
from williams.plugin.importing import ImportRequest
from williams.plugin.legible import require_legible
from williams.plugin.lengths import LONGEST_PARAGRAPH
from williams.plugin.processing import tier_of
from williams_testing.application import memory_application
from williams_testing.factories import WHEN
from williams_testing.library import OWNER, ChosenEngines, MemoryLibrary
from williams_testing.memory.embedding import HashEmbedding

URL = "upload://up_1/a.txt"
TEXT = b"The first line.\n\nThe second line, which is longer.\n"


def request(**metadata: Any) -> ImportRequest:
    return ImportRequest(
        job_id="job_1",
        owner=OWNER,
        content_id="doc_1",
        url=URL,
        content_type=TextImport.content_type,
        metadata=metadata,
        requested_at=WHEN,
    )


def stages() -> ImportStages:
    return ImportStages(TextImport(), MemoryLibrary().toolbox)


def raw(*texts: str, **metadata: Any) -> RawContent:
    return RawContent(
        metadata=ContentMetadata(**metadata),
        paragraphs=[ParagraphDraft(text=text, place=Place(page=1)) for text in texts],
    )


async def import_text(library: MemoryLibrary, url: str = URL, **metadata: Any) -> Content:
    plugin = TextImport()
    library.bind(plugin)
    content_id = await plugin.import_content(url, new_id("job"), metadata=metadata)
    return library.catalog.content(OWNER, content_id)


@pytest.mark.parametrize(
    ("authors", "date", "license_id", "tier"),
    [
        (["Ada"], WHEN, "CC-BY-4.0", Tier.TOP),
        (["Ada"], WHEN, None, Tier.MIDDLE),
        (["Ada"], None, "CC-BY-4.0", Tier.MIDDLE),
        (["Ada"], None, None, Tier.MIDDLE),
        ([], WHEN, "CC-BY-4.0", Tier.MIDDLE),
        ([], None, "CC-BY-4.0", Tier.MIDDLE),
        ([], WHEN, None, Tier.GENERAL),
        ([], None, None, Tier.GENERAL),
    ],
)
def test_a_source_is_as_good_as_it_can_be_attributed(
    authors: list[str], date: datetime | None, license_id: str | None, tier: Tier
) -> None:
    assert tier_of(ContentMetadata(authors=authors, published_date=date, license=license_id)) is tier


@pytest.mark.parametrize(("said", "tier"), [(Tier.MIDDLE, Tier.MIDDLE), (None, Tier.GENERAL)])
async def test_a_plugin_may_know_the_tier_better(said: Tier | None, tier: Tier) -> None:
    assert (await stages().process(request(), raw("A line.").model_copy(update={"tier": said}))).tier is tier


async def test_what_a_source_cites_goes_into_the_graph(monkeypatch: pytest.MonkeyPatch) -> None:
    cited = Reference(text="Turing 1950", works=["doi:10.1093/mind/lix.236.433"], year="1950")

    async def extract(self: TextImport, download: Download) -> RawContent:  # noqa: ARG001
        return raw("A line.").model_copy(update={"works": [f"doi:10.1000/{download.filename}"], "references": [cited]})

    library = MemoryLibrary({URL: TEXT})
    assert library.graph.citations(OWNER, (await import_text(library)).content_id).cites is None
    monkeypatch.setattr(TextImport, "extract", extract)
    content = await import_text(library, title="Cited")
    said = CitedWork(works=cited.works, year="1950")
    assert library.graph.citations(OWNER, content.content_id).cites == [said]


@given(st.lists(st.text(max_size=30), max_size=12))
async def test_every_span_holds_its_paragraphs_words(texts: list[str]) -> None:
    wanted = [kept for kept in (fitting_text(text)[0] for text in texts) if kept.strip()]
    try:
        require_legible(wanted)
    except (EmptyContent, CorruptContent) as refusal:
        with pytest.raises(type(refusal)):
            await stages().process(request(), raw(*texts))
        return
    processed = await stages().process(request(), raw(*texts))
    assert [p.text for p in processed.paragraphs] == wanted
    assert [processed.text[p.start : p.end] for p in processed.paragraphs] == wanted
    assert [p.ordinal for p in processed.paragraphs] == list(range(len(wanted)))
    assert processed.text == "\n\n".join(wanted)
    assert len({p.paragraph_id for p in processed.paragraphs}) == len(wanted)


@pytest.mark.parametrize("texts", [[], [""], [" ", "\n\t"]])
async def test_a_source_without_a_word_is_refused(texts: list[str]) -> None:
    with pytest.raises(EmptyContent, match="holds no text"):
        await stages().process(request(), raw(*texts))


SOUND = "Ordinary words stand here."


@pytest.mark.parametrize(
    ("texts", "error"),
    [
        ([SOUND, "\ufffd" * 60], CorruptContent),
        (["\ue001\ue002 \uf8ff", "\U000f0001 \U00100001"], CorruptContent),
        ("шомер сторожит".encode("cp1251").decode("utf-8", "replace").split(), CorruptContent),
        (["茶を飲む。茶を飲む。".encode("euc-jp").decode("utf-8", "replace")], CorruptContent),
        (["* * *", "---", "!\"#$%&'()"], EmptyContent),
        ([SOUND, "\ufffd" * 5], None),
        (["Größe, Maße, Öl".encode("latin-1").decode("utf-8", "replace")], None),
        ([SOUND, "\x00" * 500], None),
        (["12.50", "-3"], None),
        (["⠓⠑⠇⠇⠕", "👍"], None),
        (["水"], None),
        (["नमस्ते"], None),
    ],
)
async def test_what_is_mostly_garbage_is_refused(texts: list[str], error: type[Exception] | None) -> None:
    if error is None:
        assert (await stages().process(request(), raw(*texts))).paragraphs
        return
    with pytest.raises(error, match="Import"):
        await stages().process(request(), raw(*texts))


async def test_what_a_draft_says_of_its_place_is_kept() -> None:
    draft = ParagraphDraft(text="T", kind=ParagraphKind.CAPTION, place=Place(page=3, seconds=1.5, section="S"))
    processed = await stages().process(request(), RawContent(metadata=ContentMetadata(), paragraphs=[draft]))
    (paragraph,) = processed.paragraphs
    assert (paragraph.text, paragraph.kind) == (draft.text, draft.kind)
    assert paragraph.place == draft.place.model_copy(update={"paragraph": 1})
    assert paragraph.paragraph_id == "doc_1.v1.p0"


async def test_a_footnote_says_the_final_number_of_what_it_notes() -> None:
    drafts = [
        ParagraphDraft(text="a " * LONGEST_PARAGRAPH),
        ParagraphDraft(text=" "),
        ParagraphDraft(text="Noted.", place=Place(paragraph=3)),
        ParagraphDraft(text="Its note.", kind=ParagraphKind.FOOTNOTE, place=Place(notes=3)),
        ParagraphDraft(text="One of nothing.", kind=ParagraphKind.FOOTNOTE, place=Place(notes=9)),
    ]
    processed = await stages().process(request(), RawContent(metadata=ContentMetadata(), paragraphs=drafts))
    notes = {each.text: each.place.notes for each in processed.paragraphs if each.kind is ParagraphKind.FOOTNOTE}
    (noted,) = [each for each in processed.paragraphs if each.text == "Noted."]
    assert noted.place.paragraph == 4
    assert notes == {"Its note.": 4, "One of nothing.": None}


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("é" * LONGEST_PARAGRAPH, ["é" * LONGEST_PARAGRAPH]),
        ("字" * LONGEST_PARAGRAPH + "末", ["字" * LONGEST_PARAGRAPH, "末"]),
        ("a" * 99_000 + " b\n" + "c" * 99_000 + " d", ["a" * 99_000 + " b", "c" * 99_000 + " d"]),
        ("a" * 99_000 + " " + "b" * 99_000, ["a" * 99_000, "b" * 99_000]),
        ("a" * 20_000 + " " + "b" * 99_000, ["a" * 20_000 + " " + "b" * 79_999, "b" * 19_001]),
        ("a" * (LONGEST_PARAGRAPH - 1) + "u\u0308" + "b", ["a" * (LONGEST_PARAGRAPH - 1), "u\u0308b"]),
        ("a" * 90_000 + " " * 300_000 + "b", ["a" * 90_000, "b"]),
    ],
    ids=["fits", "no blanks", "lines", "blanks", "an early blank", "marks", "emptiness"],
)
async def test_a_paragraph_that_is_too_long_is_kept_in_parts(text: str, parts: list[str]) -> None:
    extracted = raw("First.", text, "Last.")
    processed = await stages().process(request(), extracted)
    assert [each.text for each in processed.paragraphs] == ["First.", *parts, "Last."]
    assert [processed.text[each.start : each.end] for each in processed.paragraphs] == ["First.", *parts, "Last."]
    assert [each.place.paragraph for each in processed.paragraphs] == list(range(1, len(parts) + 3))
    assert [notice.code for notice in processed.notices] == ["paragraphs-cut"] * (len(parts) > 1)


async def test_what_a_reader_noticed_is_kept_with_the_content() -> None:
    seen = Notice(code="page-without-text", message="Page 2 is a picture.", place="p. 2", remedy="Scan it anew.")
    extracted = raw("T").model_copy(update={"notices": [seen, seen]})
    assert (await stages().process(request(), extracted)).notices == [seen]


async def test_a_figure_with_a_license_of_its_own_is_told_with_the_content() -> None:
    texts = ("Photos © 1998 Jane Roe are many.", "Figure 1. A gauge. © 1999 Jane Roe", "Figure 2. A tide, CC BY 4.0")
    kinds = (ParagraphKind.BODY, ParagraphKind.FIGURE, ParagraphKind.CAPTION)
    drafts = [ParagraphDraft(text=text, kind=kind) for text, kind in zip(texts, kinds, strict=True)]
    extracted = RawContent(metadata=ContentMetadata(license="CC-BY-4.0"), paragraphs=drafts)
    processed = await stages().process(request(), extracted)
    assert processed.metadata.extra == {"part_licenses": {"LicenseRef-All-Rights-Reserved": [2]}}
    assert [notice.code for notice in processed.notices] == ["part-licenses"]


async def test_what_cannot_be_kept_of_a_source_is_told_with_the_content() -> None:
    library = MemoryLibrary({URL: b"Fit\0ting.\n\nAnother \x1b[2Jline.\n"})
    content = await import_text(library, published_date="2024-13-45", license="(c) Ada")
    assert [p.text for p in library.catalog.paragraphs(OWNER, content.content_id)] == ["Fitting.", "Another [2Jline."]
    assert content.metadata.extra == {"stated_license": "(c) Ada"}
    assert [(notice.code, notice.message.split(":")[0]) for notice in content.notices] == [
        ("characters-left-out", "2 control characters or halves of characters in 2 paragraphs were left out."),
        ("metadata-passed-over", "license"),
        ("metadata-passed-over", "published_date"),
    ]


async def test_what_the_caller_knows_better_wins() -> None:
    extracted = raw("T", title="scan0001", authors=["Scanner"], language="en")
    better = request(title="On Shelves", license="CC-BY-4.0", colour="blue")
    metadata = (await stages().process(better, extracted)).metadata
    assert (metadata.title, metadata.authors, metadata.license) == ("On Shelves", ["Scanner"], "CC-BY-4.0")
    assert "blue" not in metadata.model_dump_json()


async def test_an_import_stands_in_every_store() -> None:
    library = MemoryLibrary({URL: TEXT})
    content = await import_text(library)
    assert library.objects.read(f"documents/{content.content_id}/document.txt") == TEXT
    text = library.objects.read(f"documents/{content.content_id}/extracted.txt").decode()
    assert text == "The first line.\n\nThe second line, which is longer."
    paragraphs = library.catalog.paragraphs(OWNER, content.content_id)
    assert content.paragraph_count == len(paragraphs) == 2
    assert (content.metadata.title, content.url, content.plugin_version) == ("A text", URL, "1.0.0")
    engine = library.engines.embedding
    (question,) = await engine.embed([paragraphs[1].text])
    best = library.vectors.nearest(OWNER, engine.model, question, 1)[0]
    assert (best.paragraph_id, best.content_id) == (paragraphs[1].paragraph_id, content.content_id)
    assert math.isclose(best.score, 1.0, rel_tol=1e-5)
    assert library.graph.generated_from(OWNER, content.content_id) == []


async def test_words_are_read_once_while_the_stores_are_written(monkeypatch: pytest.MonkeyPatch) -> None:
    library, read = MemoryLibrary({URL: TEXT}), Event()
    write = library.graph.write_document

    def reading(texts: Sequence[str]) -> Sketch | None:
        read.set()
        return sketch_of(texts)

    def after_reading(content: Content, paragraphs: Sequence[Paragraph]) -> None:
        assert read.wait(30)
        write(content, paragraphs)

    def once_more(*_: object) -> None:
        pytest.fail("what has been read is read again")

    monkeypatch.setattr(import_stages, "sketch_of", reading)
    monkeypatch.setattr(library.graph, "write_document", after_reading)
    monkeypatch.setattr(Wording, "of", once_more)
    content = await import_text(library)
    (word,) = terms.term_ids("line", [content.metadata.language or ""])
    assert library.catalog.term_statistics(OWNER, [word]).holding == {word: 2}
    assert content.paragraph_count == 2


async def test_the_graph_and_the_vectors_are_written_side_by_side(monkeypatch: pytest.MonkeyPatch) -> None:
    library, both = MemoryLibrary({URL: TEXT}), Barrier(2, timeout=30)
    for store, method in ((library.graph, "write_document"), (library.vectors, "upsert")):
        monkeypatch.setattr(store, method, _together(both, getattr(store, method)))
    content = await import_text(library)
    await check_it_is_alone(library, content)


def _together(both: Barrier, write: Callable[..., None]) -> Callable[..., None]:
    def written(*given: Any) -> None:
        both.wait()
        write(*given)

    return written


@pytest.mark.parametrize("refusal", [Conflict("deleted"), Unstorable("too long"), PluginDefect("no label")])
async def test_what_the_graph_refuses_for_good_leaves_no_vectors(
    monkeypatch: pytest.MonkeyPatch, refusal: PermanentError
) -> None:
    """It may have been deleted while it was written, say."""
    library, written = MemoryLibrary({URL: TEXT}), Event()
    upsert = library.vectors.upsert

    def writing(*given: Any) -> None:
        upsert(*given)
        written.set()

    def refuse(*_: object) -> None:
        assert written.wait(30)
        raise refusal

    monkeypatch.setattr(library.vectors, "upsert", writing)
    monkeypatch.setattr(library.graph, "write_document", refuse)
    with pytest.raises(type(refusal)):
        await import_text(library)
    engine = library.engines.embedding
    (question,) = await engine.embed(["The first line."])
    assert library.vectors.nearest(OWNER, engine.model, question, 9) == []


async def test_a_text_that_stands_again_and_again_is_embedded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    embedded: list[str] = []
    read: list[str] = []

    class Counting(HashEmbedding):
        async def embed(self, texts: Sequence[str]) -> list[array[float]]:
            embedded.extend(texts)
            return await super().embed(texts)

    def reading(text: str) -> bool:
        read.append(text)
        return is_plain(text)

    monkeypatch.setattr(terms, "is_plain", reading)
    source = b"Page\n\nOne line.\n\nPage\n\nAnother.\n\nPage\n"
    library = MemoryLibrary({URL: source}, ChosenEngines(embedding=Counting()))
    content = await import_text(library)
    assert embedded == ["Page", "One line.", "Another."]
    (question,) = await HashEmbedding().embed(["Page"])
    paragraphs = library.catalog.paragraphs(OWNER, content.content_id)
    hits = library.vectors.nearest(OWNER, library.engines.embedding.model, question, 3)
    assert {hit.paragraph_id for hit in hits} == {paragraphs[n].paragraph_id for n in (0, 2, 4)}
    assert sorted(read) == sorted(paragraph.text for paragraph in paragraphs)


async def test_the_same_bytes_are_not_imported_twice() -> None:
    library = MemoryLibrary({URL: TEXT, "upload://up_2/copy.txt": TEXT})
    first = await import_text(library)
    assert (await import_text(library, "upload://up_2/copy.txt")).content_id == first.content_id
    jobs = library.jobs.jobs(OWNER, 10).items
    assert {job.content_id for job in jobs} == {first.content_id}
    stages_run = [event.stage for event in library.jobs.events(OWNER, jobs[0].job_id) if event.kind == "begin"]
    assert stages_run == ["download"]


async def test_who_comes_second_at_the_same_moment_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    library = MemoryLibrary({URL: TEXT})
    first = await import_text(library)
    monkeypatch.setattr(library.catalog, "same_bytes", lambda *_: None)
    assert (await import_text(library)).content_id == first.content_id
    assert {job.content_id for job in library.jobs.jobs(OWNER, 10).items} == {first.content_id}
    await check_it_is_alone(library, first)


async def test_who_comes_second_and_is_broken_off_finds_the_first_again(monkeypatch: pytest.MonkeyPatch) -> None:
    library = MemoryLibrary({URL: TEXT})
    first = await import_text(library)

    def away(*_: object) -> None:
        raise StoreUnavailable("away")

    with monkeypatch.context() as at_once:
        at_once.setattr(library.catalog, "same_bytes", lambda *_: None)
        at_once.setattr(library.jobs, "link", away)
        with pytest.raises(StoreUnavailable):
            await import_text(library)
    (broken_off,) = (job for job in library.jobs.jobs(OWNER, 10).items if job.content_id is None)
    download = Download(object=first.files["document.txt"], url=URL, filename="a.txt")
    unused: Any = None
    again = await ImportStages(TextImport(), library.toolbox).store(
        import_request(broken_off), download, unused, unused, unused
    )
    assert again.content_id == library.jobs.job(OWNER, broken_off.job_id).content_id == first.content_id
    await check_it_is_alone(library, first)


async def check_it_is_alone(library: MemoryLibrary, content: Content) -> None:
    assert library.catalog.contents(OWNER, 10).items == [content]
    assert all(content.content_id in key for key in library.objects.keys("documents/"))
    engine = library.engines.embedding
    (question,) = await engine.embed(["The first line."])
    assert {hit.content_id for hit in library.vectors.nearest(OWNER, engine.model, question, 9)} == {content.content_id}


async def test_who_enters_a_stage_is_wanted_but_a_commit_asks_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    library = MemoryLibrary({URL: TEXT})
    asked: list[str | None] = []
    wanted = library.jobs.still_wanted

    def noted(execution: Execution) -> None:
        asked.append(library.jobs.job_for_execution(execution.job_id).current_stage)
        wanted(execution)

    monkeypatch.setattr(library.jobs, "still_wanted", noted)
    for seconds, stages in ((60.0, ["store"]), (0.0, ["embed", "store"])):
        monkeypatch.setattr(run_stage, "_ANSWER_HOLDS_SECONDS", seconds)
        asked.clear()
        await import_text(library, title=f"{seconds}")
        assert asked == stages


async def test_the_same_bytes_with_other_metadata_are_another_import() -> None:
    library = MemoryLibrary({URL: TEXT})
    first = await import_text(library)
    second = await import_text(library, title="Better")
    assert second.content_id != first.content_id
    assert second.metadata.title == "Better"


async def test_plainly_again_is_what_stands_whatever_metadata_it_was_asked_for_with() -> None:
    library = MemoryLibrary({URL: TEXT})
    first = await import_text(library, title="Better")
    assert (await import_text(library)).content_id == first.content_id


async def test_the_same_bytes_of_another_owner_are_another_import() -> None:
    library = MemoryLibrary({URL: TEXT})
    mine = await import_text(library)
    plugin = TextImport()
    library.bind(plugin, "somebody else")
    assert await plugin.import_content(URL, new_id("job")) != mine.content_id


async def test_a_newer_version_of_the_plugin_reads_again(monkeypatch: pytest.MonkeyPatch) -> None:
    library = MemoryLibrary({URL: TEXT})
    first = await import_text(library)
    monkeypatch.setattr(TextImport, "version", "2.0.0")
    assert (await import_text(library)).content_id != first.content_id


async def test_a_source_over_the_plugins_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(TextImport, "max_bytes", 10)
    with pytest.raises(ContentTooLarge):
        await import_text(MemoryLibrary({URL: TEXT}))


@pytest.mark.parametrize(("store", "method"), [("graph", "write_document"), ("vectors", "upsert")])
async def test_nothing_is_shown_before_it_is_whole(monkeypatch: pytest.MonkeyPatch, store: str, method: str) -> None:
    library = MemoryLibrary({URL: TEXT})

    def away(*_: object) -> None:
        raise StoreUnavailable("away")

    monkeypatch.setattr(getattr(library, store), method, away)
    with pytest.raises(StoreUnavailable):
        await import_text(library)
    assert library.catalog.contents(OWNER, 10).items == []


async def test_a_missing_source_is_told_and_ends_the_job() -> None:
    library = MemoryLibrary()
    with pytest.raises(NotFound):
        await import_text(library)
    (job,) = library.jobs.jobs(OWNER, 10).items
    assert job.error is not None
    assert (job.status.value, job.error.code, job.error.stage) == ("failed", "not-found", "download")
    assert job.completed_at is not None
    assert job.completed_at <= datetime.now(UTC)


class Film(TextImport):
    """Brings a picture with the download, and finds sound and words in it."""

    further: ClassVar[dict[str, bytes]] = {"thumbnail.jpg": b"a picture"}
    found: ClassVar[dict[str, bytes]] = {"audio.mp3": b"sound", "transcript.txt": b"words"}

    async def download(self, request: ImportRequest, ctx: StageContext) -> Download:
        made = await super().download(request, ctx)
        return made.model_copy(update={"files": _saved(self.further, ctx)})

    async def extract(self, download: Download, ctx: StageContext) -> RawContent:
        made = await super().extract(download, ctx)
        return made.model_copy(update={"files": _saved(self.found, ctx)})


def _saved(files: dict[str, bytes], ctx: StageContext) -> dict[str, ObjectRef]:
    return {name: ctx.scratch.save(f"kept/{name}", data, "application/octet-stream") for name, data in files.items()}


@pytest.mark.parametrize("goes_on", [True, False])
async def test_several_originals_are_kept_under_their_own_names(goes_on: bool) -> None:
    app = memory_application(MemoryLibrary({URL: TEXT}, goes_on=goes_on))
    plugin = Film()
    app.library.bind(plugin)
    content_id = await plugin.import_content(URL, new_id("job"))
    content = app.library.catalog.content(OWNER, content_id)
    kept = {name: app.library.objects.read(ref.key) for name, ref in content.files.items()}
    assert kept.pop("extracted.txt")
    assert kept == {"document.txt": TEXT, **Film.further, **Film.found}
    assert {ref.key for ref in content.files.values()} == set(app.library.objects.keys(f"documents/{content_id}/"))
    app.services.deletion.delete(OWNER, content_id, hard=True)
    assert app.library.objects.keys(f"documents/{content_id}/") == []


@pytest.mark.parametrize(
    "name", ["extracted.txt", "document.txt", "thumbnail.jpg", "../up.txt", "a/b.txt", "", "x" * 101]
)
async def test_a_name_that_is_taken_or_is_no_name_is_a_defect(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Film, "found", {name: b"x"})
    library, plugin = MemoryLibrary({URL: TEXT}), Film()
    library.bind(plugin)
    with pytest.raises(PluginDefect, match="each needs a name of its own"):
        await plugin.import_content(URL, new_id("job"))
    assert library.objects.keys("documents/") == []
    assert library.catalog.contents(OWNER, 10).items == []
