"""The cover of an episode: a square picture with its title, drawn with Pillow."""

from __future__ import annotations

import colorsys
import hashlib
import math
import random
from pathlib import Path
from typing import TYPE_CHECKING

from williams_publishing.fonts import FontFiles

from williams.domain.notices import Notice
from williams_engine_ffmpeg.lettering import Box, letters_lacking, typeface_for, write_above, write_below

if TYPE_CHECKING:
    from PIL import Image

SIDE = 1400
_SCALE = 2  # shapes are drawn twice as large and reduced, for smooth edges
_MARGIN = 110
_BARS = 96
_INNER_RADIUS = 190
_CENTRE = (985, 420)
_SAMPLE = 20
_TITLE_BOTTOM = 1150
_SUBTITLE_TOP = 1196
_TEXT_WIDTH = SIDE - 2 * _MARGIN
_TITLE = Box(left=_MARGIN, width=_TEXT_WIDTH, height=290, largest=128, smallest=56, lines=4)
_SUBTITLE = Box(left=_MARGIN, width=_TEXT_WIDTH, height=110, largest=46, smallest=34, lines=2)

_Colour = tuple[int, int, int]


def draw_cover(title: str, subtitle: str, fonts: FontFiles, to: Path) -> Notice | None:
    """Write a JPEG of 1400 x 1400 pixels. The same title always gets the same colours and the same figure.

    Letters that no font has are left out, which the notice says, and a title of which nothing remains leaves the figure
    alone on the cover.
    """
    from PIL import ImageDraw

    seed = int.from_bytes(hashlib.sha256(title.encode()).digest()[:8], "big")
    dark, middle, light = _palette(seed)
    picture = _background(dark, middle)
    picture.paste(light, mask=_figure(seed))
    pen = ImageDraw.Draw(picture)
    typeface = typeface_for(f"{title} {subtitle}", fonts)
    top, to_the_left = write_above(picture, title, typeface, _TITLE, _TITLE_BOTTOM, "white")
    edge = _MARGIN + _TEXT_WIDTH - 92 if to_the_left else _MARGIN
    pen.rounded_rectangle((edge, top - 62, edge + 92, top - 52), radius=5, fill=light)
    write_below(picture, subtitle, typeface, _SUBTITLE, _SUBTITLE_TOP, light)
    picture.save(to, "JPEG", quality=90, optimize=True)
    return _notice(letters_lacking(f"{title} {subtitle}", typeface))


def _notice(lacking: str) -> Notice | None:
    if not lacking:
        return None
    sample = f"“{lacking[:_SAMPLE]}”{' …' if len(lacking) > _SAMPLE else ''}"
    message = f"No font has {len(lacking)} letters of the title or the authors, which are not on the cover: {sample}."
    return Notice(code="cover-letters-missing", message=message, remedy="Give a title in letters of a living script.")


def _palette(seed: int) -> tuple[_Colour, _Colour, _Colour]:
    hue = (seed % 360) / 360
    return (_colour(hue, 0.62, 0.17), _colour(hue + 0.08, 0.70, 0.56), _colour(hue + 0.13, 0.36, 0.98))


def _colour(hue: float, saturation: float, value: float) -> _Colour:
    red, green, blue = colorsys.hsv_to_rgb(hue % 1, saturation, value)
    return round(red * 255), round(green * 255), round(blue * 255)


def _background(dark: _Colour, middle: _Colour) -> Image.Image:
    """A glow around the figure that falls off into the dark."""
    from PIL import Image, ImageChops, ImageOps

    reach = 2 * SIDE
    glow = ImageChops.invert(Image.radial_gradient("L")).resize((reach, reach), Image.Resampling.BICUBIC)
    left, top = reach // 2 - _CENTRE[0], reach // 2 - _CENTRE[1]
    return ImageOps.colorize(glow.crop((left, top, left + SIDE, top + SIDE)), dark, middle)


def _figure(seed: int) -> Image.Image:
    """A voice in the round: bars of speech on a circle. Returns a mask of 8 bits."""
    from PIL import Image, ImageDraw

    mask = Image.new("L", (SIDE * _SCALE, SIDE * _SCALE), 0)
    pen = ImageDraw.Draw(mask)
    for index, length in enumerate(_bar_lengths(seed)):
        angle = 2 * math.pi * index / _BARS
        _bar(pen, angle, _INNER_RADIUS, _INNER_RADIUS + length, 90 + round(165 * min(1.0, length / 210)))
        _bar(pen, angle, _INNER_RADIUS - 26 - length * 0.28, _INNER_RADIUS - 26, 72)
    return mask.reduce(_SCALE)


def _bar_lengths(seed: int) -> list[float]:
    """Two waves of the seed's own, with some unrest: like syllables, not like noise."""
    chance = random.Random(seed)
    waves = [(chance.randint(2, 4), chance.uniform(0, 6.3)), (chance.randint(5, 9), chance.uniform(0, 6.3))]
    lengths = []
    for index in range(_BARS):
        angle = 2 * math.pi * index / _BARS
        swell = sum(1 + math.sin(times * angle + phase) for times, phase in waves) / 4
        lengths.append(18 + 200 * swell * chance.uniform(0.55, 1.0))
    return lengths


def _bar(pen: object, angle: float, inner: float, outer: float, shade: int) -> None:
    from PIL import ImageDraw

    assert isinstance(pen, ImageDraw.ImageDraw)
    ends = [
        ((_CENTRE[0] + radius * math.cos(angle)) * _SCALE, (_CENTRE[1] + radius * math.sin(angle)) * _SCALE)
        for radius in (inner, outer)
    ]
    pen.line(ends, fill=shade, width=9 * _SCALE)
    for x, y in ends:
        pen.circle((x, y), 4.5 * _SCALE, fill=shade)
