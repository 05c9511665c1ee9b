"""From JATS to a tree of HTML, the form in which everything that is read becomes paragraphs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from lxml import etree
from lxml.html import HtmlElement
from williams_html.builder import html_element
from williams_html.paragraphs import SCOPE

from williams_import_paper.markup import HREF, LANGUAGE, name_of, text_of
from williams_import_paper.text.tex import displayed, inline, tex_alone

_SAME: Final = frozenset({"p", "sub", "sup", "table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "code"})
_AS: Final = {
    "italic": "i",
    "bold": "b",
    "monospace": "code",
    "underline": "u",
    "list": "ul",
    "list-item": "li",
    "def-list": "dl",
    "def-item": "div",
    "term": "dt",
    "def": "dd",
    "disp-quote": "blockquote",
    "verse-group": "div",
    "verse-line": "div",
    "speech": "p",
    "statement": "section",
    "boxed-text": "section",
    "ack": "section",
    "app": "section",
    "app-group": "section",
    "glossary": "section",
    "notes": "section",
    "sec": "section",
    "preformat": "pre",
    "attrib": "p",
    "break": "br",
    "array": "table",
    "fn-group": "section",
}
_SECTIONS: Final = frozenset({"sec", "app", "ack", "statement", "boxed-text", "glossary", "notes", "fn-group"})
_UNTITLED: Final = {"ack": "Acknowledgements", "app": "Appendix"}
_UNREAD: Final = frozenset(
    {
        *("graphic", "inline-graphic", "media", "object-id", "ref-list", "journal-meta", "permissions", "alt-text"),
        *("long-desc", "processing-meta", "index-term", "sec-meta", "contrib-group", "private-char", "x"),
    }
)
_FIGURES: Final = frozenset(
    {"fig", "fig-group", "table-wrap", "table-wrap-group", "supplementary-material", "chem-struct-wrap"}
)
_LAST_LEVEL: Final = 6


class PageOfPaper:
    """Makes one page: abstracts, body, what stands behind it but the references."""

    def __init__(self) -> None:
        self._level = 2
        self._notes: list[Any] = []
        self._writers: dict[str, Callable[[Any, HtmlElement], None]] = {
            "fn": self._note,
            "title": self._title,
            "xref": self._reference,
            "alternatives": self._alternative,
            "disp-formula": displayed,
            "inline-formula": inline,
            "tex-math": tex_alone,
            "math": tex_alone,
            **dict.fromkeys(_FIGURES, self._figure),
            **dict.fromkeys(_SECTIONS, self._section),
        }

    def page_of(self, article: Any) -> HtmlElement:
        page = html_element("div")
        for abstract in article.iterfind("./{*}front/{*}article-meta/{*}*"):
            if name_of(abstract) in ("abstract", "trans-abstract"):
                self._abstract(abstract, page)
        for part in article:
            if name_of(part) in ("body", "back", "floats-group"):
                self._children(part, page)
        for note in self._notes:
            self._into(etree.SubElement(page, "div", {"role": "doc-footnote"}), note)
        return page

    def _abstract(self, abstract: Any, page: HtmlElement) -> None:
        self._level += 1
        section = etree.SubElement(page, "section", {SCOPE: f"h{self._heading_level()}"})
        if _child(abstract, "title") is None:
            language = abstract.get(LANGUAGE)
            named = f"Abstract ({language})" if name_of(abstract) == "trans-abstract" and language else "Abstract"
            etree.SubElement(section, "h2").text = named
        self._into(section, abstract)
        self._level -= 1

    def _into(self, made: HtmlElement, element: Any) -> None:
        """Fill an element with what stands in one of JATS."""
        _append(made, element.text)
        self._children(element, made)

    def _children(self, element: Any, made: HtmlElement) -> None:
        for child in element:
            if name := name_of(child):
                self._one(name, child, made)
            _append(made, child.tail)

    def _one(self, name: str, child: Any, made: HtmlElement) -> None:
        if name in _UNREAD or (name == "label" and name_of(child.getparent()) in _LABELLED):
            return
        if name == "label":
            if name_of(child.getparent()) in _SECTIONS:
                name = "title"
            elif _is_paragraph(child.getnext()):
                return
        self._writers.get(name, self._plain)(child, made)

    def _note(self, child: Any, _: HtmlElement) -> None:
        self._notes.append(child)

    def _plain(self, child: Any, made: HtmlElement) -> None:
        name = name_of(child)
        tag = name if name in _SAME else _AS.get(name, "span")
        if name == "code" and "\n" in "".join(child.itertext()):
            tag = "pre"
        element = etree.SubElement(made, tag, _kept(child, tag))
        before = child.getprevious()
        is_labelled = before is not None and name_of(before) == "label"
        if name == "p" and is_labelled and name_of(child.getparent()) not in _SECTIONS:
            element.text = f"{text_of(before)} "
        self._into(element, child)

    def _section(self, child: Any, made: HtmlElement) -> None:
        name = name_of(child)
        section = etree.SubElement(made, "section", _kept(child, "section"))
        if _child(child, "title") is None and name in _UNTITLED:
            etree.SubElement(section, f"h{self._level}").text = _UNTITLED[name]
        self._level += 1
        section.set(SCOPE, f"h{self._heading_level()}")
        self._into(section, child)
        self._level -= 1

    def _title(self, child: Any, made: HtmlElement) -> None:
        """A section's number stands before its title, in one heading."""
        owner = child.getparent()
        if name_of(child) == "label":
            if _child(owner, "title") is None and _child(_child(owner, "caption"), "title") is None:
                etree.SubElement(made, f"h{self._heading_level()}").text = text_of(child)
            return
        owner = owner.getparent() if name_of(owner) == "caption" else owner
        label = _child(owner, "label")
        heading = etree.SubElement(made, f"h{self._heading_level()}")
        heading.text = f"{text_of(label)} " if label is not None and name_of(owner) in _SECTIONS else ""
        self._into(heading, child)

    def _heading_level(self) -> int:
        return min(max(self._level - 1, 2), _LAST_LEVEL)

    def _figure(self, child: Any, made: HtmlElement) -> None:
        """A caption begins with the figure's label; of a table, rows follow."""
        figure = etree.SubElement(made, "figure", _kept(child, "figure"))
        label, caption = _child(child, "label"), _child(child, "caption")
        shown = etree.SubElement(figure, "figcaption")
        shown.text = f"{text_of(label).rstrip('.')}. " if label is not None else ""
        for part in caption if caption is not None else ():
            # In one paragraph, whatever it is made of: a caption is cited as a whole.
            self._into(etree.SubElement(shown, "span"), part)
            shown[-1].tail = " "
        etree.SubElement(shown, "span").text = _terms(child)
        for part in child:
            if name_of(part) not in ("label", "caption"):
                self._one(name_of(part) or "x", part, figure)

    def _alternative(self, child: Any, made: HtmlElement) -> None:
        """Of several forms of one thing, the one that says most."""
        forms = {name_of(each): each for each in reversed(child)}
        for name in ("tex-math", "math", "table", "textual-form"):
            if name in forms:
                self._one(name, forms[name], made)
                return

    def _reference(self, child: Any, made: HtmlElement) -> None:
        """A raised number that leads to a note or an entry is no part of the text."""
        kind, raised = child.get("ref-type"), name_of(child.getparent()) == "sup" or _child(child, "sup") is not None
        if kind in ("fn", "table-fn", "author-notes") or (kind == "bibr" and raised):
            return
        self._into(etree.SubElement(made, "span"), child)


_LABELLED: Final = _FIGURES | frozenset({"disp-formula", "inline-formula"})


def _is_paragraph(element: Any) -> bool:
    """An item's number stands in its first paragraph."""
    return element is not None and name_of(element) == "p"


def _terms(figure: Any) -> str:
    """Return what a figure says of its own rights; the paper's are no text of it."""
    permissions = _child(figure, "permissions")
    said = () if permissions is None else (_child(permissions, "copyright-statement"), _child(permissions, "license"))
    return " ".join(text_of(each) or each.get(HREF, "") for each in said if each is not None)


def _child(element: Any, name: str) -> Any:
    return next((each for each in element if name_of(each) == name), None) if element is not None else None


def _kept(element: Any, tag: str) -> dict[str, str]:
    names = ("id", "colspan", "rowspan") if tag in ("td", "th") else ("id",)
    return {name: value for name in names if (value := element.get(name))}


def _append(made: HtmlElement, text: str | None) -> None:
    if not text:
        return
    if len(made):
        made[-1].tail = (made[-1].tail or "") + text
    else:
        made.text = (made.text or "") + text
