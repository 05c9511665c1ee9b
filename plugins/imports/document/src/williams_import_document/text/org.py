"""Org: headings and properties by orgparse, what stands under them by its marks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from html import escape
from itertools import groupby
from typing import Any, Final

import orgparse
from orgparse.node import OrgBaseNode
from williams_html.head import first_date
from williams_html.people import split_authors

from williams.domain.errors import CorruptContent
from williams.domain.licenses import declared_license
from williams.isolation.notices import Said, notice
from williams_import_document.reading import Reading
from williams_import_document.text.org_lines import Lines

_DRAWER: Final = re.compile(r"[ \t]*:([\w-]+):[ \t]*")
_BEGIN: Final = re.compile(r"[ \t]*#\+begin_(\w+).*", re.IGNORECASE)
_END: Final = re.compile(r"[ \t]*(?::(END):|#\+end_(\w+))[ \t]*", re.IGNORECASE)
_DRAWER_END: Final = ":end:"
_KEYWORD: Final = re.compile(r"^[ \t]*#\+(\w+)(?:\[[^\]]*\])?:[ \t]*(.*)$")
_COMMENT: Final = re.compile(r"^[ \t]*#(?: |$)")
_ITEM: Final = re.compile(r"^[ \t]*(?:[-+]|\d+[.)]|(?<=[ \t])\*)[ \t]+(?:\[@\d+\][ \t]*)?(?:(\[[ X-]\])[ \t]+)?(.*)$")
_NOTE: Final = re.compile(r"^\[fn:([\w-]+)\][ \t]*(.*)$")
_RULE: Final = re.compile(r"^[ \t]*\|[-+|: ]+$")
_LINK: Final = re.compile(r"\[\[([^\]]{0,1000})\](?:\[([^\]]{0,1000})\])?\]")
_INLINE_NOTE: Final = re.compile(r"\[fn:([\w-]{0,100}):([^\]]{0,1000})\]")
_NOTED: Final = re.compile(r"\[fn:([\w-]{1,100})\]")
_MARKED: Final = re.compile(r"(?<![\w*/_+=~\\])([*/_+=~])(?=\S)(.{1,200}?)(?<=\S)\1(?![\w*/_+=~])")
_FORMULA: Final = re.compile(
    r"(\$\$.{1,1000}?\$\$|\$[^$\n]+\$|\\\(.{1,1000}?\\\)|\\\[.{1,1000}?\\\]|https?://\S+)", re.DOTALL
)
_MARKS: Final = 6
"""So many kinds of marks may stand around each other."""
_CODE: Final = frozenset({"src", "example"})
_LEFT_OUT: Final = frozenset({"comment", "export"})
_DEEPEST: Final = 6


def read_org(text: str) -> Reading:
    """Return the text, what its keywords say of it, and a notice of files that it takes in.

    Raises CorruptContent for what is nested too deep.
    """
    try:
        lines = Lines(text.replace("\r\n", "\n").replace("\r", "\n"))
        root = orgparse.loads(lines.text)
        parts = [part for node in root for part in _node(node, lines)]
    except RecursionError as error:
        raise CorruptContent("The Org file is nested too deep to be read.") from error
    return Reading.whole("".join(parts), _about(root, lines), _included(text))


def _about(root: OrgBaseNode, lines: Lines) -> dict[str, Any]:
    def said(name: str) -> str | None:
        values = root.get_file_property_list(name) or root.get_file_property_list(name.lower())
        return lines.whole(" ".join(each for each in values if each)) or None

    rights = said("LICENSE")
    more = {"description": said("DESCRIPTION"), "keywords": said("KEYWORDS") or said("FILETAGS")}
    extra = {name: value for name, value in more.items() if value} | ({"stated_license": rights} if rights else {})
    return {
        "title": said("TITLE"),
        "authors": split_authors([each for each in [said("AUTHOR")] if each]),
        "published_date": first_date(re.findall(r"\d{4}-\d\d-\d\d", said("DATE") or "")),
        "language": said("LANGUAGE"),
        "license": declared_license(rights) if rights else None,
        "extra": extra,
    }


def _included(text: str) -> list[Said]:
    names = re.findall(r"^[ \t]*#\+include:[ \t]*(.+)$", text, re.MULTILINE | re.IGNORECASE)
    if not names:
        return []
    return [notice("includes-left-out", f"{len(names)} files that it takes in were not read: {', '.join(names[:10])}")]


def _node(node: OrgBaseNode, lines: Lines) -> Iterator[str]:
    if node.level:
        if "COMMENT" in node.heading.split(" ", 1)[:1]:
            return
        level = min(node.level, _DEEPEST)
        yield f"<h{level}>{_line(lines.whole(node.heading))}</h{level}>"
    yield from _body(lines.whole(node.get_body(format="raw")))


def _body(text: str) -> Iterator[str]:
    """Yield a text with its blocks, without its drawers; what has a beginning and no end is text."""
    lines = text.split("\n")
    ends = _ends(lines)
    plain: list[str] = []
    number = 0
    while number < len(lines):
        drawer, block = _DRAWER.fullmatch(lines[number]), _BEGIN.fullmatch(lines[number])
        name = block[1].lower() if block else _DRAWER_END if drawer else ""
        end = _next(ends.get(name, []), number)
        if end is None:
            plain.append(lines[number])
            number += 1
            continue
        if block:
            yield from _lines("\n".join(plain))
            yield from _quoted(name, "\n".join(lines[number + 1 : end]))
            plain = []
        number = end + 1
    yield from _lines("\n".join(plain))


def _ends(lines: list[str]) -> dict[str, list[int]]:
    """Return the numbers of lines that end something, by its name."""
    ends: dict[str, list[int]] = {}
    for number, line in enumerate(lines):
        if found := _END.fullmatch(line):
            ends.setdefault(_DRAWER_END if found[1] else found[2].lower(), []).append(number)
    return ends


def _next(numbers: list[int], after: int) -> int | None:
    place = bisect_right(numbers, after)
    return numbers[place] if place < len(numbers) else None


def _quoted(kind: str, text: str) -> Iterator[str]:
    if kind in _CODE:
        yield f"<pre><code>{escape(re.sub('^,(?=[*#])', '', text, flags=re.MULTILINE).rstrip())}</code></pre>"
    elif kind not in _LEFT_OUT:
        inner = "".join(_body(text))
        yield f"<blockquote>{inner}</blockquote>" if kind in ("quote", "verse") else inner


def _kind(line: str) -> str:
    keyword = _KEYWORD.match(line)
    if keyword:
        return "caption" if keyword[1].lower() == "caption" else "keyword"
    if _COMMENT.match(line):
        return "comment"
    if not line.strip():
        return "blank"
    stripped = line.lstrip()
    if stripped.startswith("|"):
        return "table"
    return "fixed" if stripped.startswith(": ") or stripped == ":" else "text"


def _lines(text: str) -> Iterator[str]:
    for kind, group in groupby(text.split("\n"), _kind):
        lines = list(group)
        if kind == "caption":
            yield from (
                f"<figcaption>{_line(match[2])}</figcaption>" for each in lines if (match := _KEYWORD.match(each))
            )
        elif kind == "table":
            rows = [each.strip().strip("|").split("|") for each in lines if not _RULE.match(each)]
            cells = ("".join(f"<td>{_line(cell.strip())}</td>" for cell in row) for row in rows)
            yield f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"
        elif kind == "fixed":
            yield f"<pre><code>{escape(chr(10).join(each.lstrip()[2:] for each in lines))}</code></pre>"
        elif kind == "text":
            yield from _paragraphs(lines)


def _paragraphs(lines: list[str]) -> Iterator[str]:
    """Yield paragraphs, items and notes: each goes on until the next one begins."""
    open_tag, words = "p", list[str]()
    for line in lines:
        item, noted = _ITEM.match(line), _NOTE.match(line)
        if item or noted:
            yield from _closed(open_tag, words)
        if item:
            open_tag, words = "li", [" ".join(filter(None, (item[1], item[2].replace(" :: ", ": ", 1))))]
        elif noted:
            open_tag, words = 'li class="footnote"', [noted[2]]
        else:
            words.append(line.strip())
    yield from _closed(open_tag, words)


def _closed(tag: str, words: list[str]) -> Iterator[str]:
    if any(words):
        element = f"<{tag}>{_line(' '.join(words))}</{tag.split()[0]}>"
        yield f"<ul>{element}</ul>" if tag.startswith("li") else element


def _line(text: str) -> str:
    """Return the words without their marks; formulas and addresses stay as they are."""
    parts = _FORMULA.split(_INLINE_NOTE.sub(r"[\2]", _LINK.sub(lambda match: match[2] or match[1], text)))
    plain = (each if number % 2 else _unmarked(each) for number, each in enumerate(parts))
    return _NOTED.sub(r'<sup class="footnote-ref">[\1]</sup>', escape("".join(plain), quote=False))


def _unmarked(text: str) -> str:
    for _ in range(_MARKS):
        text, found = _MARKED.subn(r"\2", text)
        if not found:
            break
    return text
