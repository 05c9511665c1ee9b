"""Pages that build themselves in the browser: shown by an engine where there is one, refused with a remedy else."""

from __future__ import annotations

import pytest
from williams_import_web import WebImport

from tests.unit.import_web.pages import ARTICLE, LINKS_ONLY, MOUNTED, PROSE, SCRIPTED, page
from williams.domain.content import Content
from williams.domain.errors import EmptyContent, Forbidden, NeedsBrowser
from williams.domain.ids import new_id
from williams.ports.render import RenderedPage
from williams_testing.library import OWNER, ChosenEngines, MemoryLibrary
from williams_testing.memory.render import InMemoryRender

URL = "https://example.org/app/one"
OTHER = "https://example.org/app/two"
CHECK = page("<h1>Just a moment...</h1><script src='/challenge.js'></script>", "<title>Just a moment...</title>")
BUILT = (
    "<!DOCTYPE html><html><head><meta charset='iso-8859-1'><title>Bücher</title></head><body>"
    "<noscript>You need to enable JavaScript to run this app.</noscript>"
    f"<div id='root'><article><h1>Bücher</h1><p>Ä 読 ق. {PROSE * 3}</p></article></div></body></html>"
)


def library(data: bytes, render: InMemoryRender | None) -> MemoryLibrary:
    return MemoryLibrary({URL: data, OTHER: data}, ChosenEngines(render=render), tells=True)


async def imported(library: MemoryLibrary, url: str = URL) -> Content:
    plugin = WebImport()
    library.bind(plugin)
    return library.catalog.content(OWNER, await plugin.import_content(url, new_id("job")))


@pytest.mark.parametrize("data", [SCRIPTED, MOUNTED])
async def test_without_an_engine_the_refusal_names_the_setting(data: bytes) -> None:
    with pytest.raises(NeedsBrowser, match="WILLIAMS_RENDER_PROVIDER"):
        await imported(library(data, None))


@pytest.mark.parametrize("data", [SCRIPTED, MOUNTED])
async def test_what_the_browser_shows_is_imported_and_kept(data: bytes) -> None:
    render = InMemoryRender({URL: BUILT})
    shelf = library(data, render)
    content = await imported(shelf)
    texts = [paragraph.text for paragraph in shelf.catalog.paragraphs(OWNER, content.content_id)]
    assert texts == ["Bücher", f"Ä 読 ق. {(PROSE * 3).strip()}"]
    assert shelf.objects.read(content.files["page.html"].key).decode("utf-8-sig") == BUILT
    (notice,) = content.notices
    assert (notice.code, "browser 1" in notice.message) == ("page-rendered", True)


async def test_what_its_site_says_of_the_shell_is_not_kept_of_the_page() -> None:
    """Else a page would count as unchanged as long as its shell is."""
    shelf = library(MOUNTED, InMemoryRender({URL: BUILT}))
    await imported(shelf)
    assert (await imported(shelf)).content_id
    assert shelf.sent == [URL, URL]


async def test_pages_of_one_application_are_several_contents() -> None:
    """All addresses of it send the same bytes."""
    shelf = library(MOUNTED, InMemoryRender({URL: BUILT, OTHER: BUILT.replace("Bücher", "Karten")}))
    titles = [(await imported(shelf, url)).metadata.title for url in (URL, OTHER)]
    assert titles == ["Bücher", "Karten"]


class _Leading(InMemoryRender):
    """Each page leads to the other."""

    async def render(self, url: str) -> RenderedPage:
        return (await super().render(url)).model_copy(update={"url": OTHER})


async def test_a_page_that_leads_to_where_programs_are_not_to_go_is_not_kept() -> None:
    engines = ChosenEngines(render=_Leading({URL: BUILT}))
    pages: dict[str, bytes | Exception] = {URL: MOUNTED, OTHER: Forbidden("Its robots.txt asks programs not to.")}
    shelf = MemoryLibrary(pages, engines)
    with pytest.raises(Forbidden, match=r"robots\.txt"):
        await imported(shelf)
    assert (await imported(MemoryLibrary({URL: MOUNTED}, engines))).metadata.title == "Bücher"


async def test_a_page_that_was_still_at_work_says_so() -> None:
    content = await imported(library(MOUNTED, InMemoryRender({URL: BUILT}, rested=False)))
    assert [notice.code for notice in content.notices] == ["page-rendered", "page-at-work"]


@pytest.mark.parametrize(
    ("data", "error"), [(ARTICLE, None), (CHECK, Forbidden), (LINKS_ONLY + b"<script></script>", EmptyContent)]
)
async def test_no_other_page_is_rendered(data: bytes, error: type[Exception] | None) -> None:
    """What keeps robots out is no shell of a program."""
    render = InMemoryRender({URL: BUILT})
    if error is None:
        assert (await imported(library(data, render))).notices == []
    else:
        with pytest.raises(error):
            await imported(library(data, render))
    assert render.asked == []


@pytest.mark.parametrize(
    ("shown", "error", "says"),
    [
        (MOUNTED.decode(), NeedsBrowser, "either"),
        (CHECK.decode(), Forbidden, "check for robots"),
        (Forbidden("It leads inside."), Forbidden, "leads inside"),
        (" ", EmptyContent, "shows nothing"),
    ],
)
async def test_what_is_shown_meets_the_same_gates(shown: str | Exception, error: type[Exception], says: str) -> None:
    shelf = library(MOUNTED, InMemoryRender({URL: shown}))
    with pytest.raises(error, match=says):
        await imported(shelf)
    assert shelf.catalog.contents(OWNER, 10).items == []
