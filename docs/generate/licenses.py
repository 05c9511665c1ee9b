"""The reference of licenses, from ``williams.domain.licenses.families``."""

from __future__ import annotations

from docs.generate.markdown import code, head, table
from williams.domain.licenses.families import EXAMPLES, Family, Ruling, Use, pair_ruling, pairs, ruling

INTRODUCTION = """\
An export says what it is meant for: `use` is `private` (the default), `internal`, `public` or `commercial`. Before
anything is paid for, the licenses of all its sources are asked. A conflict, or a license that is not known, refuses a
public or commercial use with the error `license-conflict`, which names the source and what would resolve it.
`license_override` says who decided otherwise and why; both stand in the artifact's answer and in its provenance.

A source's license is the one stated at its import (`metadata.license`), else the one that the source states of itself;
`PATCH /api/content/{content_id}` states another one. Of a license expression with OR the most liberal one is taken;
with AND, all of them. Two licenses that ask that the whole be under themselves go together if they are the same one, or
the same in any later version.

A figure or caption may state a license of its own ("CC BY-NC 2.0", "© …", "reprinted with permission of …"). Where that
refuses the use, or does not go together with the source's, the conflict names the paragraph too, and with
`leave_out_refused_parts` the export is made without such paragraphs; the verdict lists them as `refused_parts`. What
remains binds the result together with the source's license. "© OpenStreetMap contributors", where nobody else is
credited, states `ODbL-1.0`: share-alike, as its database is, though that license asks only for a notice of a picture.

This is not legal advice.
"""
_SINGLE = "## One source\n\nWhat a source of each family says to each use.\n"
_PAIRS = """\
## Two sources

What two sources say together to a public and to a commercial use. Private and internal uses are allowed for every pair.
"""


def _said(said: Ruling) -> str:
    return " ".join(filter(None, ("**Yes.**" if said.allowed else "**No.**", said.reason, said.remedy)))


def page() -> str:
    families = [(code(family), EXAMPLES[family], *(_said(ruling(family, use)) for use in Use)) for family in Family]
    together = [
        (code(one), code(other), *(_pair(one, other, use) for use in (Use.PUBLIC, Use.COMMERCIAL)))
        for one, other in pairs()
    ]
    uses = [use.value for use in Use]
    return "\n".join(
        [
            head("Licenses", "`williams.domain.licenses.families`", INTRODUCTION),
            _SINGLE,
            table(("family", "for example", *uses), families),
            _PAIRS,
            table(("one", "other", "public", "commercial"), together),
        ]
    )


def _pair(one: Family, other: Family, use: Use) -> str:
    said = pair_ruling(one, other, use)
    return f"{'**Yes.**' if said.allowed else '**No.**'} {said.reason}"
