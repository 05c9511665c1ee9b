"""Notices as a reader writes them in its own process: JSON's types, without the library that checks them later."""

from __future__ import annotations

from typing import Final, TypeAlias

Said: TypeAlias = dict[str, str | None]
"""The fields of a notice."""

_LONGEST: Final = {"message": 1000, "place": 200, "remedy": 500}
"""Characters, as :class:`williams.domain.notices.Notice` allows them."""


def notice(code: str, message: str, place: str | None = None, remedy: str | None = None) -> Said:
    """Return the fields of a :class:`~williams.domain.notices.Notice`; what a document had too long to say is cut."""
    fields = {"message": message, "place": place, "remedy": remedy}
    return {"code": code, **{name: _cut(text, _LONGEST[name]) for name, text in fields.items()}}


def _cut(text: str | None, longest: int) -> str | None:
    return text if text is None or len(text) <= longest else text[: longest - 1] + "…"
