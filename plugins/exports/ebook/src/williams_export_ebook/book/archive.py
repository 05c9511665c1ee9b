"""The archive (EPUB 3.3, 4): the same files make the same bytes."""

from __future__ import annotations

import zipfile
from pathlib import Path
from types import TracebackType
from typing import Final, Self

MEDIA_TYPE: Final = "application/epub+zip"
FOLDER: Final = "EPUB"
PACKAGE: Final = f"{FOLDER}/package.opf"
_WHEN: Final = (1980, 1, 1, 0, 0, 0)
_UNIX: Final = 3
_CONTAINER: Final = f"""<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="{PACKAGE}" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""


class Archive:
    """Writes a book to a file, one of its files at a time."""

    def __init__(self, to: Path) -> None:
        self._zip = zipfile.ZipFile(to, "w")

    def __enter__(self) -> Self:
        self._write("mimetype", MEDIA_TYPE.encode(), zipfile.ZIP_STORED)
        self._write("META-INF/container.xml", _CONTAINER.encode(), zipfile.ZIP_DEFLATED)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def add(self, name: str, data: bytes, *, packed: bool = True) -> None:
        """Add a file of the book's folder. Pictures are packed in themselves."""
        self._write(f"{FOLDER}/{name}", data, zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED)

    def _write(self, name: str, data: bytes, compression: int) -> None:
        entry = zipfile.ZipInfo(name, _WHEN)
        entry.create_system, entry.external_attr, entry.compress_type = _UNIX, 0o644 << 16, compression
        self._zip.writestr(entry, data, compresslevel=6)
