"""The verdict on what is to be made of several sources: whether a use is allowed, and under which license it stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Final

from pydantic import ConfigDict

from williams.domain.bounds import Reason, Word
from williams.domain.errors import FieldError, LicenseConflict
from williams.domain.licenses.combining import combined
from williams.domain.licenses.families import SHARE_ALIKE, Family, Use, clash, family_of, ruling
from williams.domain.models import DeferredModel

_LONGEST_TITLE: Final = 80


class LicenseOverride(DeferredModel):
    """Somebody's decision to go against the verdict: who decided, and why."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    by: Word
    why: Reason


class LicensedSource(DeferredModel):
    """A source with the license that is known of it."""

    content_id: str
    title: str | None
    license: str | None


class SourceVerdict(LicensedSource):
    """What the license of one source says to the use, and what would resolve it where it refuses."""

    family: Family
    allowed: bool
    reason: str
    remedy: str | None = None


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


def verdict_on(sources: Sequence[LicensedSource], use: Use, override: LicenseOverride | None = None) -> LicenseVerdict:
    """Return the verdict. What is not known counts as reserved, so that a shared use of it is refused."""
    parts = {each.content_id: parts_of(each.license) for each in sources}
    judged = [_judged(each, parts[each.content_id], use) for each in sources]
    clashes = _clashes(judged, parts, use)
    terms = combined(each.license for each in sources)
    allowed = not clashes and all(each.allowed for each in judged)
    shareable = all(ruling(each.family, Use.PUBLIC).allowed for each in judged)
    return LicenseVerdict(
        use=use,
        allowed=allowed,
        license=_resulting(part for each in sources for part in parts[each.content_id])
        if shareable and not _clashes(judged, parts, Use.PUBLIC)
        else None,
        attribution_required=terms.attribution,
        share_alike_required=terms.share_alike,
        sources=judged,
        clashes=clashes,
        override=override,
    )


def parts_of(license: str | None) -> list[str | None]:
    """Return the licenses that bind together: of those joined by OR the most liberal one is taken."""
    if license is None or " " not in license:
        return [license]
    # Parsing is rare, and its library takes longer to import than all the rest here.
    from williams.domain.licenses.expressions import binding_identifiers

    return list(binding_identifiers(license)) or [None]


def _judged(source: LicensedSource, parts: Sequence[str | None], use: Use) -> SourceVerdict:
    families = [family_of(part) for part in parts]
    # The one that refuses says so; where none does, the last of the families' order asks for the most.
    family = next((each for each in families if not ruling(each, use).allowed), max(families, key=_order))
    said = ruling(family, use)
    return SourceVerdict(
        **source.model_dump(include=set(LicensedSource.model_fields)),
        family=family,
        allowed=said.allowed,
        reason=said.reason,
        remedy=said.remedy.replace("{content_id}", source.content_id) if said.remedy else None,
    )


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
    return f"{named}, {stated}: {source.reason} {source.remedy or ''}".strip()


def _said_of_two(pair: Clash) -> str:
    (one, other), (first, second) = pair.sources, pair.licenses
    return f"{one} ({first}) and {other} ({second}): {pair.reason} {pair.remedy or ''}".strip()
