"""Changes within a container, so that it stays one: of changed packed bytes, tags or braces nearly all are refused at
the door, and never reach what reads what they hold. A quarter of the changes are made to the container itself."""

from __future__ import annotations

import gzip
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Callable
from random import Random
from typing import Final

import olefile
from PIL import Image

from tests.fuzz.mutation import Mutate
from tests.fuzz.trees import within_xml
from tests.fuzz.values import within_json
from tests.unit.import_document.compound import compound
from williams.isolation.zip_errors import ZIP_ERRORS

Shape = Callable[[bytes, Random, Mutate], bytes]

_TO_ITSELF: Final = 0.25
_RECORD: Final = re.compile(rb"(?=WARC/1\.\d\r\n)")
_LENGTH: Final = re.compile(rb"(?i)(?<=\r\ncontent-length: )\d+")


def plain(data: bytes, _: Random, mutate: Mutate) -> bytes:
    """Change the bytes themselves."""
    return mutate(data)


def at_times_itself(shape: Shape) -> Shape:
    """Return the shape, but every fourth change is made to the container's own bytes."""

    def changed(data: bytes, chance: Random, mutate: Mutate) -> bytes:
        return mutate(data) if chance.random() < _TO_ITSELF else shape(data, chance, mutate)

    return changed


def within_zip(package: bytes, chance: Random, mutate: Mutate) -> bytes:
    """Change one part, by its own shape if it is XML, and pack all again."""
    try:
        parts = _parts(package)
    except ZIP_ERRORS:
        return mutate(package)
    if not parts:
        return mutate(package)
    number = chance.randrange(len(parts))
    name, data = parts[number]
    shape = at_times_itself(within_xml) if data.lstrip()[:1] == b"<" else plain
    parts[number] = (name, shape(data, chance, mutate))
    return _packed(parts)


def _parts(package: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return [(part.filename, opened.read(part)) for part in opened.infolist() if not part.filename.endswith("/")]


def _packed(parts: list[tuple[str, bytes]]) -> bytes:
    file = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(file, "w") as package:
        warnings.simplefilter("ignore")
        for name, data in parts:
            package.writestr(zipfile.ZipInfo(name), data)
    return file.getvalue()


def within_compound(file: bytes, chance: Random, mutate: Mutate) -> bytes:
    """Change one stream of a compound file, or the name of one, and write all again."""
    try:
        with olefile.OleFileIO(io.BytesIO(file)) as opened:
            streams = {"/".join(path): opened.openstream(path).read().rstrip(b"\0") for path in opened.listdir()}
    except (OSError, ValueError, IndexError, RecursionError):
        return mutate(file)
    if not streams:
        return mutate(file)
    name = chance.choice(list(streams))
    if chance.random() < 0.2:
        digit = chance.choice("0123456789ABCDEF")
        streams[name[: (place := chance.randrange(len(name)))] + digit + name[place + 1 :]] = streams.pop(name)
    else:
        streams[name] = mutate(streams[name])
    return compound({name: data for name, data in streams.items() if name.count("/") < 2})


def within_picture(file: bytes, _: Random, mutate: Mutate) -> bytes:
    """Change the pixels of a picture's first page, and save them in the same form."""
    try:
        with Image.open(io.BytesIO(file)) as opened:
            form, mode, size, pixels = opened.format, opened.mode, opened.size, opened.tobytes()
    except OSError:
        return mutate(file)
    if form not in Image.SAVE:
        return mutate(file)
    changed = Image.frombytes(mode, size, mutate(pixels)[: len(pixels)].ljust(len(pixels), b"\0"))
    saved = io.BytesIO()
    changed.save(saved, form)
    return saved.getvalue()


def within_lines(text: bytes, chance: Random, mutate: Mutate) -> bytes:
    """Change one line of JSON Lines."""
    lines = text.split(b"\n")
    number = chance.randrange(len(lines))
    lines[number] = within_json(lines[number], chance, mutate)
    return b"\n".join(lines)


def within_warc(file: bytes, chance: Random, mutate: Mutate) -> bytes:
    """Change what one record holds, and say its new length."""
    try:
        records = _RECORD.split(gzip.decompress(file) if file.startswith(b"\x1f\x8b") else file)
    except (OSError, EOFError, zlib.error):
        return mutate(file)
    number = chance.randrange(len(records))
    head, between, held = records[number].partition(b"\r\n\r\n")
    held = mutate(held.removesuffix(b"\r\n\r\n"))
    head = _LENGTH.sub(str(len(held)).encode(), head)
    records[number] = head + between + held + b"\r\n\r\n"
    return b"".join(records)
