"""The terms of SPDX license expressions: ``MIT OR GPL-3.0-only``, ``GPL-2.0-only WITH Classpath-exception-2.0``."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, reduce
from typing import Any, Final

from license_expression import (
    ExpressionError,
    LicenseSymbol,
    LicenseWithExceptionSymbol,
    Licensing,
    get_spdx_licensing,
)

from williams.domain.licenses.conditions import LicenseTerms
from williams.domain.licenses.known import of_identifier

# No table of symbols: whatever is an identifier is taken as one, and its terms are looked up.
_LICENSING: Final = Licensing()


def of_expression(expression: str) -> LicenseTerms | None:
    """Return the terms, or None for what is no expression, or has a part that matters and is not known.

    Of licenses joined by OR the most liberal one is taken, as whoever uses the work may.
    """
    try:
        return _terms(_LICENSING.parse(expression))
    except ExpressionError:
        return None


def binding_identifiers(expression: str) -> list[str]:
    """Return the licenses that bind whoever uses the work, the most liberal one of each OR; none for no expression."""
    try:
        parsed = _LICENSING.parse(expression)
    except ExpressionError:
        return []
    return _binding(parsed)


def _binding(parsed: Any) -> list[str]:
    match parsed:
        case LicenseWithExceptionSymbol():
            return [str(parsed.license_symbol.key)]
        case LicenseSymbol():
            return [str(parsed.key)]
        case _LICENSING.OR():
            known = [(terms, each) for each in parsed.args if (terms := _terms(each)) is not None]
            chosen = max(known, key=lambda pair: pair[0].freedom)[1] if known else parsed.args[0]
            return _binding(chosen)
        case _:
            return [name for each in parsed.args for name in _binding(each)]


@cache
def _spdx() -> Licensing:
    return get_spdx_licensing()


def canonical_expression(expression: str, also_known: Callable[[str], bool]) -> str | None:
    """Return the expression in SPDX's spelling, or None when it is none or names what neither knows."""
    try:
        parsed = _spdx().parse(expression)
        unknown = _spdx().unknown_license_keys(parsed)
    except ExpressionError:
        return None
    # "+" says "or any later version" of whatever license it follows.
    known = all(also_known(key) or (key.endswith("+") and _is_listed(key[:-1])) for key in unknown)
    return str(parsed.render()) if parsed is not None and known else None


def _is_listed(identifier: str) -> bool:
    return identifier in _spdx().known_symbols


def _terms(parsed: Any) -> LicenseTerms | None:
    match parsed:
        case LicenseWithExceptionSymbol():
            return of_identifier(parsed.license_symbol.key)
        case LicenseSymbol():
            return of_identifier(parsed.key)
        case _LICENSING.AND():
            parts = [_terms(part) for part in parsed.args]
            known = [part for part in parts if part is not None]
            return reduce(LicenseTerms.and_also, known) if len(known) == len(parts) else None
        case _LICENSING.OR():
            known = [part for part in map(_terms, parsed.args) if part is not None]
            return max(known, key=lambda part: part.freedom, default=None)
        case _:
            return None
