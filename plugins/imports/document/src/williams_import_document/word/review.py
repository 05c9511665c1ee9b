"""What reviewers left in a Word document: comments, and changes that nobody has accepted or rejected yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from lxml import etree

from williams.isolation.notices import Said, notice
from williams_import_document.reading import Review
from williams_import_document.trees import local, replace, space_of
from williams_import_document.word.styles import restyle

COMMENT: Final = "WilliamsComment"
_NEW: Final = frozenset({"ins", "moveTo"})
_OLD: Final = frozenset({"del", "moveFrom"})
_DELETED_TEXT: Final = "delText"


def review(texts: Sequence[etree._Element], comments: etree._Element | None, asked: Review) -> list[Said]:
    """Read changes and comments of a document and its notes as asked, in place, and say what was made of them."""
    elements = [each for text in texts for each in text.iter(etree.Element)]
    changes = [each for each in elements if local(each) in _NEW | _OLD]
    written = _comments(elements, comments)
    if asked.rejected:
        _reject(changes)
    if asked.comments:
        _write(written)
    return list(_told(len(changes), len(written), asked))


def _told(changes: int, comments: int, asked: Review) -> Iterator[Said]:
    if changes:
        how, other = ("rejected", "accepted") if asked.rejected else ("accepted", "rejected")
        message = f"{changes} tracked changes were read as {how}."
        yield notice(f"changes-{how}", message, remedy=f"Import it with changes: {other} to read the other text.")
    if comments and not asked.comments:
        message = f"{comments} comments were left out."
        yield notice("comments-left-out", message, remedy="Import it with comments: true to read them.")


def _reject(changes: list[etree._Element]) -> None:
    """Take out what is new, and unwrap what was there; marks of rows and paragraphs go with their properties."""
    for change in changes:
        above = change.getparent()
        if above is None:
            continue
        if local(above) == "trPr":
            _reject_row(change, above)
        elif local(change) in _NEW:
            above.remove(change)
        else:
            for text in change.iter(etree.Element):
                if local(text) == _DELETED_TEXT:
                    text.tag = str(text.tag).replace(_DELETED_TEXT, "t")
            replace(change, change)


def _reject_row(change: etree._Element, properties: etree._Element) -> None:
    row = properties.getparent()
    properties.remove(change)
    table = None if row is None else row.getparent()
    if table is not None and local(change) in _NEW:
        table.remove(row)


def _comments(elements: Iterable[etree._Element], part: etree._Element | None) -> list[tuple[etree._Element, str]]:
    """Return who wrote what for each comment that says something, at the first reference to it."""
    said = {} if part is None else {_attribute(each, "id"): each for each in part if local(each) == "comment"}
    references = (each for each in elements if local(each) == "commentReference")
    found = ((each, said.pop(_attribute(each, "id"), None)) for each in references)
    return [(each, words) for each, comment in found if comment is not None and (words := _words(comment))]


def _words(comment: etree._Element) -> str:
    lines = ("".join(text.text or "" for text in line.iter("{*}t")) for line in comment.iter("{*}p"))
    words = " ".join(" ".join(lines).split())
    author = " ".join((_attribute(comment, "author") or "").split())
    return f"{author}: {words}" if author and words else words


def _write(written: list[tuple[etree._Element, str]]) -> None:
    """Write comments behind the paragraphs that they stand in."""
    for reference, words in reversed(written):
        paragraph = next((each for each in reference.iterancestors() if local(each) == "p"), None)
        if paragraph is not None:
            space = space_of(paragraph)
            comment = etree.Element(f"{space}p")
            restyle(comment, COMMENT)
            etree.SubElement(etree.SubElement(comment, f"{space}r"), f"{space}t").text = words
            paragraph.addnext(comment)


def _attribute(element: etree._Element, name: str) -> str | None:
    return next((str(said) for key, said in element.attrib.items() if str(key).rpartition("}")[2] == name), None)
