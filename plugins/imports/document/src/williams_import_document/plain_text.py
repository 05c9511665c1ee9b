"""Plain text: paragraphs parted by blank lines, with the headings, lists and listings that people write in it."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from html import escape
from typing import Any

from williams.isolation.notices import Said

_ITEM = re.compile(r"^\s*(?:[-*•‣–+]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s+(?=\S)")
_RULE = re.compile(r"^\s*(=|-|~|\*|_|#)\1{2,}\s*$")
_LONGEST_HEADING = 80
_INDENT = 4


def read_text(text: str) -> tuple[str, dict[str, Any], list[Said]]:
    """Return the text as HTML; it says nothing of itself, and nothing of it can be misunderstood."""
    text = text.expandtabs(4).replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")
    blocks = [block.strip("\n") for block in re.split(r"\n[ ]*\n", text)]
    return "\n".join(part for block in blocks if block.strip() for part in _html(block)), {}, []


def _html(block: str) -> Iterator[str]:
    lines = [line.rstrip() for line in block.split("\n")]
    if len(lines) > 1 and _RULE.match(lines[1]) and len(lines[0]) <= _LONGEST_HEADING:
        yield _heading(lines[0])
        lines = lines[2:]
    elif len(lines) == 1 and _is_heading(lines[0]):
        yield _heading(lines[0])
        return
    lines = [line for line in lines if not _RULE.match(line)]
    if not lines:
        return
    if any(map(_ITEM.match, lines)):
        yield from _list(lines)
    elif len(lines) > 1 and all(len(line) - len(line.lstrip()) >= _INDENT for line in lines):
        yield f"<pre>{escape(textwrap.dedent(chr(10).join(lines)))}</pre>"
    else:
        yield f"<p>{escape(_joined(lines))}</p>"


def _is_heading(line: str) -> bool:
    """A short line alone, in capitals or numbered like a chapter."""
    text = line.strip()
    letters = [character for character in text if character.isalpha()]
    capitals = len(letters) > 3 and all(character.isupper() for character in letters)
    numbered = re.match(r"^(?:\d+\.)+\d*\s+[A-Z]", text) is not None and not text.endswith((".", ";", ","))
    return len(text) <= _LONGEST_HEADING and (capitals or numbered)


def _heading(line: str) -> str:
    return f"<h2>{escape(line.strip())}</h2>"


def _list(lines: list[str]) -> Iterator[str]:
    """Lines before the first item are its introduction; those below an item belong to it."""
    gathered: list[tuple[str, list[str]]] = []
    for line in lines:
        if _ITEM.match(line):
            gathered.append(("li", [_ITEM.sub("", line)]))
        elif gathered:
            gathered[-1][1].append(line)
        else:
            gathered.append(("p", [line]))
    for tag, parts in gathered:
        yield f"<{tag}>{escape(_joined(parts))}</{tag}>"


def _joined(lines: list[str]) -> str:
    """One line of the lines; a word that a hyphen parts at a line's end becomes whole if it is written small."""
    text = " ".join(line.strip() for line in lines)
    return re.sub(r"(?<=[a-zß-ÿ])-\s(?=[a-zß-ÿ])", "-", text)
