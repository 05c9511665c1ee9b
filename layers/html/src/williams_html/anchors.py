"""What a link to a paragraph of a page can name: its own element, else the nearest heading or section above it."""

from __future__ import annotations

from lxml.html import HtmlElement

HEADINGS = {f"h{level}": level for level in range(1, 7)}
_PARTS = frozenset({"section", "article", *HEADINGS})
# They lay a page out; a link to one leads to its beginning, which may be far above.
_LAYOUT = frozenset(
    {"address", "body", "center", "div", "fieldset", "footer", "form", "header", "html", "main", *_PARTS}
)


class Anchors:
    """Follows the blocks of a page as they are opened and closed."""

    def __init__(self) -> None:
        self._above: str | None = None
        self._heading_has_id = False
        self._open: list[str | None] = []
        """Of each open block the id of the innermost one that is a paragraph, a list's item, a table …"""

    @property
    def nearest(self) -> str | None:
        """What leads to the text that stands here; None where nothing above it has an id."""
        return (self._open[-1] if self._open else None) or self._above

    def begin(self, block: HtmlElement) -> None:
        own, tag = _id_of(block), str(block.tag)
        if tag in _PARTS:
            self._above = own or self._above
            self._heading_has_id = own is not None
        around = self._open[-1] if self._open else None
        self._open.append(own or around if tag not in _LAYOUT else around)

    def within_heading(self, inline: HtmlElement) -> None:
        """Take the id of what stands in a heading: older pages anchor their headings so."""
        if not self._heading_has_id:
            self._above = _id_of(inline) or self._above

    def end(self) -> None:
        self._open.pop()


def _id_of(element: HtmlElement) -> str | None:
    named = element.get("name") if element.tag == "a" else None
    return (element.get("id") or named or "").strip() or None
