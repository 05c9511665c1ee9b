"""What the plugin declares, which URLs it takes, and how its stages end."""

from __future__ import annotations

import pytest
from williams_import_document import DocumentImport
from williams_import_pdf import PdfImport
from williams_import_web import WebImport
from williams_import_web.plugin import check_is_page

from tests.unit.import_document.files import docx, paragraph
from tests.unit.import_document.test_figures import picture
from tests.unit.import_pdf.writer import Page, write_pdf
from tests.unit.import_web.pages import ARTICLE, LINKS_ONLY, SCRIPTED
from williams.domain.citing import in_words
from williams.domain.content import Content, ContentType, ObjectRef
from williams.domain.errors import (
    CorruptContent,
    EmptyContent,
    Forbidden,
    InvalidRequest,
    NotFound,
    UnsupportedContent,
)
from williams.domain.ids import new_id
from williams.plugin.importing import Download, ImportPlugin
from williams_testing.library import OWNER, MemoryLibrary

URL = "https://example.org/a/page"


async def imported(data: bytes | Exception) -> tuple[MemoryLibrary, Content]:
    library = MemoryLibrary({URL: data})
    plugin = WebImport()
    library.bind(plugin)
    content_id = await plugin.import_content(URL, new_id("job"))
    return library, library.catalog.content(OWNER, content_id)


def downloaded(media_type: str, declared_type: str | None = None, size: int = 9) -> Download:
    stored = ObjectRef(key="k", media_type=media_type, size=size, sha256="0")
    return Download(object=stored, url=URL, filename="page", declared_type=declared_type)


def test_what_it_declares() -> None:
    assert (WebImport.plugin_id, WebImport.content_type) == ("import.web", ContentType.WEBPAGE)
    assert (WebImport.folder, WebImport.stored_name, WebImport.catch_all) == ("webpages", "page.html", True)


@pytest.mark.parametrize("url", ["https://example.org", "http://example.org/a?b=c#d", "HTTPS://EXAMPLE.ORG/x.php"])
async def test_it_takes(url: str) -> None:
    assert await WebImport().can_handle(url)


@pytest.mark.parametrize("url", ["upload://up_1/page.pdf", "ftp://example.org/", "https://", "http://[bad", "page"])
async def test_it_does_not_take(url: str) -> None:
    assert not await WebImport().can_handle(url)


async def test_the_page_is_stored_as_it_came() -> None:
    library, content = await imported(ARTICLE)
    folder = f"webpages/{content.content_id}"
    assert {name: ref.key for name, ref in content.files.items()} == {
        "page.html": f"{folder}/page.html",
        "extracted.txt": f"{folder}/extracted.txt",
    }
    assert library.objects.read(f"{folder}/page.html") == ARTICLE


@pytest.mark.parametrize(
    ("data", "error", "says"),
    [
        (b"", EmptyContent, "no bytes"),
        (b"%PDF-1.7\n" + b"x" * 99, CorruptContent, "The PDF cannot be opened"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 99, UnsupportedContent, "image/png"),
        (SCRIPTED, UnsupportedContent, "JavaScript"),
        (LINKS_ONLY, EmptyContent, "no main text"),
        (NotFound("gone"), NotFound, "gone"),
        (Forbidden("closed"), Forbidden, "closed"),
    ],
)
async def test_errors_leave_nothing(data: bytes | Exception, error: type[Exception], says: str) -> None:
    library = MemoryLibrary({URL: data})
    plugin = WebImport()
    library.bind(plugin)
    with pytest.raises(error, match=says):
        await plugin.import_content(URL, new_id("job"))
    assert library.catalog.contents(OWNER, 10).items == []


@pytest.mark.parametrize(
    ("data", "reader", "stored", "place"),
    [
        (write_pdf([Page().text(72, 700, "Only words.")]), PdfImport, "document.pdf", "p. 1, ¶ 1"),
        (b"Only words.\n", DocumentImport, "document.txt", "¶ 1"),
        (docx(paragraph("Only words.")), DocumentImport, "document.docx", "¶ 1"),
    ],
)
async def test_what_an_address_leads_to_is_the_content_of_the_plugin_that_reads_it(
    data: bytes, reader: type[ImportPlugin], stored: str, place: str
) -> None:
    library, content = await imported(data)
    assert (content.plugin_id, content.plugin_version) == (reader.plugin_id, reader.version)
    assert (content.content_type, content.url) == (ContentType.DOCUMENT, URL)
    assert content.metadata.extra["canonical_url"] == URL
    folder = f"documents/{content.content_id}"
    assert {name: ref.key for name, ref in content.files.items()} == {
        name: f"{folder}/{name}" for name in (stored, "extracted.txt")
    }
    (found,) = library.catalog.paragraphs(OWNER, content.content_id)
    assert (found.text, in_words(found.place)) == ("Only words.", place)


@pytest.mark.parametrize("plugins", [(WebImport, PdfImport), (PdfImport, WebImport)])
async def test_the_same_bytes_uploaded_and_from_an_address_are_one_content(
    plugins: tuple[type[ImportPlugin], type[ImportPlugin]],
) -> None:
    data = write_pdf([Page().text(72, 700, "Only words.")])
    urls = {WebImport: URL, PdfImport: "upload://up_1/paper.pdf"}
    library = MemoryLibrary(dict.fromkeys(urls.values(), data))
    found = set()
    for plugin_class in plugins:
        plugin = plugin_class()
        library.bind(plugin)
        found.add(await plugin.import_content(urls[plugin_class], new_id("job")))
    (content,) = library.catalog.contents(OWNER, 10).items
    assert found == {content.content_id}


async def test_who_comes_second_at_the_same_moment_leaves_nothing_where_the_reader_keeps_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    library, content = await imported(b"Only words.\n")
    monkeypatch.setattr(library.catalog, "same_bytes", lambda *_: None)
    plugin = WebImport()
    library.bind(plugin)
    assert await plugin.import_content(URL, new_id("job")) == content.content_id
    assert all(content.content_id in key for key in library.objects.keys("documents/"))


@pytest.mark.parametrize(
    ("shown", "declared"),
    [
        ("text/html", None),
        ("text/html", "text/plain"),
        ("text/plain", "text/html; charset=utf-16"),
        ("application/xml", "application/xhtml+xml"),
        ("application/octet-stream", "Text/HTML"),
    ],
)
def test_pages(shown: str, declared: str | None) -> None:
    check_is_page(downloaded(shown, declared))


@pytest.mark.parametrize(
    ("shown", "declared", "says"),
    [
        ("application/zip", None, "application/zip"),
        ("application/octet-stream", None, "Give the address of a page"),
    ],
)
def test_other_things(shown: str, declared: str | None, says: str) -> None:
    with pytest.raises(UnsupportedContent, match=says):
        check_is_page(downloaded(shown, declared))


def test_an_unknown_name_of_the_package_is_an_attribute_error() -> None:
    import williams_import_web

    with pytest.raises(AttributeError, match="no attribute 'Missing'"):
        _ = williams_import_web.Missing


@pytest.mark.parametrize("url", [URL, f"{URL}/feed"])
async def test_a_listing_behind_an_address_that_does_not_say_so_is_listed(url: str) -> None:
    feed = b"<rss version='2.0'><channel><title>News</title><item><link>https://example.org/1</link></item></channel></rss>"
    library, plugin = MemoryLibrary({url: feed}), WebImport()
    library.bind(plugin)
    with pytest.raises(AssertionError):
        await plugin.import_content(url, "job_1")
    (batch,) = library.batches.batches(OWNER, 10).items
    assert (batch.title, batch.source, batch.total) == ("News", url, 1)
    assert library.catalog.contents(OWNER, 10).items == []


_PROSE = "The ferry crosses at noon, and nobody has built a bridge since the last one fell. " * 4


async def test_figures_of_the_text_are_fetched_and_kept() -> None:
    shown = picture()
    captions = ("The old ferry at noon", "The new ferry at night", "The drawn bridge")
    sources = ("boats/old.png", "https://inside.example/new.png", "data:image/png;base64,AAAA")
    figures = "".join(
        f'<p>{_PROSE}</p><figure><img src="{source}" alt="A boat"><figcaption>{caption}</figcaption></figure>'
        for source, caption in zip(sources, captions, strict=True)
    )
    page = f"<html><head><title>Ferries</title></head><body><article><h1>Ferries</h1>{figures}<p>{_PROSE}</p></article>"
    aside = '<aside><figure><img src="ad.png"><figcaption>Buy a boat</figcaption></figure></aside></body></html>'
    refused = InvalidRequest("It leads into a private network.")
    pages: dict[str, bytes | Exception] = {URL: (page + aside).encode(), sources[1]: refused}
    library = MemoryLibrary(pages | {"https://example.org/a/boats/old.png": shown})
    plugin = WebImport()
    library.bind(plugin)
    content_id = await plugin.import_content(URL, new_id("job"))
    content, paragraphs = library.catalog.content(OWNER, content_id), library.catalog.paragraphs(OWNER, content_id)
    told = {each.text: each for each in paragraphs if each.text in captions}
    assert [told[caption].kind for caption in captions] == ["figure", "caption", "caption"]
    figure = told[captions[0]].figure
    assert figure is not None
    assert figure.alt == "A boat"
    assert library.objects.read(content.files[figure.file].key) == shown
    assert [notice.message for notice in content.notices if notice.code == "pictures-left-out"] == [
        "1 pictures were left out: damaged, too large, too many, or of a kind that is not read.",
        "1 of the 3 pictures of the text could not be fetched; their captions are kept.",
    ]
