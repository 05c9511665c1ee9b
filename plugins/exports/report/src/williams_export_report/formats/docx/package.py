"""The archive of a Word document: the same parts make the same bytes."""

from __future__ import annotations

import zipfile
from io import BytesIO

_WHEN = (1980, 1, 1, 0, 0, 0)
_UNIX = 3


def repacked(data: bytes) -> bytes:
    """Return the archive with a fixed time and mode on each of its files, in its order."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _WHEN)
            entry.create_system, entry.external_attr, entry.compress_type = _UNIX, 0o644 << 16, zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name), compresslevel=6)
    return made.getvalue()
