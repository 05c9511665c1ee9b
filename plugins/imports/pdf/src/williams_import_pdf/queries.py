"""Asks PDFium about many characters of a page at once.

The prototypes of ``pypdfium2_raw`` convert every argument of every call, which takes longer than the call itself. Here
most functions have none: whole numbers go as C's ``int``; pages, and places for answers, as what they are.
"""

from __future__ import annotations

import ctypes
from array import array
from collections import deque
from collections.abc import Iterable, Sequence
from itertools import repeat
from typing import Any

from pypdfium2_raw.bindings import _libs  # type: ignore[import-untyped]

_PDFIUM = ctypes.PyDLL(None, handle=_libs["pdfium"]._handle)
_AT_ONCE = 512
"""Places for so many answers are made at the start; more take longer than asking twice."""


def function(name: str, restype: Any = None, *argtypes: Any) -> Any:
    """Return a function of PDFium. Without ``argtypes`` it takes values of C's types, and small whole numbers."""
    found = _PDFIUM[name]
    found.restype = restype
    if argtypes:
        found.argtypes = argtypes
    return found


class _Question:
    """A function that writes ``count`` numbers about a character to one place, or each to a place of its own."""

    def __init__(self, name: str, number: Any, count: int, apart: bool = False) -> None:
        self._function = function(name)
        room = (number * (count * _AT_ONCE))()
        width = ctypes.sizeof(number)
        self._places = [
            [ctypes.byref(room, width * (count * turn + place)) for turn in range(_AT_ONCE)]
            for place in range(count if apart else 1)
        ]
        self._kind, self._bytes = number._type_, memoryview(room).cast("B")
        self._width = width * count

    def ask(self, page: Any, indexes: Sequence[int]) -> array[Any]:
        """Return the numbers for all characters, one after the other."""
        found = array(self._kind)
        for start in range(0, len(indexes), _AT_ONCE):
            some = indexes[start : start + _AT_ONCE]
            deque(map(self._function, repeat(page), some, *self._places), maxlen=0)
            found.frombytes(self._bytes[: len(some) * self._width])
        return found


_BOX = _Question("FPDFText_GetLooseCharBox", ctypes.c_float, 4)
_INK = _Question("FPDFText_GetCharBox", ctypes.c_double, 4, apart=True)
_MATRIX = _Question("FPDFText_GetMatrix", ctypes.c_float, 6)
_ORIGIN = _Question("FPDFText_GetCharOrigin", ctypes.c_double, 2, apart=True)
_COLOUR = _Question("FPDFText_GetFillColor", ctypes.c_uint, 4, apart=True)
_object = function("FPDFText_GetTextObject", ctypes.c_void_p)
_text = function("FPDFText_GetText", ctypes.c_int)
_font_size = function("FPDFText_GetFontSize", ctypes.c_double)
_map_error = function("FPDFText_HasUnicodeMapError", ctypes.c_int)
_unicode = function("FPDFText_GetUnicode", ctypes.c_uint)
_generated = function("FPDFText_IsGenerated", ctypes.c_int)


class TextQueries:
    """Questions about the characters of one text page, each answered in the order of the indexes."""

    def __init__(self, page: Any) -> None:
        self._page = ctypes.cast(page, ctypes.c_void_p)

    def text(self, count: int, room: array[int]) -> int:
        """Write the first characters to ``room``, in UTF-16 and with an end mark; return how many units that were."""
        return int(_text(self._page, 0, count, ctypes.c_void_p(room.buffer_info()[0])))

    def boxes(self, indexes: Sequence[int]) -> array[float]:
        """Return left, top, right and bottom of each character, with the room that its font leaves around it."""
        return _BOX.ask(self._page, indexes)

    def inks(self, indexes: Sequence[int]) -> array[float]:
        """Return left, right, bottom and top of what each character shows."""
        return _INK.ask(self._page, indexes)

    def matrices(self, indexes: Sequence[int]) -> array[float]:
        """Return the six numbers of each character's matrix."""
        return _MATRIX.ask(self._page, indexes)

    def origins(self, indexes: Sequence[int]) -> array[float]:
        """Return x and y of where each character stands on its line."""
        return _ORIGIN.ask(self._page, indexes)

    def colours(self, indexes: Sequence[int]) -> array[int]:
        """Return red, green, blue and opacity of each character, up to 255."""
        return _COLOUR.ask(self._page, indexes)

    def objects(self, indexes: Iterable[int]) -> list[int | None]:
        """Return the address of the drawing operation of each character; None for one that none drew."""
        return list(map(_object, repeat(self._page), indexes))

    def font_sizes(self, indexes: Iterable[int]) -> list[float]:
        return list(map(_font_size, repeat(self._page), indexes))

    def codes(self, indexes: Iterable[int]) -> list[int]:
        """Return the code of each character in Unicode; 0 for one without a meaning."""
        return list(map(_unicode, repeat(self._page), indexes))

    def generated(self, indexes: Iterable[int]) -> list[bool]:
        """Say of each character whether PDFium made it up, as it does blanks and line ends."""
        return [answer == 1 for answer in map(_generated, repeat(self._page), indexes)]

    def unmapped(self, indexes: Iterable[int]) -> list[bool]:
        """Say of each character whether its font gives it no meaning."""
        return [answer == 1 for answer in map(_map_error, repeat(self._page), indexes)]

    def any_unmapped(self, indexes: Iterable[int]) -> bool:
        return 1 in map(_map_error, repeat(self._page), indexes)
