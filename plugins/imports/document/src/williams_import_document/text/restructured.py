"""reStructuredText, by docutils; nothing is included from elsewhere, and raw HTML is left out."""

from __future__ import annotations

from typing import Any, Final

from docutils import nodes
from docutils.core import publish_doctree, publish_from_doctree
from williams_html.head import first_date
from williams_html.people import split_authors

from williams.domain.errors import ContentTooLarge, CorruptContent
from williams.domain.licenses import declared_license
from williams.isolation.notices import Said, notice
from williams_import_document.reading import Reading
from williams_import_document.text.other_marks import let_read

_LONGEST_LINE: Final = 10_000
"""Characters. Of a text with a longer one docutils reads nothing, since its patterns take their square."""
_SETTINGS = {
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "report_level": 5,
    "halt_level": 5,
    "line_length_limit": _LONGEST_LINE,
    "warning_stream": False,
    "syntax_highlight": "none",
    "doctitle_xform": True,
    "sectsubtitle_xform": False,
    "initial_header_level": 1,
    "embed_stylesheet": False,
    "stylesheet_path": "",
    "smart_quotes": False,
    "_disable_config": True,
}


def read_restructured(text: str) -> Reading:
    """Return the text, what its field list says of it, and notices of what was left out or not understood.

    Raises:
        ContentTooLarge: a line is longer than docutils takes.
        CorruptContent: it is nested too deep.
    """
    if any(len(line.expandtabs()) > _LONGEST_LINE for line in text.splitlines()):
        raise ContentTooLarge(
            f"A line of the file has over {_LONGEST_LINE} characters. Break it, or import it as .txt."
        )
    elsewhere = let_read(text)
    try:
        tree = publish_doctree(text, settings_overrides=_SETTINGS)
        about = _about(tree)
        for each in [*tree.findall(nodes.docinfo), *tree.findall(nodes.comment)]:
            each.parent.remove(each)
        _keep_formulas(tree)
        unknown = _messages(tree)
        html = publish_from_doctree(
            tree, writer="html5", settings_overrides={**_SETTINGS, "output_encoding": "unicode"}
        )
    except RecursionError as error:
        raise CorruptContent("The file is nested too deep to be read.") from error
    return Reading.whole(str(html), about, [*_left_elsewhere(elsewhere), *unknown])


def _left_elsewhere(directives: list[str]) -> list[Said]:
    if not directives:
        return []
    return [
        notice(
            "includes-left-out", f"What these directives take in from elsewhere was left out: {', '.join(directives)}."
        )
    ]


def _keep_formulas(tree: nodes.document) -> None:
    for formula in list(tree.findall(nodes.math)):
        formula.parent.replace(formula, nodes.Text(rf"\({formula.astext()}\)"))
    for formula in list(tree.findall(nodes.math_block)):
        formula.parent.replace(formula, nodes.paragraph("", rf"\[{formula.astext()}\]"))


def _about(tree: nodes.document) -> dict[str, Any]:
    authors = [each.astext() for each in tree.findall(nodes.author)]
    dates = [each.astext() for each in tree.findall(nodes.date)]
    rights = next((each.astext() for each in tree.findall(nodes.copyright)), None)
    return {
        "title": tree.get("title"),
        "authors": split_authors(authors),
        "published_date": first_date(dates),
        "license": declared_license(rights) if rights else None,
        "extra": {"stated_license": rights} if rights else {},
    }


def _messages(tree: nodes.document) -> list[Said]:
    """What is not known here, such as a role of Sphinx, stands as it was written, and is told once."""
    found = [*tree.findall(nodes.system_message)]
    for each in found:
        each.parent.remove(each)
    if not found:
        return []
    first = found[0]
    words = " ".join(first.astext().split())
    message = f"{len(found)} marks were not understood and stand as they are written, the first: {words}"
    return [notice("marks-not-understood", message, f"line {first.get('line')}" if first.get("line") else None)]
