"""The newsletter as plain text, for readers and programs that show no HTML."""

from __future__ import annotations

from collections.abc import Iterator

from williams_publishing.figures import SourceFigure
from williams_publishing.labels import labels_for

from williams_export_newsletter.issue.letter import Lead, Letter
from williams_export_newsletter.issue.markup import joined

_RULE = "-" * 8


def plain_text(letter: Letter, unsubscribe: str | None = None) -> str:
    return "\n\n".join(_blocks(letter, unsubscribe)) + "\n"


def _blocks(letter: Letter, unsubscribe: str | None) -> Iterator[str]:
    sayings = letter.sayings
    yield letter.title
    yield from letter.intro
    if letter.inside:
        yield "\n".join([sayings.inside, *(f"* {heading}" for heading in letter.inside)])
    for story in letter.stories:
        if story.heading:
            yield _RULE
            yield story.heading
        yield joined([*story.below.values()])
        if story.figure:
            yield _figure(story.figure)
        yield "\n".join(map(_line, story.leads))
    yield _RULE
    yield "\n".join([sayings.sources, *(f"* {_line(lead)}" for lead in letter.references)])
    yield "\n".join(letter.small)
    ways = [(sayings.web, letter.web_url), (sayings.unsubscribe, unsubscribe)]
    if links := [f"{words}: {url}" for words, url in ways if url]:
        yield "\n".join(links)


def _figure(figure: SourceFigure) -> str:
    """Return its caption, which often says by itself that it is a figure's, and whose it is."""
    label = labels_for(figure.work.language).figure
    named = figure.caption.casefold().startswith(label.casefold())
    caption = figure.caption if named else f"{label}: {figure.caption}"
    return f"{caption}\n{_line(Lead(figure.credit, figure.link))}"


def _line(lead: Lead) -> str:
    return f"{lead.words} <{lead.url}>" if lead.url else lead.words
