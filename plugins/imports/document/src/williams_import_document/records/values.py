"""JSON: names become headings, values text, lists of like records tables."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from typing import Any

from williams.domain.errors import CorruptContent
from williams.isolation.notices import notice
from williams_import_document.reading import Reading
from williams_import_document.records.tables import table

_LEVELS = 6
_DEEPEST = 100
_FEWEST_ALIKE = 2


def read_records(text: str) -> Reading:
    """Return what the file holds. Raises CorruptContent where it is no JSON."""
    return Reading.whole("".join(_written(parsed(text), 1)))


def read_lines(text: str) -> Reading:
    """Return a record for each line; a line that is none costs itself."""
    records, bad = [], []
    for number, line in enumerate(text.splitlines(), start=1):
        try:
            records += [json.loads(line)] if line.strip() else []
        except (ValueError, RecursionError):
            bad.append(number)
    if bad and not records:
        raise CorruptContent("No line of the file is JSON. Check that it is the right file.")
    told = [notice("lines-passed-over", f"{len(bad)} lines are no JSON.", f"line {bad[0]}")] if bad else []
    return Reading.whole("".join(_written(records, 1)), notices=told)


def parsed(text: str) -> Any:
    """Return what JSON says. Raises CorruptContent."""
    try:
        return json.loads(text)
    except RecursionError as error:
        raise CorruptContent("The file is nested too deep to be read.") from error
    except ValueError as error:
        raise CorruptContent(f"The file is no JSON: {error}.") from error


def _written(value: Any, level: int) -> Iterator[str]:
    if level > _DEEPEST:
        raise CorruptContent(f"The file is nested more than {_DEEPEST} deep.")
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _named(str(name), each, level)
    elif isinstance(value, list):
        yield from _listed(value, level)
    elif value is not None:
        yield f"<p>{_text(value)}</p>"


def _named(name: str, value: Any, level: int) -> Iterator[str]:
    if isinstance(value, dict | list) and value:
        heading = min(level, _LEVELS)
        yield f"<h{heading}>{escape(name)}</h{heading}>"
        yield from _written(value, level + 1)
    elif not isinstance(value, dict | list) and value is not None:
        yield f"<p>{escape(name)}: {_text(value)}</p>"


def _listed(values: list[Any], level: int) -> Iterator[str]:
    if _are_alike(values):
        names = list(dict.fromkeys(name for value in values for name in value))
        yield table([names, *([_plain(value.get(name)) for name in names] for value in values)])
        return
    for value in values:
        if isinstance(value, dict | list):
            yield from _written(value, level + 1)
        elif value is not None:
            yield f"<ul><li>{_text(value)}</li></ul>"


def _are_alike(values: list[Any]) -> bool:
    """Records whose values are all single ones, and who share most of their names."""
    if len(values) < _FEWEST_ALIKE or not all(isinstance(value, dict) and value for value in values):
        return False
    names = {name for value in values for name in value}
    single = all(not isinstance(each, dict | list) for value in values for each in value.values())
    return single and all(2 * len(value) > len(names) for value in values)


def _plain(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _text(value: Any) -> str:
    """Blank lines part paragraphs."""
    return "<br><br>".join(escape(part) for part in _plain(value).split("\n\n"))
