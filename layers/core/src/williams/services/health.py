"""Whether the stores answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from williams.domain.errors import WilliamsError

OK: Final = "ok"


@dataclass(frozen=True)
class Health:
    """``checks`` maps a store's name to a function that raises StoreUnavailable when it does not answer."""

    checks: Mapping[str, Callable[[], None]]

    def check(self) -> dict[str, str]:
        """Return ``ok`` or what is wrong, by store."""
        return {name: _result(check) for name, check in self.checks.items()}


def _result(check: Callable[[], None]) -> str:
    try:
        check()
    except WilliamsError as error:
        return error.detail
    return OK
