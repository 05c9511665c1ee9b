"""What stands on the layouts and masters of slides and is shown with each of them: a notice, a motto, a copyright."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from pptx.parts.slide import SlideLayoutPart, SlideMasterPart
from pptx.slide import Slide

from williams_import_document.office.slide_markup import prepare

_HIDDEN: Final = frozenset({"0", "false"})


class Masters:
    """Says each text on the first slide that shows it."""

    def __init__(self) -> None:
        self._met: set[Any] = set()
        self._said: set[str] = set()

    def shown_on(self, slide: Slide) -> Iterator[str]:
        """Yield the paragraphs that a slide shows from elsewhere, and that no slide before it did."""
        for part in _behind(slide):
            if part in self._met:
                continue
            self._met.add(part)
            root = part._element
            prepare(root)
            shown = part.slide_layout if isinstance(part, SlideLayoutPart) else part.slide_master
            for words in _texts(shown.shapes):
                if words not in self._said:
                    self._said.add(words)
                    yield words


def _behind(slide: Slide) -> Iterator[SlideLayoutPart | SlideMasterPart]:
    """Yield the layout and the master of a slide, as far as it shows what is on them."""
    layout = _related(slide.part, SlideLayoutPart)
    if layout is None or _hides(slide.part):
        return
    yield layout
    master = _related(layout, SlideMasterPart)
    if master is not None and not _hides(layout):
        yield master


def _related(part: Any, kind: type) -> Any:
    inside = (each.target_part for each in part.rels.values() if not each.is_external)
    return next((each for each in inside if isinstance(each, kind)), None)


def _hides(part: Any) -> bool:
    return part._element.get("showMasterSp") in _HIDDEN


def _texts(shapes: Iterable[Any]) -> Iterator[str]:
    """Placeholders only say what to write into them, and fields are filled in on each slide."""
    for shape in shapes:
        if hasattr(shape, "shapes"):
            yield from _texts(shape.shapes)
        elif shape.has_text_frame and not shape.is_placeholder:
            for paragraph in shape.text_frame.paragraphs:
                is_filled_in = next(paragraph._p.iter("{*}fld"), None) is not None
                if not is_filled_in and (words := " ".join(paragraph.text.split())):
                    yield words
