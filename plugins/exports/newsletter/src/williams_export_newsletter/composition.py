"""Puts the newsletter together: its files, and what each sentence stands on."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from williams_publishing.fonts import FontCase
from williams_publishing.works import Work, works_of

from williams.domain.errors import PluginDefect
from williams.domain.notices import Notice
from williams.domain.places import Place
from williams.domain.provenance import Part
from williams.plugin import Composition, ExportRequest, Query, StageContext
from williams_export_newsletter.issue.clients import CLIPPED, troubles
from williams_export_newsletter.issue.letter import PAGE, Letter, letter_of
from williams_export_newsletter.issue.mail import mail_html, mail_mjml
from williams_export_newsletter.issue.message import EMBEDDED, PICTURE_NAME, Envelope, message_bytes
from williams_export_newsletter.issue.picture import draw_card, draw_strip
from williams_export_newsletter.issue.plain import plain_text
from williams_export_newsletter.issue.web import INTRO, web_page
from williams_export_newsletter.models import Issue, NewsletterParameters

LABEL: Final = "Story"
MESSAGE: Final = "newsletter.eml"
PREVIEW: Final = "preview.png"
TEXT: Final = "newsletter.txt"
_ROOM: Final = CLIPPED - 6 * 1024
"""Bytes for the HTML: an address to unsubscribe can be 4 KB long, and stands in it once."""


def compose(
    request: ExportRequest, parameters: NewsletterParameters, query: Query, script: Issue, ctx: StageContext
) -> Composition:
    """Return the finished newsletter with its files and parts."""
    whole = letter_from(parameters, query, script, ctx)
    letter = fitting(whole, parameters)
    strip, card = (ctx.scratch.path(f"pictures/{name}") for name in (PICTURE_NAME, PREVIEW))
    draw_strip(letter, strip.parent, strip)
    fonts = FontCase(ctx.model_files, ctx.scratch.path("fonts/one").parent)
    notices = draw_card(letter, fonts, card.parent, card)
    files = _files(request, parameters, letter, strip) | {PREVIEW: (card, "image/png")}
    if len(letter.stories) < len(whole.stories):
        notices.append(_shortened(whole, letter))
    return Composition(
        title=script.title,
        files={
            name: ctx.scratch.save(f"compose/{name}", data, media_type) for name, (data, media_type) in files.items()
        },
        primary=MESSAGE,
        preview=PREVIEW,
        roles={"newsletter": MESSAGE, "html": PAGE, "text": TEXT},
        parts=_parts(request, script, letter),
        models=[script.model],
        metadata={
            "language": script.language,
            "stories": len(letter.stories),
            "cost_usd": round(script.cost_usd, 6),
            "texts_left_out": script.dropped,
            "notices": [notice.model_dump() for notice in notices],
        },
    )


def letter_from(parameters: NewsletterParameters, query: Query, script: Issue, ctx: StageContext) -> Letter:
    contents = [ctx.library.content(source.content_id) for source in query.sources]
    works: Mapping[str, Work] = {work.content_id: work for work in works_of(contents, script.language)}
    return letter_of(parameters, script, works)


def fitting(letter: Letter, parameters: NewsletterParameters) -> Letter:
    """Return the letter with as many of its stories as clients show. Raises PluginDefect for HTML that they do not."""
    html = mail_html(letter, _address(parameters))
    while len(html.encode()) > _ROOM and len(letter.stories) > 1:
        letter = letter.shortened(len(letter.stories) - 1)
        html = mail_html(letter, _address(parameters))
    if found := troubles(html):
        raise PluginDefect(f"The mail has what clients do not show: {'; '.join(map(str, found))}.")
    return letter


def _address(parameters: NewsletterParameters) -> str | None:
    """Return where the mail's HTML finds its picture."""
    return EMBEDDED if parameters.pictures == "embedded" else parameters.linked_picture


def _files(
    request: ExportRequest, parameters: NewsletterParameters, letter: Letter, picture: Path
) -> dict[str, tuple[bytes | Path, str]]:
    embedded = picture.read_bytes() if parameters.pictures == "embedded" else None
    shown = None if parameters.pictures == "none" else picture
    return {
        MESSAGE: (
            message_bytes(letter, Envelope(request.requested_at), embedded, parameters.linked_picture),
            "message/rfc822",
        ),
        PAGE: (web_page(letter, shown), "text/html; charset=utf-8"),
        TEXT: (plain_text(letter).encode(), "text/plain; charset=utf-8"),
        "newsletter.mjml": (mail_mjml(letter, _address(parameters)).encode(), "text/plain; charset=utf-8"),
        PICTURE_NAME: (picture, "image/png"),
    }


def _parts(request: ExportRequest, script: Issue, letter: Letter) -> list[Part]:
    """One for each sentence that is told; the page has the anchor of each."""
    told = [
        (story.heading, story.anchor_of(number), sentence)
        for story, written in zip(letter.stories, script.stories, strict=False)
        for number, sentence in enumerate(written.sentences, start=1)
    ]
    if script.intro:
        told.insert(0, (letter.title, INTRO, script.intro))
    return [
        Part(
            part_id=f"{request.artifact_id}.s{ordinal}",
            label=LABEL,
            ordinal=ordinal,
            text=sentence.text,
            heading=heading,
            role="intro" if anchor == INTRO else "story",
            place=Place(anchor=f"{PAGE}#{anchor}"),
            citations=list(sentence.citations),
        )
        for ordinal, (heading, anchor, sentence) in enumerate(told)
    ]


def _shortened(whole: Letter, letter: Letter) -> Notice:
    return Notice(
        code="stories-left-out",
        message=f"{len(whole.stories) - len(letter.stories)} of {len(whole.stories)} stories are left out: Gmail hides "
        "what a mail has beyond 102 KB.",
        remedy="Ask for fewer stories, or choose fewer sources.",
    )
