"""Pictures of text, drawn here."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

SIZE = (900, 300)
HEIC = Path(__file__).with_name("turned.heic").read_bytes()
"""Two lines of print that run upwards, 200 by 600 pixels; nothing that is installed writes such files."""


def drawn(*lines: str, mode: str = "L", paper: Any = 255, ink: Any = 0) -> Image.Image:
    """Return a picture with lines of large print."""
    picture = Image.new(mode, SIZE, paper)
    pen = ImageDraw.Draw(picture)
    for number, line in enumerate(lines):
        pen.text((40, 40 + 100 * number), line, fill=ink, font=ImageFont.load_default(48))
    return picture


def saved(picture: Image.Image, form: str = "PNG", **options: Any) -> bytes:
    """Return a picture's file."""
    file = io.BytesIO()
    picture.save(file, form, **options)
    return file.getvalue()


def written(*lines: str) -> bytes:
    """Return a PNG file with lines of large print."""
    return saved(drawn(*lines))
