"""Places, citations and references as text. Whoever shows one shows it in these words.

Readers in a process of their own use it, too: it imports no models.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from williams.domain.sentence_ends import ends_sentence

if TYPE_CHECKING:
    from williams.domain.places import Place
    from williams.domain.provenance import SourceDocument

_NUMBERED: Final = re.compile(r"(?:§\s*)?(\d+(?:\.\d+)+|\d+(?=[.)])|[A-Z](?:\.\d+)+)[.)]?\s+\S")
_LONGEST_HEADING: Final = 60


@dataclass(frozen=True)
class CitingWords:
    """What one language says in places, citations and references. ``{}`` is filled in by ``str.format``."""

    page: str
    section: str
    slide: str
    sheet: str
    two: str
    many: str
    further: str
    unknown_author: str
    license: str
    no_license: str


ENGLISH: Final = CitingWords(
    page="p. {}",
    section="section {}",
    slide="slide {}",
    sheet="sheet {}",
    two="{} and {}",
    many="{} et al.",
    further="{} and others",
    unknown_author="Unknown author",
    license="License: {}",
    no_license="License: not stated",
)


def clock(seconds: float) -> str:
    """Return a place in a recording: ``4:07``, ``1:02:03``."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def in_words(place: Place, words: CitingWords = ENGLISH) -> str:
    """Return where something stands.

    ``p. 2, ¶ 18``, ``p. xii``, ``12:04``, ``slide 7``, ``sheet Budget``, ``section 3.2``, ``¶ 18``. A section is
    named where its document has nothing firmer to count by. Empty for a place that says nothing.
    """
    locator = _locator(place, words)
    named = [locator[0].format(locator[1])] if locator else []
    # A recording's second, a slide and a sheet lead closer than a count through all of the document does.
    if place.paragraph is not None and (locator is None or locator[0] in (words.page, words.section)):
        named.append(f"¶ {place.paragraph}")
    return ", ".join(named) or place.anchor or ""


def all_in_words(places: Iterable[Place], words: CitingWords = ENGLISH) -> str:
    """Return where a source is cited, in its order and without paragraphs: ``p. 2, 5``; empty if no place says it."""
    found: dict[str, list[str]] = {}
    for place in sorted(places, key=_order):
        if locator := _locator(place, words):
            found.setdefault(locator[0], []).append(locator[1])
    return ", ".join(pattern.format(", ".join(dict.fromkeys(each))) for pattern, each in found.items())


def pages_in_words(numbers: Iterable[int]) -> str:
    """Return pages of a file, counted from 1, with runs of them drawn together: ``p. 2, 4-6``."""
    runs: list[str] = []
    for _, group in groupby(enumerate(sorted(set(numbers))), lambda pair: pair[1] - pair[0]):
        run = [number for _, number in group]
        runs.append(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}")
    return f"p. {', '.join(runs)}"


def _locator(place: Place, words: CitingWords) -> tuple[str, str] | None:
    """Return the pattern of what a place is named by, and its name."""
    if place.page is not None:
        return words.page, place.page_label or str(place.page)
    if place.seconds is not None:
        return "{}", clock(place.seconds)
    if place.slide is not None:
        return words.slide, str(place.slide)
    if place.sheet is not None:
        return words.sheet, place.sheet
    return (words.section, _section(place.section)) if place.section is not None else None


def _section(heading: str) -> str:
    """Return a section's number, or its heading where it has none."""
    if numbered := _NUMBERED.match(heading):
        return numbered[1]
    short = heading if len(heading) <= _LONGEST_HEADING else heading[: _LONGEST_HEADING - 1].rstrip() + "…"
    return f"“{short}”"


def _order(place: Place) -> tuple[int, float, int, int]:
    return (place.page or 0, place.seconds or 0.0, place.slide or 0, place.paragraph or 0)


# --- sources -------------------------------------------------------------------------------------------------------

_OF_ORGANISATIONS: Final = frozenset(
    [
        "association",
        "authors",
        "committee",
        "consortium",
        "contributors",
        "council",
        "developers",
        "foundation",
        "group",
        "inc",
        "institute",
        "ltd",
        "ministry",
        "office",
        "organization",
        "organisation",
        "project",
        "society",
        "team",
        "university",
    ]
)


def family_name(author: str) -> str:
    """Return a person's family name, or the whole name of an organisation.

    ``Smith, Ada`` and ``Ada Smith`` give ``Smith``; ``The PARI group`` stays as it is.
    """
    if "," in author:
        return author.split(",")[0].strip()
    words = author.split()
    return author if _is_organisation(words) else words[-1]


def _is_organisation(words: list[str]) -> bool:
    named = {word.strip(".").lower() for word in words}
    return words[0] == "The" or words[-1].islower() or bool(_OF_ORGANISATIONS & named)


def names(authors: Sequence[str], most: int = 3, words: CitingWords = ENGLISH) -> str:
    """Return the authors in a line, at most so many of them: ``Ada Smith, Bo Jones, Cy Young and others``."""
    shown = ", ".join(authors[:most])
    return words.further.format(shown) if len(authors) > most else shown


def citation(document: SourceDocument, places: Iterable[Place] = (), words: CitingWords = ENGLISH) -> str:
    """Return a short citation with where it stands: ``Smith and Jones (2024), p. 2, 5``; without authors, the title."""
    families = [family_name(author) for author in _authors(document)]
    year = _year(document)
    if not families:
        cited = f"“{document.title or document.doc_id}”{year}"
    elif len(families) > 2:
        cited = words.many.format(families[0]) + year
    else:
        cited = (words.two.format(*families) if len(families) == 2 else families[0]) + year
    return ", ".join(filter(None, (cited, all_in_words(places, words))))


def reference(document: SourceDocument, words: CitingWords = ENGLISH) -> str:
    """Return a full reference on one line, with the license."""
    authors = ", ".join(document.authors) or words.unknown_author
    license_text = words.license.format(document.license) if document.license else words.no_license
    said = (f"{authors}{_year(document)}", document.title or document.doc_id, license_text)
    return " ".join(each if ends_sentence(each) else f"{each}." for each in said)


def csl_item(document: SourceDocument) -> dict[str, Any]:
    """Return the source as an item of CSL-JSON (citationstyles.org, 1.0.2), for reference managers."""
    item: dict[str, Any] = {
        "id": document.doc_id,
        "type": _CSL_TYPES.get(document.content_type or "", "document"),
        "title": document.title or document.doc_id,
        "author": [_csl_name(author) for author in _authors(document)],
        "issued": _csl_date(document.published_date),
        "URL": document.url if document.url and document.url.startswith(("http://", "https://")) else None,
        "license": document.license,
    }
    return {name: value for name, value in item.items() if value}


_CSL_TYPES: Final[Mapping[str, str]] = {"webpage": "webpage", "video": "motion_picture", "podcast": "broadcast"}


def _csl_name(author: str) -> dict[str, str]:
    if "," in author:
        family, given = (name.strip() for name in author.split(",", 1))
        return {"family": family, "given": given} if given else {"family": family}
    words = author.split()
    if len(words) == 1 or _is_organisation(words):
        return {"literal": author}
    return {"family": words[-1], "given": " ".join(words[:-1])}


def _csl_date(published: str | None) -> dict[str, list[list[int]]] | None:
    return {"date-parts": [[int(number) for number in published[:10].split("-")]]} if published else None


def _authors(document: SourceDocument) -> list[str]:
    return [author for author in document.authors if author.strip()]


def _year(document: SourceDocument) -> str:
    return f" ({document.published_date[:4]})" if document.published_date else ""
