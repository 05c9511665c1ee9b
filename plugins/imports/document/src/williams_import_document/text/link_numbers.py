"""Pages of the web as lynx and elinks write them: a number before each link, and the addresses below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Final

from williams.domain.sentence_ends import ends_clause
from williams.isolation.notices import Said, notice

_ADDRESS: Final = re.compile(r"\s*(\d{1,5})\.\s+[a-z][a-z0-9+.-]{1,15}:\S+\s*")
_NUMBER: Final = re.compile(r"\[\d{1,5}\](?=[^\s.,;:!?)。，、；：])")
_NUMBERED: Final = re.compile(rf"(?=\[(\d+)){_NUMBER.pattern}")
_ONE_LINK: Final = 2
"""Parts of a line: what stands before it, and itself."""
_RELATIONS: Final = re.compile(r"\s*#\[1\]")
_LABEL: Final = re.compile(r"\s*[^\W\d_][^\n.]{0,30}:?\s*")
_SHARE: Final = 2
"""One of so many addresses at least has its number before a word; notes of a text have theirs behind one."""


def without_link_numbers(text: str) -> tuple[str, list[Said]]:
    """Return the text without numbers before its links, and a notice; the addresses stay."""
    lines = text.split("\n")
    begin = _begin_of_addresses(lines)
    count = sum(1 for line in lines[begin:] if _ADDRESS.fullmatch(line))
    body = "\n".join(lines[:begin])
    known = {int(found[1]) for found in _NUMBERED.finditer(body)}
    if not known or max(known) > count or len(known) * _SHARE < count:
        return text, []
    head, relations = _without_relations(lines[:begin])
    left_out = f", and “{' '.join(relations).strip()[:60]}”, what the page was related to" if relations else ""
    message = f"The numbers of {len(known)} links were left out{left_out}."
    return "\n".join([*_written(head), *lines[begin:]]), [notice("part-left-out", message)]


def _begin_of_addresses(lines: list[str]) -> int:
    """Return the line from which on a text has nothing but numbered addresses, counted from one, and their labels."""
    begin, expected = len(lines), None
    for place in range(len(lines) - 1, -1, -1):
        line = lines[place]
        if found := _ADDRESS.fullmatch(line):
            if expected is not None and int(found[1]) != expected:
                return len(lines)
            begin, expected = place, int(found[1]) - 1
        elif line.strip() and (expected == 0 or not _LABEL.fullmatch(line)):
            break
    return begin if expected == 0 else len(lines)


def _without_relations(lines: list[str]) -> tuple[list[str], list[str]]:
    """Lynx begins with what a page's head links to, behind a number sign."""
    first = next((place for place, line in enumerate(lines) if line.strip()), 0)
    if not lines or not _RELATIONS.match(lines[first]):
        return lines, []
    relations = list(takewhile(str.strip, lines[first:]))
    return lines[first + len(relations) :], relations


def _written(lines: Sequence[str]) -> Iterator[str]:
    """Lines without the numbers. Links alone in a line are items of a list, as are those that a page begins with."""
    begun = False
    for above, line, below in zip(["", *lines], lines, [*lines[1:], ""], strict=False):
        links = _NUMBER.split(line)
        plain = _NUMBER.sub("", line)
        alone = len(links) > 1 and not links[0].strip() and not above.strip() and not below.strip()
        if alone and (len(links) > _ONE_LINK or not begun) and not ends_clause(plain.rstrip()):
            yield from (f"* {link.strip()}" for link in links[1:] if link.strip())
        else:
            begun = begun or bool(line.strip())
            yield plain
