"""What unpacking a stranger's ZIP archive raises."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from typing import Final

ZIP_ERRORS: Final = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    RuntimeError,
    ValueError,
    OSError,
)
"""Of damage in what is packed, in the list of it and in its names; of a password, and of a way of packing that Python
does not know (NotImplementedError is a RuntimeError). Where it is caught, errors of the disk have to be told apart
before."""
