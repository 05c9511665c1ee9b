"""What a license allows and asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class LicenseTerms:
    """What whoever makes something of a work may do, and has to do."""

    commercial_use: bool
    derivatives: bool
    attribution: bool
    share_alike: bool

    def and_also(self, other: LicenseTerms) -> LicenseTerms:
        """Return the terms of a work that is under both."""
        return LicenseTerms(
            self.commercial_use and other.commercial_use,
            self.derivatives and other.derivatives,
            self.attribution or other.attribution,
            self.share_alike or other.share_alike,
        )

    @property
    def freedom(self) -> tuple[bool, bool, bool, bool]:
        """Greater for terms that leave more freedom: of several offered licenses one takes the greatest."""
        return self.commercial_use, self.derivatives, not self.share_alike, not self.attribution


PUBLIC_DOMAIN: Final = LicenseTerms(commercial_use=True, derivatives=True, attribution=False, share_alike=False)
PERMISSIVE: Final = LicenseTerms(commercial_use=True, derivatives=True, attribution=True, share_alike=False)
COPYLEFT: Final = LicenseTerms(commercial_use=True, derivatives=True, attribution=True, share_alike=True)
RESERVED: Final = LicenseTerms(commercial_use=False, derivatives=False, attribution=True, share_alike=False)
"""Of a work whose license is not stated or not known: its author's rights are all reserved."""
