"""Pages that build themselves in the browser, shown by the deployment's browser engine where it has one."""

from __future__ import annotations

import codecs
from typing import Final

from williams.domain.errors import EmptyContent, EngineMissing
from williams.domain.notices import Notice
from williams.isolation.parent import Limits, Reader, read_isolated
from williams.plugin.context import StageContext
from williams.plugin.engines import RENDER, RenderedPage
from williams.plugin.importing import Download

_RENDERED: Final = "page-rendered"
_AT_WORK: Final = "page-at-work"
_HTML: Final = "text/html"
_SECONDS: Final = 60.0
_SPARE_SECONDS: Final = 60.0
"""Left of the stage's time for the browser."""
_SCRIPT: Final = b"script"


async def rendered(download: Download, ctx: StageContext) -> Download:
    """Return a page as its programs build it, where it shows its text in no other way; any other as it is.

    So it is where the deployment has no browser engine, too: whoever reads the page says then that it needs one.

    What is kept is what the browser showed: by the bytes that the site sent, all pages of such a site are the same.

    Raises:
        EmptyContent: the browser shows nothing.
        Forbidden: it leads to where the site's robots.txt asks programs not to go, and that is respected.
        WilliamsError: as RenderPort raises it.
    """
    try:
        engine = ctx.engine(RENDER)
    except EngineMissing:
        return download
    if not await _builds_itself(download, ctx):
        return download
    ctx.progress(0.5, "Running the page's programs")
    page = await engine.render(download.url)
    if page.url != download.url:
        await ctx.fetch.permit(page.url)
    if not page.html.strip():
        raise EmptyContent(f"{download.url} shows nothing in a browser.")
    kept = ctx.scratch.save("download/rendered", codecs.BOM_UTF8 + page.html.encode("utf-8", "replace"), _HTML)
    return download.model_copy(
        update={
            "object": kept,
            "url": page.url,
            "declared_type": f"{_HTML}; charset=utf-8",
            # What the site says of its bytes is not said of what programs make of them.
            "validators": None,
            "notices": [*download.notices, *_notices(page)],
        }
    )


def is_rendered(download: Download) -> bool:
    """True for what ``rendered`` has made of a page."""
    return any(notice.code == _RENDERED for notice in download.notices)


async def _builds_itself(download: Download, ctx: StageContext) -> bool:
    page = ctx.scratch.open(download.object)
    if _SCRIPT not in page.read_bytes().lower():
        return False
    options = {"url": download.url, "declared_type": download.declared_type}
    answer = await read_isolated(
        Reader("williams_import_web.page:builds_itself", "page", "Save its text and import that.", options),
        page,
        ctx.scratch.path("rendering/looked_at.json"),
        Limits(seconds=_SECONDS, remaining=ctx.deadline.remaining - _SPARE_SECONDS),
        lambda done, total: ctx.progress(0.5 * done / total, "Looking at the page"),
        ctx.check_cancelled,
    )
    return bool(answer["builds_itself"])


def _notices(page: RenderedPage) -> list[Notice]:
    by = f"{page.engine.name} {page.engine.version}"
    made = Notice(
        code=_RENDERED,
        message=f"The page builds its text by programs. What is kept is what they had built in {by}, without a click.",
        remedy="If something is missing, save the page from your own browser and import that file.",
    )
    at_work = Notice(
        code=_AT_WORK,
        message="The page's programs were still at work when it was taken: what they would have added is not there.",
        remedy="Save the page from your own browser and import that file.",
    )
    return [made] if page.rested else [made, at_work]
