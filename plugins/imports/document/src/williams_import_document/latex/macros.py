"""A document's own macros, written out; comments go, what is quoted word for word stays.

What TeX would go on writing for ever is bounded: by how deep macros stand in macros, and by what comes out of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from williams.isolation.notices import Said, notice

MOST_LEVELS: Final = 20
MOST_WRITTEN: Final = 100_000
"""Characters that all macros together may write, and twice the text's own number."""
_VERBATIM: Final = re.compile(
    r"\\begin\{(verbatim\*?|lstlisting|minted|alltt|Verbatim)\}.*?\\end\{\1\}|\\verb\*?([^a-zA-Z\s*]).*?\2", re.DOTALL
)
# A comment takes the end of its line along, and how the next one is set in.
_COMMENT: Final = re.compile(r"(?<!\\)((?:\\\\)*)%[^\n]*(?:\n[ \t]*(?=\S))?")
_DEFINITION: Final = re.compile(
    r"\\(?:(?:re|provide)?newcommand|renewcommand|providecommand|DeclareRobustCommand|DeclareMathOperator)\*?"
    r"\s*\{?\s*\\([a-zA-Z@]+)\s*\}?\s*(?:\[(\d)\])?\s*(?:\[([^\]]*)\])?\s*(?=\{)"
    r"|\\(?:[egx]?def)\s*\\([a-zA-Z@]+)\s*((?:#\d)*)\s*(?=\{)"
)
_NAME: Final = re.compile(r"\\([a-zA-Z@]+)")
_BRACE: Final = re.compile(r"\\.|[{}]", re.DOTALL)
"""A brace, or what a backslash takes its meaning from."""


@dataclass(frozen=True, slots=True)
class _Macro:
    body: str
    arguments: int
    default: str | None


def written_out(text: str) -> tuple[str, list[Said]]:
    """Return the text without comments and definitions, with its own macros written out, and notices."""
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(match.group())
        return f"\x00{len(kept) - 1}\x01"

    plain = _COMMENT.sub(r"\1", _VERBATIM.sub(keep, text.replace("\x00", "").replace("\x01", "")))
    plain, macros = _without_definitions(plain)
    writer = _Writer(macros, MOST_WRITTEN + 2 * len(plain))
    plain = writer.written(plain, 0) if macros else plain
    return re.sub("\x00(\\d+)\x01", lambda match: kept[int(match[1])], plain), writer.notices()


def group_end(text: str, start: int) -> int | None:
    """Return where the group that begins at ``start`` with a brace ends, behind its closing brace."""
    depth = 0
    for brace in _BRACE.finditer(text, start):
        if brace.group() == "{":
            depth += 1
        elif brace.group() == "}":
            depth -= 1
            if not depth:
                return brace.end()
    return None


def _without_definitions(text: str) -> tuple[str, dict[str, _Macro]]:
    macros: dict[str, _Macro] = {}
    pieces, done = [], 0
    for match in _DEFINITION.finditer(text):
        end = group_end(text, match.end())
        if match.start() < done or end is None:
            continue
        pieces.append(text[done : match.start()])
        done = end
        body = text[match.end() + 1 : end - 1]
        if "DeclareMathOperator" in match.group():
            body = rf"\operatorname{{{body}}}"
        number = int(match[2] or 0) if match[1] else len(match[5]) // 2
        macros[match[1] or match[4]] = _Macro(body, number, match[3])
    return "".join([*pieces, text[done:]]), macros


class _Writer:
    """Writes macros out, as long as they stay within bounds."""

    def __init__(self, macros: dict[str, _Macro], most: int) -> None:
        self._macros = macros
        self._left = most
        self._stopped: set[str] = set()

    def written(self, text: str, level: int) -> str:
        pieces, done = [], 0
        for match in _NAME.finditer(text):
            macro = self._macros.get(match[1])
            if macro is None or match.start() < done:
                continue
            arguments, end = _arguments(text, match.end(), macro)
            body = _filled(macro.body, arguments)
            if level >= MOST_LEVELS or len(body) > self._left:
                self._stopped.add(match[1])
                continue
            self._left -= len(body) + 1
            pieces += [text[done : match.start()], self.written(body, level + 1)]
            done = end
        return "".join([*pieces, text[done:]])

    def notices(self) -> list[Said]:
        if not self._stopped:
            return []
        shown = ", ".join(f"\\{name}" for name in sorted(self._stopped)[:10])
        message = f"These macros lead back to themselves or to too much, and were not written out to the end: {shown}"
        return [notice("macros-not-written-out", message, remedy="Write them out in the file.")]


def _filled(body: str, arguments: list[str]) -> str:
    """Return a macro's body with its arguments in their places."""
    numbered = {str(number): each for number, each in enumerate(arguments, 1)}
    return re.sub(r"#(\d)", lambda match: numbered.get(match[1], ""), body)


def _arguments(text: str, place: int, macro: _Macro) -> tuple[list[str], int]:
    """Return a macro's arguments and where they end; a word ends with the white space behind it."""
    found: list[str] = []
    if not macro.arguments:
        blank = re.compile(r"[ \t]*").match(text, place)
        return found, blank.end() if blank else place
    if macro.default is not None:
        bracket = re.compile(r"\s*\[([^\]]*)\]").match(text, place)
        found.append(bracket[1] if bracket else macro.default)
        place = bracket.end() if bracket else place
    while len(found) < macro.arguments:
        while place < len(text) and text[place].isspace():
            place += 1
        if text[place : place + 1] == "{" and (end := group_end(text, place)) is not None:
            found.append(text[place + 1 : end - 1])
        else:
            name = _NAME.match(text, place)
            end = name.end() if name else min(place + 1, len(text))
            found.append(text[place:end])
            if end == place:
                break
        place = end
    return found, place
