"""What makes a card in each language: ``languages/<language>.toml``. Gaps for numbers and names need no such file.

A file has ``bound`` at least."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from williams.domain.language_codes import primary_language

_NOTHING = re.compile(r"(?!)")


_AS_IT_IS = ("what_is", "stands_for", "names_are_capitalised")
_FORMS = {
    "no_term": r"(?<!\w)(?:{})(?!\w)",
    "further": "{}",
    "empty": "(?:{})",
    "guessed": "(?:{})",
    "local": "^(?:{})",
    "definite": "^{}",
    "dates": r"(?<!\d)(?<!\d[.,])(?:{})",  # not the end of another number
    "uncounted": r"(?<![^\W\u3040-\u9fff])(?:{})\s*$",
}


@dataclass(frozen=True)
class Rules:
    """One language's patterns.

    Attributes:
        definitions: match a whole sentence, with the groups ``term`` and ``definition``.
        no_term: what cannot stand in a term.
        empty: how a definition begins that says nothing.
        guessed: words that are no answers, since there are two or four of their kind: "true", "north".
        further: where, after a definition, a sentence goes on to something else.
        bound: what ties a sentence to a place, a reader or a writer.
        local: how a sentence begins that means one thing of several: "The argument".
        definite: how a sentence begins about a ``noun`` that was brought in before, unless the source is about it.
        clauses: match before a ``clause`` that answers a question: causes, purposes, comparisons.
        dates: dates in words.
        uncounted: what stands before a number that counts or measures nothing: "section 3".
        stands_for: asks what an abbreviation stands for; empty where nothing does.
    """

    definitions: tuple[re.Pattern[str], ...] = ()
    no_term: re.Pattern[str] = _NOTHING
    empty: re.Pattern[str] = _NOTHING
    guessed: re.Pattern[str] = _NOTHING
    further: re.Pattern[str] = _NOTHING
    bound: re.Pattern[str] = _NOTHING
    local: re.Pattern[str] = _NOTHING
    definite: re.Pattern[str] = _NOTHING
    clauses: tuple[re.Pattern[str], ...] = ()
    dates: re.Pattern[str] = _NOTHING
    uncounted: re.Pattern[str] = _NOTHING
    what_is: str = ""
    stands_for: str = ""
    names_are_capitalised: bool = True


def rules_of(language: str) -> Rules:
    """Return the rules of a BCP 47 tag's language; where it has no file, those that need no words."""
    return _read(primary_language(language))


@cache
def _read(language: str) -> Rules:
    file = files(__package__) / "languages" / f"{language}.toml"
    if not file.is_file():
        return Rules()
    said = tomllib.loads(file.read_text(encoding="utf-8"))
    compiled: dict[str, Any] = {
        **{name: said[name] for name in _AS_IT_IS if name in said},
        **{name: tuple(map(_compiled, said[name])) for name in ("definitions", "clauses") if name in said},
        **{name: _compiled(_FORMS[name].format(said[name])) for name in _FORMS if name in said},
        "bound": _compiled("|".join(said["bound"])),
    }
    return Rules(**compiled)


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
