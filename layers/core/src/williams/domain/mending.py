"""Keeps, of what a source says of itself, what can be kept, and says what was not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import PydanticSerializationError, to_jsonable_python

from williams.domain.fitting import LONGEST_AUTHOR, LONGEST_TITLE, MOST_AUTHORS, fitting_line, fitting_text
from williams.domain.json_values import EXTRA_BYTES, MOST_NAMES, json_bytes, unfit_in
from williams.domain.language_tags import language_tag
from williams.domain.licenses.canonical import LONGEST_LICENSE
from williams.domain.notices import Notice

PASSED_OVER: Final = "metadata-passed-over"
STATED_LICENSE: Final = "stated_license"
"""The name in ``extra`` of a license in its author's own words."""
_REASONS: Final = {"license": "It is no SPDX identifier; the words are kept as stated_license"}
_REMEDY: Final = "Import it again, and say it with the import's metadata."
_LONGEST_QUOTE: Final = 80

Mended = tuple[Any, str]
"""What is kept of a value, None for nothing, and a sentence about the rest, which may be empty."""


def mended(said: Mapping[str, Any], error: ValidationError) -> tuple[dict[str, Any], list[Notice]]:
    """Return what fits of the fields of :class:`~williams.domain.metadata.ContentMetadata`, and what became of others.

    ``error`` is what validating them raised. A license in words is kept as ``extra.stated_license``.
    """
    reasons = {str(each["loc"][0]): each["msg"] for each in reversed(error.errors(include_url=False))}
    kept = dict(said)
    if "license" in reasons and isinstance(said["license"], str):
        kept["extra"] = _with_stated_license(said.get("extra"), said["license"])
    notices = []
    for name in kept.keys() & {*reasons, "extra"}:
        value = kept.pop(name)
        fitting, told = _MENDERS.get(name, _nothing)(value)
        if fitting is not None:
            kept[name] = fitting
        if told:
            reason = f" {_REASONS.get(name) or reasons[name]}." if fitting is None and name in reasons else ""
            message = f"{name}: {told}{reason}"
            notices.append(Notice(code=PASSED_OVER, message=message, remedy=_REMEDY))
    return kept, sorted(notices, key=lambda notice: notice.message)


def _nothing(value: Any) -> Mended:
    return None, f"{_quoted(value)} was passed over."


def _quoted(value: Any) -> str:
    return (
        f"“{fitting_line(value, _LONGEST_QUOTE)}”" if isinstance(value, str) else f"a value of {type(value).__name__}"
    )


def _title(value: Any) -> Mended:
    return _line(value, LONGEST_TITLE) if isinstance(value, str) else _nothing(value)


def _line(text: str, longest: int) -> Mended:
    line = fitting_line(text, longest)
    if not line:
        return None, "what it says is empty." if text.strip() else ""
    return line, f"cut to {longest} characters." if line.endswith("…") else "control characters were left out."


def _authors(value: Any) -> Mended:
    given = [value] if isinstance(value, str) else value
    if not isinstance(given, Sequence):
        return _nothing(value)
    lines = [fitting_line(each, LONGEST_AUTHOR) for each in given[:MOST_AUTHORS] if isinstance(each, str)]
    names = [line for line in lines if line]
    unchanged = len(set(names) & set(map(str, given)))
    return names, "" if list(given) == names else f"{len(given) - unchanged} names were passed over or shortened."


def _language(value: Any) -> Mended:
    """Many write ``en_US``."""
    try:
        return language_tag(value.strip().replace("_", "-")), ""
    except (AttributeError, ValueError):
        return _nothing(value)


def _with_stated_license(extra: Any, license: str) -> dict[str, Any]:
    words = fitting_line(license, LONGEST_LICENSE)
    others = dict(extra) if isinstance(extra, Mapping) else {}
    return {STATED_LICENSE: words, **others} if words else others


def _extra(value: Any) -> Mended:
    if not isinstance(value, Mapping):
        return _nothing(value)
    kept: dict[str, Any] = {}
    left_out = []
    # Two braces, and for each value a comma and a blank.
    size = 2
    for name, each in value.items():
        fitting = _json(each)
        one = {name: fitting}
        fits = len(kept) < MOST_NAMES and unfit_in(one) is None
        if fits and size + json_bytes(one) <= EXTRA_BYTES:
            kept[name] = fitting
            size += json_bytes(one)
        else:
            left_out.append(fitting_line(str(name), _LONGEST_QUOTE))
    told = f"{len(left_out)} values were passed over, being too long or no JSON: {', '.join(left_out[:5])}."
    return kept, told if left_out else ""


def _json(value: Any) -> Any:
    """Return a value in JSON's types, where it has a form in them."""
    if isinstance(value, str):
        return fitting_text(value)[0]
    if unfit_in(value) is None:
        return value
    try:
        return to_jsonable_python(value)
    except (PydanticSerializationError, ValueError, RecursionError):
        return value


_MENDERS: Final[Mapping[str, Callable[[Any], Mended]]] = {
    "title": _title,
    "authors": _authors,
    "language": _language,
    "extra": _extra,
}
