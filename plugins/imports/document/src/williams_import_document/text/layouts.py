"""What blocks of plain text are by how they are laid out: listings, tables, records, quotations, speeches."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

_CODE: Final = re.compile(
    "|".join(
        (
            r"[{}]$|^(?=.*[()=<>\[\]{}_$\\/*]).*;$|^\s*[})\]]",
            r"\w\([^()]*\) ?[;:{]?$|^\s*\[[\w. :-]+\]$|^\s*</?\w[^>]*>|^\s*\+[-=+]{3,}",
            r"^\s*(?:pass|break|continue|end|fi|done|esac)$|^\s*return(?: [^ .]{1,40}| .*[()\[\]+*/].*)?$",
            r"^\s*(?:\$(?!\d)|>>>|//|/\*|\*/|#include|#!|%\w+\{|\\\w+)\s*\S|^\s*(?:echo|sudo) \S",
            r"^\s*[\w.\[\]\"'$@-]+\s*(?:[-+*/|&:?]?=|=>|<-|:=)\s*\S",
            r"^\s*(?:def|class|if|elif|for|while|except|with|case|switch|function|fn|func|sub|module)\b[^.]*[:{]$",
            r"^\s*(?:else|try|finally|do)\s?[:{]?$",
            r"^\s*(?:from [\w.]+ import \S|import [\w.*{]+(?: as \w+| from .+|;)?$)",
            r"^\s*(?:public|private|static|var|let|const|export)\b.*[(={;]|^\s*(?:SELECT|INSERT|UPDATE|CREATE)\b.*\w",
        )
    )
)
_COMMENT: Final = re.compile(r"^\s*(?:#|//|;|--)\s*\S")
_MOSTLY: Final = 0.6
_FEWEST_WORDS: Final = 3
"""Of two lines of prose."""
_MARKS: Final = "\"'“”‘’„«»‹›()[],.;:!?…-–—*_"
_INNER: Final = re.compile("[-'’]")
_RULED: Final = re.compile(r"^\s*[-=+|:]{2,}(?:\s+[-=+|:]{2,})*\s*$")
_GAP: Final = re.compile(r"(?<=\S)\s{2,}(?=\S)")
_WIDE_GAP: Final = re.compile(r"\S\s{3,}\S")
"""Two blanks stand behind the full stops of many typists."""
_OFF_CENTRE: Final = 4
"""Half columns."""
_FEWEST_ROWS: Final = 2
_FEWEST_RECORDS: Final = 3
_MONTH: Final = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_RECORD: Final = re.compile(
    rf"\d{{4}}[.:]\s|\[?\d{{2,4}}[-./]\d\d[-./]\d\d|\[?\d\d:\d\d:\d\d|(?:{_MONTH}) [ \d]\d \d\d:\d\d"
    r"|\d{1,3}(?:\.\d{1,3}){3}\s|\[\w+\] "
    r"|<?(?:TRACE|DEBUG|INFO|WARN(?:ING)?|ERROR|FATAL)\b"
)
_SIGNS: Final = r"\u0300-\u036f\u064b-\u065f\u0900-\u0963\u0970-\u0fff\u200c\u200d"
"""Vowels and other signs within words that are no letters by themselves."""
_FIELD: Final = re.compile(rf"(?:\[[\d:., /-]+(?:[AP]M)?\]\s*)?[^\W\d_][\w{_SIGNS} .'’-]{{0,24}}:\s+\S")
_SPEECH: Final = re.compile(
    rf"{_FIELD.pattern}|\s*[—―]\s?\S|(?:\[[\d:., /-]+\]\s*)?(?:<[\w.|`^-]{{1,30}}>|\*\s)\s*\S|\d{{1,3}}:\d{{1,3}}\s+\S"
)
"""What somebody is named before, a dash, a name as in chats, a verse."""
_NAMED: Final = re.compile(r"<[\w.|`^-]{1,30}> \w")
_LEADER: Final = re.compile(r"(?:\.\s?){4,200}\s*\d+\s*$")
_LISTINGS: Final = ("Traceback (most recent call last)", "@@ -", "diff --git ")
_QUOTE: Final = re.compile(r"^\s*(?:[>|]\s?)+")
_COLONS: Final = re.compile(r"(?::\s)+(?=\S)")


def is_code(lines: Sequence[str]) -> bool:
    """Tell whether most of the lines look like a program's, a prompt's or a configuration's."""
    if any(line.lstrip().startswith(_LISTINGS) for line in lines):
        return True
    if any(map(_NAMED.match, lines)):
        return False
    lines = [line.rstrip() for line in lines]
    code = [_CODE.search(line) is not None for line in lines]
    looks = sum(each or _COMMENT.match(line) is not None for each, line in zip(code, lines, strict=True))
    return any(code) and looks >= _MOSTLY * len(lines)


def is_prose(lines: Sequence[str]) -> bool:
    """Tell whether the lines are words as in a sentence, whatever their indentation."""
    if is_code(lines) or any(map(_WIDE_GAP.search, lines)):
        return False
    words = [_INNER.sub("", word.strip(_MARKS)) for line in lines for word in line.split()]
    return len(words) * 2 >= _FEWEST_WORDS * len(lines) and sum(map(str.isalpha, words)) > _MOSTLY * len(words)


def is_centred(lines: Sequence[str]) -> bool:
    """Tell whether lines of different lengths stand in the middle under each other."""
    begins = [len(line) - len(line.lstrip()) for line in lines]
    middles = [begin + len(line.rstrip()) for begin, line in zip(begins, lines, strict=True)]
    return len(set(begins)) > 1 and max(middles) - min(middles) <= _OFF_CENTRE and not is_code(lines)


def program_below(lines: Sequence[str]) -> int:
    """Return at which line a listing begins behind its introduction without a blank line; else how many there are."""
    first = next((place for place, line in enumerate(lines) if place and _CODE.search(line.rstrip())), len(lines))
    rest = lines[first:]
    indented = any(line[:1].isspace() for line in rest)
    return first if len(rest) > 1 and indented and is_code(rest) and not lines[first][:1].isspace() else len(lines)


def rows_of(lines: Sequence[str]) -> list[list[str]]:
    """Return the cells of a table's rows: parted by tabs, by bars in a grid, or by gaps that stand under each other."""
    written = [line for line in lines if not _RULED.match(line)]
    if len(written) < _FEWEST_ROWS:
        return []
    tabs = {line.rstrip().count("\t") for line in written}
    if len(tabs) == 1 and tabs != {0} and not any(line.startswith("\t") for line in written):
        return [[cell.strip() for cell in line.split("\t")] for line in written]
    if all(line.strip().startswith("|") and line.strip().endswith("|") for line in written):
        return [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in written]
    if mark := _parting(written):
        return [[cell.strip() for cell in line.split(mark)] for line in written]
    ruled = len(written) < len(lines)
    return _in_columns(written) if ruled or len(written) > _FEWEST_ROWS else []


def _parting(lines: Sequence[str]) -> str:
    """The sign between the cells of several lines, as tables of values have it."""
    for mark, least in ((";", 2), (" | ", 1)):
        counts = {line.count(mark) for line in lines}
        if (
            len(lines) > _FEWEST_ROWS
            and len(counts) == 1
            and counts.pop() >= least
            and not any("; " in line for line in lines)
        ):
            return mark
    return ""


def _in_columns(lines: Sequence[str]) -> list[list[str]]:
    begins = [[line.index(line.strip()), *(gap.end() for gap in _GAP.finditer(line.rstrip()))] for line in lines]
    ends = [[*(gap.start() for gap in _GAP.finditer(line.rstrip())), len(line.rstrip())] for line in lines]
    columns = {len(each) for each in begins}
    if len(columns) != 1 or columns == {1}:
        return []
    aligned = all(
        len({row[column] for row in begins}) == 1 or len({row[column] for row in ends}) == 1
        for column in range(columns.pop())
    )
    return [_GAP.split(line.strip()) for line in lines] if aligned else []


def are_records(lines: Sequence[str]) -> bool:
    """Tell lines of a log or of a form: each begins with a time or an address, or names what it says."""
    if len(lines) < _FEWEST_RECORDS:
        return False
    return any(all(map(looks, lines)) for looks in (_RECORD.match, _FIELD.match, _LEADER.search))


def speeches(lines: Sequence[str]) -> list[list[str]]:
    """Return what each of several speakers says, with the lines on which it goes on; nothing where nobody is named."""
    if not lines or not _SPEECH.match(lines[0]):
        return []
    found: list[list[str]] = []
    for line in lines:
        if _SPEECH.match(line):
            found.append([line])
        else:
            found[-1].append(line)
    return found if len(found) > 1 else []


def _with_angles(lines: Sequence[str]) -> Sequence[str]:
    """Return lines that news quote behind colons with the marks of mails; one alone is what a term means."""
    marks = [_COLONS.match(line) for line in lines]
    if not any(mark and below for mark, below in pairwise(marks)):
        return lines
    return [
        mark.group().replace(":", ">") + line[mark.end() :] if mark else line
        for mark, line in zip(marks, lines, strict=True)
    ]


def quoted(lines: Sequence[str]) -> list[tuple[str, list[str]]]:
    """Return runs of lines that a mail quotes equally deep, without their marks, and of those between them.

    Each run is given with its marks, which is nothing for the mail's own words. Nothing where no line is quoted.
    """
    runs: list[tuple[str, list[str]]] = []
    lines = _with_angles(lines)
    if not any(_QUOTE.match(line) and not line.rstrip().endswith("|") for line in lines):
        return runs
    for line in lines:
        mark = _QUOTE.match(line)
        depth = "".join(mark.group().split()) if mark else ""
        rest = line[mark.end() :] if mark else line
        if not runs or runs[-1][0] != depth or not rest.strip():
            runs.append((depth, []))
        if rest.strip():
            runs[-1][1].append(rest)
    return [run for run in runs if run[1]]
