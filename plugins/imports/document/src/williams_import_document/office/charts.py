"""Charts: their title, the titles of their axes, and a table of what each plot draws."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any, Final

from lxml import etree

from williams_import_document.records.tables import table
from williams_import_document.trees import local

_CATEGORIES: Final = frozenset({"catAx", "dateAx"})
_ACROSS: Final = frozenset({"b", "t"})
_NEWER: Final = "/chartex}"
_LONGEST_PLACE: Final = 10
_PARTS_OF_SERIES: Final = {"tx": ("tx",), "cat": ("cat", "xVal"), "val": ("val", "yVal")}


@dataclass(frozen=True, slots=True)
class Chart:
    """``caption`` has the title and those of axes of values; a table begins with the names of its series."""

    caption: str
    tables: list[list[list[str]]]

    @property
    def cells(self) -> int:
        return sum(len(row) for rows in self.tables for row in rows)

    def html(self) -> Iterator[str]:
        """Write it as a caption and tables of data."""
        if self.caption:
            yield f"<figcaption>{escape(self.caption)}</figcaption>"
        yield from (table(rows) for rows in self.tables)


def captioned(*titles: str) -> str:
    """Return the titles that say something as one caption."""
    return ". ".join(filter(None, titles))


def drawn_chart(space: etree._Element) -> Chart:
    """Return a chart of DrawingML, as office programs keep it (``c:chartSpace``), or in its newer form.

    Without tables if it has none. The newer form (``cx:chartSpace``) has waterfalls, trees, funnels, maps and the like.
    """
    return _newer_chart(space) if _NEWER in str(space.tag) else _older_chart(space)


def _newer_chart(space: etree._Element) -> Chart:
    data = {each.get("id"): each for each in space.iterfind("{*}chartData/{*}data")}
    titled = (*space.iterfind("{*}chart"), *space.iter("{*}axis"))
    drawn = ((each, data.get(_data_of(each))) for each in space.iter("{*}series"))
    tables = [_newer_rows(series, points) for series, points in drawn if points is not None]
    return Chart(captioned(*map(_title, titled)), tables)


def _data_of(series: etree._Element) -> str | None:
    said = series.find("{*}dataId")
    return None if said is None else said.get("val")


def _newer_rows(series: etree._Element, data: etree._Element) -> list[list[str]]:
    """Levels of categories stand innermost first; they are written as they are read, the outermost first."""
    levels = [_points_of(each) for each in data.iterfind("{*}strDim/{*}lvl")]
    values = [_points_of(each) for each in data.iterfind("{*}numDim/{*}lvl")]
    name = _joined(said.text or "" for said in series.iterfind("{*}tx/{*}txData/{*}v"))
    places = sorted({place for each in (*levels, *values) for place in each})
    outermost = levels[::-1]
    return [
        [*("" for _ in outermost), name, *("" for _ in values[1:])],
        *([each.get(place, "") for each in (*outermost, *values)] for place in places),
    ]


def _points_of(level: etree._Element) -> dict[int, str]:
    return {_place(point): _joined([point.text or ""]) for point in level.iterfind("{*}pt")}


def _older_chart(space: etree._Element) -> Chart:
    axes = [each for area in space.iter("{*}plotArea") for each in area if local(each).endswith("Ax")]
    categories = next((each for each in axes if _is_of_categories(each)), None)
    values = [_title(each) for each in axes if each is not categories]
    corner = "" if categories is None else _title(categories)
    plots = [each for each in space.iter(etree.Element) if each.find("{*}ser") is not None]
    title = next((_title(each) for each in space.iter("{*}chart")), "")
    return Chart(captioned(title, *values), [_rows(plot, corner) for plot in plots])


def _is_of_categories(axis: etree._Element) -> bool:
    """Of two axes of values, the one across counts as such."""
    position = axis.find("{*}axPos")
    return local(axis) in _CATEGORIES or (position is not None and position.get("val") in _ACROSS)


def _title(element: etree._Element) -> str:
    title = element.find("{*}title")
    lines = () if title is None else (*title.iter("{*}p"), *title.iter("{*}strCache"), *title.iter("{*}txData"))
    return _joined("".join(words.text or "" for words in line.iter("{*}t", "{*}v")) for line in lines)


def _rows(plot: etree._Element, corner: str) -> list[list[str]]:
    series = [_points(each) for each in plot.iterfind("{*}ser")]
    categories = next((each["cat"] for each in series if each["cat"]), {})
    places = sorted(categories.keys() | {place for each in series for place in each["val"]})
    names = [_joined(each["tx"].values()) for each in series]
    return [
        [corner, *names],
        *([categories.get(place, ""), *(each["val"].get(place, "") for each in series)] for place in places),
    ]


def _points(series: etree._Element) -> dict[str, dict[int, str]]:
    """Return what is kept of a series' name (``tx``), categories (``cat``) and values (``val``), by their places."""
    return {
        part: {
            _place(point): _joined([point.findtext("{*}v", "")])
            for name in names
            for point in series.iterfind(f"{{*}}{name}//{{*}}pt")
        }
        for part, names in _PARTS_OF_SERIES.items()
    }


def _place(point: etree._Element) -> int:
    said = point.get("idx") or ""
    return int(said) if said.isdecimal() and len(said) < _LONGEST_PLACE else 0


def _joined(texts: Any) -> str:
    return " ".join(" ".join(texts).split())
