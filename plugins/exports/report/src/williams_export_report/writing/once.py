"""Each thing once: statements with the same words are one that cites what all of them do."""

from __future__ import annotations

from collections.abc import Iterable

from williams.plugin.engines import Grounded
from williams_export_report.models import Section
from williams_export_report.writing.answer import Draft


def said_once(draft: Draft) -> Draft:
    """Return the draft with each statement where it comes first. A section that has nothing else is left out."""
    merged: dict[str, Grounded] = {}
    for each in (*draft.summary, *(each for section in draft.sections for each in section.statements)):
        known = merged.setdefault(_key(each), each)
        if known is not each:
            citations = tuple(dict.fromkeys((*known.citations, *each.citations)))
            merged[_key(each)] = known.model_copy(update={"citations": citations})

    def firsts(statements: Iterable[Grounded]) -> list[Grounded]:
        return [merged.pop(_key(each)) for each in statements if _key(each) in merged]

    summary = firsts(draft.summary)
    sections = [
        Section(heading=each.heading, statements=own) for each in draft.sections if (own := firsts(each.statements))
    ]
    if not sections:
        return Draft(summary=[], sections=[Section(heading=None, statements=summary)])
    return Draft(summary=summary, sections=sections)


def _key(statement: Grounded) -> str:
    return " ".join(statement.text.split()).casefold()
