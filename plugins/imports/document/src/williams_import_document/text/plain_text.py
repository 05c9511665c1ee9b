"""Plain text: paragraphs parted by blank lines, with the headings, lists and listings that people write in it."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from html import escape

from williams_import_document.reading import Reading
from williams_import_document.text.list_marks import Marks, item_of

_RULE = re.compile(r"^\s*(=|-|~|\*|_|#)\1{2,}\s*$")
_LONGEST_HEADING = 80
_INDENT = 4
_WIDEST = 160
"""Characters. Who writes longer lines does not wrap them: each is a paragraph."""
_FEWEST_RECORDS = 3
_STAMP = re.compile(r"\[?9[9:./TZ+-]{3,}")
_FIELD = re.compile(r"[^\W\d_][\w -]{0,24}:\s+\S")
_CJK = r"\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef"
_BETWEEN_CJK = re.compile(f"(?<=[{_CJK}]) (?=[{_CJK}])")


def read_text(text: str) -> Reading:
    """Return the text; it says nothing of itself, and nothing of it can be misunderstood."""
    text = text.expandtabs(4).replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")
    blocks = [block.strip("\n") for block in re.split(r"\n[ ]*\n", text)]
    written = [block for block in blocks if any(map(str.isalnum, block))]
    marks = Marks()
    parts = []
    if len(written) > 1 and _is_title(written[0]):
        parts.append(f"<h1>{escape(written.pop(0).strip())}</h1>")
    parts += [part for block in written for part in _html(block, marks)]
    return Reading.whole("\n".join(parts))


def _is_title(block: str) -> bool:
    """The line that a text begins with, alone and no sentence."""
    line = block.strip()
    alone = "\n" not in line and len(line) <= _LONGEST_HEADING and not _is_heading(line)
    return alone and not line.endswith(tuple(".,:;!?…。，")) and item_of(line) is None


def _html(block: str, marks: Marks) -> Iterator[str]:
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
    items = marks.items(lines)
    if items:
        yield from _list(lines, items)
    elif len(lines) > 1 and all(len(line) - len(line.lstrip()) >= _INDENT for line in lines):
        yield f"<pre>{escape(textwrap.dedent(chr(10).join(lines)))}</pre>"
    elif max(map(len, lines)) > _WIDEST or _are_records(lines):
        yield from (f"<p>{escape(line.strip())}</p>" for line in lines)
    else:
        yield f"<p>{escape(_joined(lines))}</p>"


def _are_records(lines: list[str]) -> bool:
    """Return True for lines of a log or a form: each begins with a date of one shape, or names what it says."""
    if len(lines) < _FEWEST_RECORDS:
        return False
    begins = {re.sub(r"\d", "9", (line.split() or [""])[0]) for line in lines}
    return (len(begins) == 1 and _STAMP.match(begins.pop()) is not None) or all(map(_FIELD.match, lines))


def _is_heading(line: str) -> bool:
    """A short line alone, in capitals or numbered like a chapter."""
    text = line.strip()
    letters = [character for character in text if character.isalpha()]
    capitals = len(letters) > 3 and all(character.isupper() for character in letters)
    numbered = re.match(r"^(?:\d+\.)+\d*\s+[A-Z]", text) is not None and not text.endswith((".", ";", ","))
    return len(text) <= _LONGEST_HEADING and (capitals or numbered)


def _heading(line: str) -> str:
    return f"<h2>{escape(line.strip())}</h2>"


def _list(lines: list[str], items: dict[int, str]) -> Iterator[str]:
    """Lines before the first item are its introduction; those below an item belong to it."""
    gathered: list[tuple[str, list[str]]] = []
    for number, line in enumerate(lines):
        if number in items:
            gathered.append(("li", [items[number]]))
        elif gathered:
            gathered[-1][1].append(line)
        else:
            gathered.append(("p", [line]))
    for tag, parts in gathered:
        yield f"<{tag}>{escape(_joined(parts))}</{tag}>"


def _joined(lines: list[str]) -> str:
    """One line of the lines; a word that a hyphen parts at a line's end becomes whole if it is written small."""
    text = " ".join(line.strip() for line in lines)
    return _BETWEEN_CJK.sub("", re.sub(r"(?<=[a-zß-ÿ])-\s(?=[a-zß-ÿ])", "-", text))
