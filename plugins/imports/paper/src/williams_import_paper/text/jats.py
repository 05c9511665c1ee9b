"""JATS, the XML of journals and archives: the text, its references, and what it says of itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from williams_html.maths import write_formulas
from williams_html.paragraphs import paragraphs_of

from williams.domain.errors import UnsupportedContent
from williams.isolation.notices import Said, notice
from williams_import_paper.markup import name_of, named, xml_of
from williams_import_paper.text.jats_front import front_of
from williams_import_paper.text.jats_html import PageOfPaper
from williams_import_paper.text.jats_references import references_of
from williams_import_paper.text.reading import PaperText

_WHAT: Final = "The paper"
_OTHERS: Final = ("sub-article", "response")


def read_jats(source: Path, say: Callable[[int, int], None]) -> dict[str, Any]:
    """Return ``record``, ``paragraphs`` and ``notices`` in JSON's types.

    Raises:
        CorruptContent: it is no XML.
        UnsupportedContent: it is no article.
        EmptyContent, ContentTooLarge: it holds no text, or too much.
    """
    say(0, 2)
    markup = xml_of(source.read_bytes(), _WHAT)
    article = _article(markup.root)
    notices = _left_out(article)
    if markup.unknown:
        message = f"{len(markup.unknown)} entities stand for nothing that is known: {', '.join(markup.unknown[:5])}."
        notices.append(notice("characters-garbled", message, None, "Compare the text with the publisher's page."))
    references = references_of(article)
    page = PageOfPaper().page_of(article)
    write_formulas(page)
    say(1, 2)
    return PaperText(paragraphs_of(page), front_of(article), references, notices).answer()


def _article(root: Any) -> Any:
    found = next(named(root, "article"), None)
    if found is None:
        raise UnsupportedContent(f"{_WHAT}'s XML is no JATS: it has no article, but begins with {name_of(root)!r}.")
    return found


def _left_out(article: Any) -> list[Said]:
    """Take away what is a paper of its own: reviews, replies and translations. Say how many."""
    others = [each for each in article if name_of(each) in _OTHERS]
    for each in others:
        article.remove(each)
    if not others:
        return []
    kinds = ", ".join(dict.fromkeys(each.get("article-type") or name_of(each) for each in others))
    return [notice("part-left-out", f"{len(others)} articles within the article were left out: {kinds}.")]
