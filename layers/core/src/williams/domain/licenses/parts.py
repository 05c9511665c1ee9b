"""Parts of a source that state a license of their own: a figure from elsewhere, with the terms of its holder.

Only figures and captions are read so: what a paragraph says of licenses may be about anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from pydantic import ConfigDict

from williams.domain.licenses.attributions import attributed
from williams.domain.licenses.statements import find_license
from williams.domain.models import DeferredModel
from williams.domain.notices import Notice

PARTS: Final = "part_licenses"
"""The name in ``extra`` of the parts that state a license of their own."""
RESERVED: Final = "LicenseRef-All-Rights-Reserved"
_MOST_NAMED: Final = 5
_PERMISSION: Final = (
    r"\b(?:re)?(?:produced|printed|used|adapted|published)\b[^.]{0,60}\bpermission\b",
    r"\b(?:by|with)\s(?:the\s)?(?:kind\s)?permission\s(?:of|from)\b",
    r"\bmit\s(?:freundlicher\s)?genehmigung\b",
    r"\bavec\s(?:l['’]\s?(?:aimable\s)?autorisation|la\spermission)\b",
    r"\bcon\s(?:el\s)?(?:permiso|la\sautorización|autorización)\sde\b",
    r"\bper\sgentile\sconcessione\b",
    r"\bcom\s(?:a\s)?(?:permissão|autorização)\sd",
    r"\bmet\s(?:vriendelijke\s)?toestemming\b",
    r"\bza\szgodą\b",
    r"\bс\sразрешения\b",
)
_RESERVATIONS: Final = (
    r"\ball\srights\sreserved\b",
    r"\balle\s(?:rechte\svorbehalten|rechten\svoorbehouden)\b",
    r"\btous\sdroits\sréservés\b",
    r"\btodos\slos\sderechos\sreservados\b",
    r"\btutti\si\sdiritti\sriservati\b",
    r"\btodos\sos\sdireitos\sreservados\b",
    r"\bwszelkie\sprawa\szastrzeżone\b",
    r"\bвсе\sправа\sзащищены\b",
    r"版权所有|版權所有|無断(?:転載|複製)|جميع الحقوق محفوظة|सर्वाधिकार सुरक्षित",
)
# Where there is a panel (b), (c) is the next one.
_MARK: Final = r"(?s:^(?!.*\(b\)).*\(c\)\s*(?:19|20)\d\d\b)"
_HELD: Final = re.compile(
    "|".join((r"©\s*\S", r"\bcopyright\s(?:\(c\)|by|\d{4})", _MARK, *_PERMISSION, *_RESERVATIONS)),
    re.IGNORECASE,
)


class PartLicense(DeferredModel):
    """A paragraph's own license, an SPDX identifier or ``LicenseRef-``; ``paragraph`` counts from 1."""

    model_config = ConfigDict(frozen=True)

    paragraph: int
    license: str


def part_licenses(captions: Iterable[tuple[int, str]], license: str | None) -> Iterator[PartLicense]:
    """Yield which captions, each with its paragraph's number, state another license than the whole."""
    for paragraph, text in captions:
        own = find_license([text]) or _held(text)
        if own and own != license:
            yield PartLicense(paragraph=paragraph, license=own)


def _held(text: str) -> str | None:
    """Return the license of a caption that names a holder: all is reserved, but for an attribution and nothing else."""
    if not _HELD.search(text):
        return None
    return next((license for license, rest in attributed(text) if not _HELD.search(rest)), RESERVED)


def kept_parts(parts: Iterable[PartLicense]) -> dict[str, Any]:
    """Return what ``extra`` keeps of the parts: the paragraphs' numbers by license, if there are any."""
    by_license: dict[str, list[int]] = {}
    for each in parts:
        by_license.setdefault(each.license, []).append(each.paragraph)
    return {PARTS: by_license} if by_license else {}


def stated_parts(extra: Mapping[str, Any]) -> list[PartLicense]:
    """Return the parts that a content's ``extra`` names, in their order."""
    kept = extra.get(PARTS, {})
    parts = [PartLicense(paragraph=number, license=license) for license, numbers in kept.items() for number in numbers]
    return sorted(parts, key=lambda part: part.paragraph)


def parts_notices(parts: Sequence[PartLicense]) -> Iterator[Notice]:
    """Yield what to say of a source's parts, if it has any."""
    if not parts:
        return
    named = ", ".join(f"paragraph {each.paragraph} {each.license}" for each in parts[:_MOST_NAMED])
    more = f" and {len(parts) - _MOST_NAMED} more" if len(parts) > _MOST_NAMED else ""
    yield Notice(
        code="part-licenses",
        message=f"Figures or captions state a license of their own, not that of the source: {named}{more}.",
        remedy="A public or commercial export can leave out those that refuse it, by leave_out_refused_parts.",
    )
