"""import.paper through the guarded fetch, against a server that speaks as the services do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from pydantic import SecretStr
from williams_import_paper.asking import Asking
from williams_import_paper.plugin import PaperImport

from tests.contract.paper_services import ARXIV, CITATION, CROSSREF, DOI, MAILTO, PaperServices, Reply, answers, said
from tests.unit.import_pdf.writer import Page, write_pdf
from williams.adapters.fetch import FetchByScheme, GuardedFetch
from williams.domain.content import Content, Paragraph, Tier
from williams.domain.errors import (
    CorruptContent,
    EmptyContent,
    Forbidden,
    InvalidRequest,
    NotFound,
    ProviderRejected,
    ProviderUnavailable,
    UnsupportedContent,
)
from williams.domain.ids import new_id
from williams.domain.jobs import Job
from williams.pipeline.in_process import InProcessRunner
from williams.plugin import Download, ImportRequest, Listing, ListingPlugin, Look, StageContext
from williams.plugin.listing import read_listing
from williams.plugin.settings import plugin_settings, setting_name
from williams_testing.library import OWNER, MemoryLibrary, at_once


@pytest.fixture(scope="module")
def server() -> Iterator[PaperServices]:
    with PaperServices().running() as running:
        yield running


@pytest.fixture
def services(server: PaperServices) -> PaperServices:
    server.answers = answers()
    server.asked.clear()
    server.headers.clear()
    return server


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long the services were left alone, without letting the time pass."""
    made: list[float] = []

    async def pause(seconds: float) -> None:
        made.append(seconds)

    initial = Asking.__init__

    def begin(self: Asking, *args: Any, **kwargs: Any) -> None:
        initial(self, *args, **{**kwargs, "pause": pause})

    monkeypatch.setattr(Asking, "__init__", begin)
    return made


@dataclass(frozen=True)
class Imported:
    content: Content
    paragraphs: list[Paragraph]
    library: MemoryLibrary

    def texts(self, kind: str) -> list[str]:
        return [each.text for each in self.paragraphs if each.kind == kind]

    @property
    def codes(self) -> list[str]:
        return [notice.code for notice in self.content.notices]


async def imported(
    services: PaperServices,
    source: str,
    library: MemoryLibrary | None = None,
    runner: type[InProcessRunner] = InProcessRunner,
    **changes: Any,
) -> Imported:
    library = library or MemoryLibrary()
    plugin = PaperImport()
    library.settings[plugin.plugin_id] = services.settings(**changes)
    fetch = GuardedFetch([services.place])
    toolbox = replace(library.toolbox, fetch=lambda _: FetchByScheme({"http": fetch, "https": fetch}))
    plugin.bind(runner(toolbox, OWNER, True, at_once))
    content_id = await plugin.import_content(source, new_id("job"))
    return Imported(library.catalog.content(OWNER, content_id), library.catalog.paragraphs(OWNER, content_id), library)


async def test_a_doi_becomes_the_open_text_with_what_all_services_know(services: PaperServices) -> None:
    paper = await imported(services, f"https://doi.org/{DOI}")
    metadata, extra = paper.content.metadata, paper.content.metadata.extra
    assert (metadata.title, metadata.authors) == ("Marks in Old Books", ["Jane A. Roe", "The Book Group"])
    assert (metadata.license, paper.content.tier) == ("CC-BY-4.0", Tier.TOP)
    assert metadata.published_date
    assert (metadata.published_date.isoformat()[:10], extra["published_precision"]) == ("2021-05-01", "month")
    named = {name: extra[name] for name in ("doi", "pmid", "pmcid", "venue", "publisher", "kind", "canonical_url")}
    assert named == {
        "doi": DOI,
        "pmid": "11237011",
        "pmcid": "PMC123456",
        "venue": "Journal of Marks",
        "publisher": "Mark Press",
        "kind": "journal-article",
        "canonical_url": f"https://doi.org/{DOI}",
    }
    assert extra["described_by"] == ["Crossref", "Europe PMC", "OpenAlex", "Unpaywall", "PubMed", "JATS"]
    assert extra["full_text"] == f"{services.base}/europepmc/PMC123456/fullTextXML"
    assert {each["source"] for each in extra["license_evidence"]} == {"Crossref", "Europe PMC", "OpenAlex", "JATS"}
    assert paper.texts("heading") == ["Abstract", "Means"]
    assert sorted(paper.content.files) == ["extracted.txt", "paper.xml", "record.json"]
    assert services.query("/crossref")["mailto"] == services.query("/openalex")["mailto"] == [MAILTO]
    assert services.query("/unpaywall")["email"] == services.query("/pubmed")["email"] == [MAILTO]


async def test_what_was_published_about_it_later_is_said(services: PaperServices) -> None:
    paper = await imported(services, DOI)
    assert paper.codes == ["paper-retraction", "paper-correction"]
    retraction, correction = (notice.message for notice in paper.content.notices)
    assert "retracted on 2023-01-02, says Retraction Watch, OpenAlex, PubMed, JATS" in retraction
    assert "doi:10.5555/marks.9" in retraction
    assert "doi:10.5555/marks.8, pmid:999" in correction
    assert {each["kind"] for each in paper.content.metadata.extra["status"]} == {"retraction", "correction"}


async def test_its_references_lead_to_papers_of_the_library_whenever_they_come(services: PaperServices) -> None:
    library = MemoryLibrary()
    citing = await imported(services, DOI, library)
    cites = library.graph.citations(OWNER, citing.content.content_id).cites or []
    assert [each.works for each in cites] == [["doi:10.1000/xyz"], ["arxiv:1706.03762"], ["doi:10.1000/other"]]
    assert [each.doc_id for each in cites] == [None, None, None]
    cited = await imported(services, "arXiv:1706.03762", library)
    cites = library.graph.citations(OWNER, citing.content.content_id).cites or []
    assert [each.doc_id for each in cites] == [None, cited.content.content_id, None]
    assert library.graph.citations(OWNER, cited.content.content_id).cited_by == [citing.content.content_id]


async def test_arxiv_gives_html_of_the_source_with_its_tex(services: PaperServices) -> None:
    paper = await imported(services, "https://arxiv.org/abs/1706.03762")
    extra = paper.content.metadata.extra
    assert (paper.content.metadata.title, paper.content.metadata.license) == ("Marks Are All You Need", "CC-BY-4.0")
    assert (extra["arxiv_id"], extra["arxiv_version"]) == ("1706.03762", 7)
    assert [(each["name"], each["date"]) for each in extra["versions"]] == [
        ("v1", "2017-06-12"),
        ("v7", "2023-08-02"),
    ]
    assert paper.texts("body") == [
        "We count marks.",
        r"Ink, where \(a^{2}\) is ink, lasts.",
        r"\[E=mc^{2}\] (1)",
        r"By \nosuch counting.",
    ]
    assert (paper.texts("footnote"), paper.texts("caption")) == (["Of oak."], ["Figure 1: Marks."])
    assert paper.texts("reference") == ["Smith. On marks. 2001. link"]
    assert paper.codes == ["commands-garbled"]
    assert paper.content.tier is Tier.MIDDLE
    assert "paper.html" in paper.content.files


async def test_a_citation_is_found_by_title_and_year(services: PaperServices) -> None:
    paper = await imported(services, CITATION)
    assert paper.content.metadata.extra["doi"] == DOI
    assert services.query("/crossref/works?")["query.bibliographic"] == [CITATION]
    with pytest.raises(NotFound, match="The nearest is “Marks in Old Books”"):
        await imported(services, "Roe J. Nothing at all about ink of oak and iron. 2021.")


async def test_a_citation_that_names_its_doi_is_not_searched_for(services: PaperServices) -> None:
    paper = await imported(services, f"Roe, J. (2021). Of marks. Journal of Marks, 5, 1–10. https://doi.org/{DOI}")
    assert paper.content.metadata.extra["doi"] == DOI
    assert not [each for each in services.asked if each.startswith("/crossref/works?")]


async def test_a_publishers_page_leads_to_its_paper(services: PaperServices) -> None:
    assert (await imported(services, f"{services.base}/page")).content.metadata.extra["doi"] == DOI
    services.answers["/page"] = Reply("<html><body><p>Nothing.</p></body></html>")
    with pytest.raises(UnsupportedContent, match="names no paper"):
        await imported(services, f"{services.base}/page")


async def test_without_open_text_the_abstract_is_imported_and_said(services: PaperServices) -> None:
    services.answers["/europepmc/PMC123456/fullTextXML"] = Reply("<article><front/></article>")
    paper = await imported(services, DOI)
    assert paper.texts("body") == ["Abstract", "We count marks & more."]
    assert "full-text-missing" in paper.codes
    assert "full-text-refused" in paper.codes
    assert "abstract.json" in paper.content.files
    services.answers = {f"/crossref/works/{DOI}": said({"message": {"DOI": DOI, "title": ["Marks in Old Books"]}})}
    with pytest.raises(EmptyContent, match="Upload its PDF"):
        await imported(services, DOI)


async def test_a_text_that_cannot_be_read_leaves_the_abstract(services: PaperServices) -> None:
    services.answers["/europepmc/PMC123456/fullTextXML"] = Reply("<article><body><p>Broken")
    paper = await imported(services, DOI)
    assert paper.texts("body")[-1] == "We count marks & more."
    assert "full-text-unreadable" in paper.codes


@pytest.mark.parametrize(
    ("replies", "told"),
    [
        (
            {"/openalex/works/doi:{doi}": Reply("<html>", 200)},
            "OpenAlex could not be asked about the paper",
        ),
        ({"/openalex/works/doi:{doi}": Reply("[" * 100_000, 200)}, "is no JSON (RecursionError)"),
        ({"/openalex/works/doi:{doi}": Reply("", 403)}, "HTTP 403"),
        ({"/pubmed/esummary.fcgi": Reply("", 500)}, "PubMed could not be asked"),
        ({"/europepmc/search": Reply("null", 429, {"Retry-After": "4"})}, "HTTP 429"),
    ],
)
async def test_a_service_that_fails_is_said_and_the_others_count(
    services: PaperServices, pauses: list[float], replies: dict[str, Reply], told: str
) -> None:
    services.answers["/arxiv/html/1706.03762v7"] = services.answers["/europepmc/PMC123456/fullTextXML"]
    services.answers |= {path.format(doi=DOI): reply for path, reply in replies.items()}
    paper = await imported(services, DOI)
    silent = [notice for notice in paper.content.notices if notice.code == "service-silent"]
    assert told in silent[0].message
    assert paper.content.metadata.title == "Marks in Old Books"
    assert pauses in ([], [1.0, 2.0], [4.0, 4.0])


async def test_a_service_is_asked_again_when_it_said(services: PaperServices, pauses: list[float]) -> None:
    services.answers = {f"/crossref/works/{DOI}": Reply("", 429, {"Retry-After": "7"})}
    with pytest.raises(ProviderUnavailable, match="Crossref did not answer"):
        await imported(services, DOI)
    assert pauses == [7.0, 7.0]
    services.answers = {f"/crossref/works/{DOI}": Reply("", 503, {"Retry-After": "3600"})}
    pauses.clear()
    with pytest.raises(ProviderUnavailable):
        await imported(services, DOI)
    assert pauses == []


async def test_what_nobody_knows_is_not_found(services: PaperServices) -> None:
    services.answers = {}
    with pytest.raises(NotFound, match=r"knows doi:10\.5555/none"):
        await imported(services, "10.5555/none")
    services.answers = {"/arxivapi/query": Reply(ARXIV.replace("http://arxiv.org/abs/1706.03762v7", "errors"))}
    with pytest.raises(NotFound, match=r"arxiv:1706\.03763"):
        await imported(services, "arXiv:1706.03763")


async def test_who_cannot_be_reached_is_not_said_to_know_nothing(services: PaperServices) -> None:
    with pytest.raises(ProviderUnavailable, match=r"Crossref did not answer about doi:10\.5555/none"):
        await imported(services, "10.5555/none", crossref="http://127.0.0.1:1")


async def test_unpaywall_is_not_asked_by_nobody(services: PaperServices) -> None:
    await imported(services, DOI, mailto="")
    assert not any(path.startswith("/unpaywall") for path in services.asked)
    assert not any("mailto" in path for path in services.asked)


async def test_a_notice_says_what_it_is_about(services: PaperServices) -> None:
    about = [{"DOI": "10.5555/marks.2", "type": "retraction"}]
    work = {**CROSSREF, "update-to": about, "updated-by": []}
    services.answers = {f"/crossref/works/{DOI}": said({"message": work})}
    paper = await imported(services, DOI)
    assert paper.codes == ["paper-is-notice", "full-text-missing"]
    assert paper.content.metadata.extra["notice_of"] == ["doi:10.5555/marks.2"]


def pdf(*lines: str, title: str = "Marks in Old Books") -> Reply:
    page = Page().text(72, 740, title, 20).text(72, 690, "Abstract", 12, "bold")
    text = ["We count what was written by hand, and say", "what that was made of and why it lasts."]
    return Reply(write_pdf([page.lines(72, 660, text).lines(72, 560, list(lines))]))


@pytest.mark.parametrize(
    ("reply", "codes", "title", "license"),
    [
        (pdf(f"https://doi.org/{DOI}"), ["paper-retraction", "paper-correction"], "Marks in Old Books", "CC-BY-4.0"),
        (pdf("arXiv:1706.03762v7 [cs.CL]", title="Marks Are All You Need"), [], "Marks Are All You Need", "CC-BY-4.0"),
        (pdf(), ["paper-unidentified"], "Marks in Old Books", None),
        (pdf("doi:10.5555/none"), ["service-mistaken", "paper-unidentified"], "Marks in Old Books", None),
        (pdf(f"doi:{DOI}", title="Of Herons and Rivers"), ["paper-unidentified"], "Of Herons and Rivers", None),
    ],
    ids=["a DOI", "an arXiv id", "no identifier", "one that nobody knows", "one of another paper"],
)
async def test_a_pdf_is_the_paper_that_its_first_page_names(
    services: PaperServices, reply: Reply, codes: list[str], title: str, license: str | None
) -> None:
    services.answers["/paper.pdf"] = reply
    paper = await imported(services, f"{services.base}/paper.pdf")
    metadata = paper.content.metadata
    assert (paper.codes, metadata.title, metadata.license) == (codes, title, license)
    assert paper.paragraphs[0].place.page == 1
    assert sorted(paper.content.files) == ["extracted.txt", "paper.pdf", "record.json"]


async def test_where_no_service_answers_a_pdf_stands_for_itself_and_says_so(
    services: PaperServices, pauses: list[float]
) -> None:
    services.answers = {"/paper.pdf": pdf(f"doi:{DOI}"), f"/crossref/works/{DOI}": Reply("", 503)}
    paper = await imported(services, f"{services.base}/paper.pdf")
    assert paper.codes == ["service-silent", "paper-unidentified"]
    assert paper.content.metadata.extra["doi"] == DOI
    assert pauses


class AskedForGeneral(InProcessRunner):
    """Runs imports that say how good the paper is."""

    def _job(self, plugin: Any, request: Any, url: str | None, content_type: str) -> Job:
        asked = request.model_copy(update={"parameters": {"tier": "general"}})
        return super()._job(plugin, asked, url, content_type)


async def test_whoever_imports_it_may_say_how_good_it_is(services: PaperServices) -> None:
    paper = await imported(services, DOI, runner=AskedForGeneral)
    assert paper.content.tier is Tier.GENERAL


def zotero_items(count: int, first: int = 0) -> list[dict[str, Any]]:
    return [
        {"version": n + 1, "data": {"itemType": "journalArticle", "title": f"Marks {n}", "DOI": f"10.5555/marks.{n}"}}
        for n in range(first, first + count)
    ]


ZOTERO_KEY = "hSzFNVRwbXWqPtXVzFNVRwbX"


def zotero(version: int, items: list[dict[str, Any]], **headers: str) -> Reply:
    return replace(said(items), headers={"Last-Modified-Version": str(version), **headers})


def page_at(start: int, since: int, *replies: Reply) -> dict[str, Reply | list[Reply]]:
    return {f"/zotero/groups/7/items/top?start={start}&since={since}": list(replies)}


async def test_a_library_of_zotero_lists_what_is_new_since_its_last_version(services: PaperServices) -> None:
    services.answers |= page_at(0, 0, zotero(103, zotero_items(100)))
    services.answers |= page_at(100, 0, zotero(103, zotero_items(3, 100)))
    services.answers |= page_at(0, 103, zotero(104, zotero_items(1, 103))) | page_at(0, 104, Reply("", 304))
    look = Look(source="https://www.zotero.org/groups/7/marks/library")
    first = await looked(services, look)
    assert [len(first.entries), first.entries[102].source, first.state] == [103, "doi:10.5555/marks.102", "103"]
    second = await looked(services, look.model_copy(update={"state": first.state}))
    assert ([each.source for each in second.entries], second.state) == (["doi:10.5555/marks.103"], "104")
    third = await looked(services, look.model_copy(update={"state": second.state}))
    assert (third.unchanged, third.state) == (True, "104")
    conditions = [each["If-Modified-Since-Version"] for each in services.headers if each["Zotero-API-Key"] is None]
    assert [each for each in conditions if each] == ["103", "104"]


@pytest.mark.parametrize(
    ("later", "state"), [(zotero(104, zotero_items(1, 100)), "0"), (zotero(103, []), "103")], ids=["changed", "same"]
)
async def test_a_library_that_changes_while_it_is_read_is_read_again(
    services: PaperServices, later: Reply, state: str
) -> None:
    services.answers |= page_at(0, 0, zotero(103, zotero_items(100))) | page_at(100, 0, later)
    assert (await looked(services, Look(source="zotero:groups/7"))).state == state


async def test_a_private_library_is_read_with_the_key_of_the_deployment(
    services: PaperServices, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    services.answers |= page_at(0, 0, zotero(3, zotero_items(3)))
    listing = await looked(services, Look(source="zotero:groups/7"), zotero_key=SecretStr(ZOTERO_KEY))
    assert len(listing.entries) == 3
    assert services.headers[0]["Zotero-API-Key"] == ZOTERO_KEY
    assert ZOTERO_KEY not in "".join(services.asked) + caplog.text + listing.model_dump_json()


@pytest.mark.parametrize(
    ("key", "words"),
    [(None, "is not public"), (SecretStr(ZOTERO_KEY), "does not let the deployment's key read groups/7")],
)
async def test_a_library_that_zotero_does_not_give_out_names_the_setting(
    services: PaperServices, key: SecretStr | None, words: str
) -> None:
    services.answers |= page_at(0, 0, Reply("Forbidden", 403))
    with pytest.raises(Forbidden, match=words) as refused:
        await looked(services, Look(source="zotero:groups/7"), zotero_key=key)
    assert setting_name(PaperImport, "zotero_key") in refused.value.detail
    assert ZOTERO_KEY not in refused.value.detail


def test_what_cannot_be_a_key_of_zotero_is_refused_and_not_shown() -> None:
    with pytest.raises(InvalidRequest, match=r"import_paper_zotero_key: .*letters and digits") as refused:
        plugin_settings(PaperImport(), {}, {"import_paper_zotero_key": f"{ZOTERO_KEY}\n"})
    assert ZOTERO_KEY not in refused.value.detail


async def test_zotero_is_left_alone_for_as_long_as_it_asks(services: PaperServices, pauses: list[float]) -> None:
    busy = [Reply("", 429, {"Retry-After": "45"}), Reply("", 503, {"Retry-After": "7"})]
    services.answers |= page_at(0, 0, *busy, zotero(103, zotero_items(100), Backoff="10"))
    services.answers |= page_at(100, 0, zotero(103, zotero_items(3, 100), Backoff="60"))
    assert len((await looked(services, Look(source="zotero:groups/7"))).entries) == 103
    assert pauses == [45, 7, 10]


@pytest.mark.parametrize(
    "replies", [[Reply("", 429, {"Retry-After": "90000"})], [zotero(103, zotero_items(100), Backoff="90000")]]
)
async def test_zotero_is_not_asked_again_where_it_wants_more_time_than_there_is(
    services: PaperServices, pauses: list[float], replies: list[Reply]
) -> None:
    services.answers |= page_at(0, 0, *replies)
    with pytest.raises(ProviderRejected, match="for 90000 s"):
        await looked(services, Look(source="zotero:groups/7"))
    assert (pauses, len(services.asked)) == ([], 1)


async def test_an_answer_without_the_librarys_version_is_refused(services: PaperServices) -> None:
    services.answers |= page_at(0, 0, said(zotero_items(1)))
    with pytest.raises(CorruptContent, match="version of the library"):
        await looked(services, Look(source="zotero:groups/7"))


async def test_a_bibliography_on_the_web_lists_its_papers(services: PaperServices) -> None:
    services.answers["/marks.bib"] = Reply("@article{a, title={Marks}, doi={10.5555/marks.1}}\n@misc{b, note={x}}\n")
    listing = await looked(services, Look(source=f"{services.base}/marks.bib"))
    assert [(each.source, each.title) for each in listing.entries] == [("doi:10.5555/marks.1", "Marks")]
    assert [each.count for each in listing.left_out] == [1]


async def looked(services: PaperServices, look: Look, **changes: Any) -> Listing:
    """Read a listing to its end, as the download of its import does."""
    fetch = GuardedFetch([services.place])
    library = MemoryLibrary(settings={PaperImport.plugin_id: services.settings(**changes)})
    toolbox = replace(library.toolbox, fetch=lambda _: FetchByScheme({"http": fetch, "https": fetch}))
    found: list[Listing] = []

    class Reader(PaperImport):
        async def download(self, request: ImportRequest, ctx: StageContext) -> Download:
            found.append(await read_listing(self, look, ctx))
            return await super(ListingPlugin, self).download(request, ctx)

    plugin = Reader()
    plugin.bind(InProcessRunner(toolbox, OWNER, True, at_once))
    with pytest.raises(NotFound):
        await plugin.import_content(f"{services.base}/none", new_id("job"))
    return found[0]
