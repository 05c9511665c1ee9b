"""The verdict on what is to be made of several sources: whether a use is allowed, and under which license it stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations, product
from typing import Final

from pydantic import ConfigDict, Field

from williams.domain.bounds import Reason, Word
from williams.domain.errors import FieldError, LicenseConflict
from williams.domain.licenses.combining import combined
from williams.domain.licenses.families import SHARE_ALIKE, Family, Ruling, Use, clash, family_of, ruling
from williams.domain.licenses.parts import PartLicense
from williams.domain.models import DeferredModel

_LONGEST_TITLE: Final = 80
_MOST_PARTS: Final = 5
_LEAVE_OUT_PARTS: Final = (
    "Leave them out with leave_out_refused_parts, or get permission and record it with license_override."
)


class LicenseOverride(DeferredModel):
    """Somebody's decision to go against the verdict: who decided, and why."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    by: Word
    why: Reason


class SourceLicense(DeferredModel):
    """A source and the license that is known of it."""

    content_id: str
    title: str | None
    license: str | None


class LicensedSource(SourceLicense):
    """A source with the parts of it that state a license of their own."""

    parts: list[PartLicense] = Field(default_factory=list)


class RefusedPart(PartLicense):
    """A paragraph whose own license refuses the use that the license of its source allows, or clashes with it."""

    family: Family
    reason: str


class SourceVerdict(SourceLicense):
    """What the license of one source says to the use, and what would resolve it where it refuses.

    ``refused_parts`` are the paragraphs that refuse it for themselves. Where the request leaves them out, they do not
    count.
    """

    family: Family
    allowed: bool
    reason: str
    remedy: str | None = None
    refused_parts: list[RefusedPart] = Field(default_factory=list)


class Clash(DeferredModel):
    """Two sources whose licenses do not go together; both are named by their ids."""

    sources: tuple[str, str]
    licenses: tuple[str, str]
    reason: str
    remedy: str | None = None


class LicenseVerdict(DeferredModel):
    """Whether the sources' licenses allow a use of what is made of them.

    ``license`` is the one that the result stands under when it is shared; null where nothing is asked for, or where it
    may not be shared. ``override`` says who went against the verdict, if somebody did.
    """

    use: Use
    allowed: bool
    license: str | None
    attribution_required: bool
    share_alike_required: bool
    sources: list[SourceVerdict]
    clashes: list[Clash]
    override: LicenseOverride | None = None

    @property
    def passes(self) -> bool:
        return self.allowed or self.override is not None

    def check(self) -> None:
        """Raises LicenseConflict, which names each source that stands against it and what would resolve it."""
        if self.passes:
            return
        refused = [(n, each) for n, each in enumerate(self.sources) if not each.allowed]
        errors = [FieldError(f"body.source_ids.{n}", _said_of(each)) for n, each in refused]
        errors += [FieldError("body.source_ids", _said_of_two(each)) for each in self.clashes]
        said = " ".join(each.message for each in errors)
        raise LicenseConflict(f"The licenses of the sources do not allow {self.use.value} use. {said}", *errors)


def verdict_on(
    sources: Sequence[LicensedSource],
    use: Use,
    override: LicenseOverride | None = None,
    *,
    leave_out_refused_parts: bool = False,
) -> LicenseVerdict:
    """Return the verdict. What is not known counts as reserved, so that a shared use of it is refused."""
    judged = [_judged(each, use, leave_out_refused_parts) for each in sources]
    taken = {each.content_id: _taken(each, use, leave_out_refused_parts) for each in sources}
    binding = {
        content_id: [part for each in licenses for part in parts_of(each)] for content_id, licenses in taken.items()
    }
    clashes = _clashes(judged, binding, use)
    terms = combined(each for licenses in taken.values() for each in licenses)
    allowed = not clashes and all(each.allowed for each in judged)
    shareable = all(_ruling_of(each, Use.PUBLIC)[1].allowed for licenses in taken.values() for each in licenses)
    return LicenseVerdict(
        use=use,
        allowed=allowed,
        license=_resulting(part for parts in binding.values() for part in parts)
        if shareable and not _clashes(judged, binding, Use.PUBLIC)
        else None,
        attribution_required=terms.attribution,
        share_alike_required=terms.share_alike,
        sources=judged,
        clashes=clashes,
        override=override,
    )


def refused_parts(source: LicensedSource, use: Use) -> list[RefusedPart]:
    """Return the paragraphs whose own license refuses the use.

    So does one that does not go together with the source's, or with that of a paragraph before it.
    """
    kept, refused = {source.license: None}, []
    for part in source.parts:
        if refusal := _refusal(kept, part.license, use):
            family, said = refusal
            refused.append(
                RefusedPart(paragraph=part.paragraph, license=part.license, family=family, reason=said.reason)
            )
        else:
            kept[part.license] = None
    return refused


def _refusal(kept: Iterable[str | None], license: str, use: Use) -> tuple[Family, Ruling] | None:
    family, said = _ruling_of(license, use)
    if not said.allowed:
        return family, said
    bound = [part for each in kept for part in parts_of(each)]
    pairs = product(filter(None, bound), filter(None, parts_of(license)))
    apart = next(filter(None, (clash(one, other, use) for one, other in pairs)), None)
    return (family, apart) if apart else None


def parts_of(license: str | None) -> list[str | None]:
    """Return the licenses that bind together: of those joined by OR the most liberal one is taken."""
    if license is None or " " not in license:
        return [license]
    # Parsing is rare, and its library takes longer to import than all the rest here.
    from williams.domain.licenses.expressions import binding_identifiers

    return list(binding_identifiers(license)) or [None]


def _judged(source: LicensedSource, use: Use, leave_out: bool) -> SourceVerdict:
    family, said = _ruling_of(source.license, use)
    refused = refused_parts(source, use) if said.allowed else []
    remedy = said.remedy.replace("{content_id}", source.content_id) if said.remedy else None
    return SourceVerdict(
        **source.model_dump(include=set(SourceLicense.model_fields)),
        family=family,
        allowed=said.allowed and (leave_out or not refused),
        reason=said.reason,
        remedy=_LEAVE_OUT_PARTS if refused and not leave_out else remedy,
        refused_parts=refused,
    )


def _ruling_of(license: str | None, use: Use) -> tuple[Family, Ruling]:
    """Return what a license says, by the family that decides.

    The one that refuses says so; where none does, the last of the families' order asks for the most.
    """
    families = [family_of(part) for part in parts_of(license)]
    family = next((each for each in families if not ruling(each, use).allowed), max(families, key=_order))
    return family, ruling(family, use)


def _taken(source: LicensedSource, use: Use, leave_out: bool) -> list[str | None]:
    """Return the licenses of what the artifact may be made of: the source's, and those of its parts."""
    left_out = {part.paragraph for part in refused_parts(source, use)} if leave_out else set()
    return [source.license, *dict.fromkeys(part.license for part in source.parts if part.paragraph not in left_out)]


def _order(family: Family) -> int:
    return list(Family).index(family)


def _clashes(judged: Sequence[SourceVerdict], parts: dict[str, list[str | None]], use: Use) -> list[Clash]:
    """Return what does not go together among the sources that allow the use, each pair of licenses once."""
    found: dict[tuple[str, str], Clash] = {}
    bound = [(each.content_id, part) for each in judged if each.allowed for part in parts[each.content_id] if part]
    for (one, first), (other, second) in combinations(bound, 2):
        said = clash(first, second, use)
        if said is not None:
            named = Clash(sources=(one, other), licenses=(first, second), reason=said.reason, remedy=said.remedy)
            found.setdefault((min(first, second), max(first, second)), named)
    return list(found.values())


def _resulting(licenses: Iterable[str | None]) -> str | None:
    """Return the license that the whole stands under, of licenses that go together and may be shared."""
    asked = sorted({each for each in licenses if each and family_of(each) is not Family.PUBLIC_DOMAIN})
    if len(asked) <= 1:
        return asked[0] if asked else None
    by_family = {family: [each for each in asked if family_of(each) is family] for family in Family}
    for family in (*(each for each in Family if each in SHARE_ALIKE), Family.BY_NC):
        if by_family[family]:
            return by_family[family][-1]
    return " AND ".join(asked) if by_family[Family.PERMISSIVE] else by_family[Family.BY][-1]


def _said_of(source: SourceVerdict) -> str:
    stated = source.license or "no license stated"
    named = f"“{source.title[:_LONGEST_TITLE]}” ({source.content_id})" if source.title else source.content_id
    said = " ".join(map(_said_of_part, source.refused_parts[:_MOST_PARTS])) or source.reason
    if (more := len(source.refused_parts) - _MOST_PARTS) > 0:
        said += f" So do {more} more of its paragraphs."
    return f"{named}, {stated}: {said} {source.remedy or ''}".strip()


def _said_of_part(part: RefusedPart) -> str:
    return f"Its paragraph {part.paragraph} states {part.license}: {part.reason}"


def _said_of_two(pair: Clash) -> str:
    (one, other), (first, second) = pair.sources, pair.licenses
    return f"{one} ({first}) and {other} ({second}): {pair.reason} {pair.remedy or ''}".strip()
