"""Where the license of a source is known from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from pydantic import ConfigDict

from williams.domain.licenses.statements import FOUND_IN
from williams.domain.mending import STATED_LICENSE
from williams.domain.models import DeferredModel

STATEMENT: Final = "license_statement"
BY_OWNER: Final = "statement"
BY_REQUEST: Final = "request"
_BY_SOURCE: Final = "source"


class LicenseEvidence(DeferredModel):
    """``found_in`` is ``statement`` (of the owner, later), ``request`` (of the import), or a place in the source.

    Such places are ``link``, ``json-ld``, ``meta``, ``anchor``, ``footer`` and ``words`` of a page, and of a PDF
    ``document-information``, ``xmp`` and ``text``; ``source`` where no more is known. ``said`` is what stands there, as
    it stands there; ``at`` is when an owner stated it, ``instead_of`` what was known before.
    """

    model_config = ConfigDict(frozen=True)

    found_in: str
    said: str | None = None
    at: datetime | None = None
    instead_of: str | None = None


def license_evidence(license: str | None, extra: Mapping[str, Any]) -> LicenseEvidence | None:
    """Return the evidence for a content's license by its metadata; None where none was found or stated."""
    if (statement := extra.get(STATEMENT)) is not None:
        return LicenseEvidence(found_in=BY_OWNER, at=statement["at"], instead_of=statement["instead_of"])
    if license is None:
        return None
    found_in = extra.get(FOUND_IN, _BY_SOURCE)
    return LicenseEvidence(found_in=found_in, said=None if found_in == BY_REQUEST else extra.get(STATED_LICENSE))
