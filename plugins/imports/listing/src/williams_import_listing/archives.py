"""Archives (ZIP): their members, unpacked within bounds, each to be imported as a file of its own."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import Any, Final

from williams.domain.errors import (
    ContentTooLarge,
    CorruptContent,
    EmptyContent,
    EncryptedContent,
    TransientError,
    UnsupportedContent,
)
from williams.domain.listings import LeftOut, Omissions
from williams.isolation.zip_errors import ZIP_ERRORS
from williams_import_listing.member_names import names_of

MOST_MEMBERS: Final = 1000
MOST_BYTES: Final = 500 << 20
"""Of all members together, unpacked."""
LARGEST_MEMBER: Final = 200 << 20
_MOST_PARTS: Final = 20_000
_MOST_RATIO: Final = 200
_RATIO_FROM: Final = 10 << 20
"""Bytes, unpacked: what is smaller does no harm, however well it was packed."""
_LOCKED: Final = 0x1
_PIECE: Final = 1 << 20
_LOCAL_HEADER: Final = 30
_FIRST_BYTES: Final = b"PK\x03\x04"
_PACKAGE_PARTS: Final = frozenset(
    {"[Content_Types].xml", "mimetype", "META-INF/container.xml", "META-INF/manifest.xml"}
)
_ARCHIVES: Final = frozenset(
    {"zip", "7z", "rar", "tar", "gz", "tgz", "bz2", "tbz", "xz", "txz", "zst", "jar", "cab", "iso"}
)
_OF_FILE_SYSTEMS: Final = frozenset({"thumbs.db", "desktop.ini", "__macosx"})
_ADVICE: Final = "Pack it anew, or unpack it and import what is in it."

HIDDEN: Final = "is hidden, or kept by a file system"
LEADS_OUT: Final = "has a name that leads out of the archive"
LINK: Final = "is a link or a device, and no file"
LOCKED: Final = "wants a password"
NESTED: Final = "is an archive in the archive: import it by itself"
EMPTY: Final = "is empty"
TWICE: Final = "has the name of a later one"
LARGE: Final = f"unpacks to more than {LARGEST_MEMBER >> 20} MB"
PACKED_OFTEN: Final = f"unpacks to over {_MOST_RATIO} times its size"
UNKNOWN_PACKING: Final = "is packed in a way that is not read"
DAMAGED: Final = "is damaged"
BEYOND: Final = f"stands beyond the first {MOST_MEMBERS}, which are as many as are taken of an archive"


class _UnreadableError(Exception):
    """A member is not taken, for the cause that it says."""


@dataclass
class _Members:
    """The members that are taken, by their paths, and why others are not."""

    taken: dict[PurePosixPath, zipfile.ZipInfo] = field(default_factory=dict)
    left_out: Omissions = field(default_factory=Omissions)


def read_archive(path: Path, progress: Callable[[int, int], None], folder: str) -> dict[str, Any]:
    """Unpack the members into ``folder``, under numbers for names.

    Returns ``members``, each with the name of its ``file``, its own ``name`` and ``folders``, and ``left_out``.

    Raises:
        EmptyContent: no bytes, or no member that can be imported.
        UnsupportedContent: no ZIP archive, or a document that is packed as one.
        EncryptedContent: all of it wants a password.
        CorruptContent: it is damaged, or its members lie over each other.
        ContentTooLarge: it has too many parts, or too much comes out of them.
        TransientError: there is no room for what comes out of it.
    """
    if not path.stat().st_size:
        raise EmptyContent("The archive has no bytes. Check that the download or upload was complete.")
    try:
        with zipfile.ZipFile(path) as archive:
            members = _chosen(archive)
            made = list(_unpacked(archive, members, Path(folder), progress))
    except ZIP_ERRORS as error:
        raise _unreadable(path, error) from None
    if not made:
        raise _nothing(members.left_out.told())
    return {"members": made, "left_out": [each.model_dump() for each in members.left_out.told()]}


def _unreadable(path: Path, error: Exception) -> CorruptContent | UnsupportedContent:
    """The list of the members stands at the end: where a download broke off, there is a beginning only."""
    if zipfile.is_zipfile(path):
        return CorruptContent(f"The archive cannot be unpacked: {error}. {_ADVICE}")
    with path.open("rb") as file:
        begins = file.read(len(_FIRST_BYTES))
    if begins == _FIRST_BYTES:
        return CorruptContent("The archive breaks off before its end. Download or copy it again.")
    return UnsupportedContent(f"The file is no ZIP archive, whatever its name says. {_ADVICE}")


def _nothing(left_out: list[LeftOut]) -> EmptyContent | EncryptedContent:
    if [each.cause for each in left_out] == [LOCKED]:
        return EncryptedContent("The archive wants a password. Unpack it, and import what is in it.")
    said = "; ".join(f"{each.count} {each.cause} ({', '.join(each.names)})" for each in left_out)
    return EmptyContent(f"The archive holds nothing to import{f': {said}' if said else ''}. {_ADVICE}")


def _chosen(archive: zipfile.ZipFile) -> _Members:
    parts = archive.infolist()
    _check(parts)
    members = _Members()
    for part, name in zip(parts, names_of(parts), strict=True):
        path = PurePosixPath(name.replace("\\", "/"))
        if name.endswith(("/", "\\")):
            continue
        if cause := _refused(part, path):
            members.left_out.add(cause, names=[str(path)])
            continue
        if members.taken.pop(path, None):
            members.left_out.add(TWICE, names=[str(path)])
        members.taken[path] = part
    for path in list(members.taken)[MOST_MEMBERS:]:
        del members.taken[path]
        members.left_out.add(BEYOND, names=[str(path)])
    return members


def _check(parts: list[zipfile.ZipInfo]) -> None:
    """The sizes are those that the archive claims: zipfile never unpacks more than that, and checks the sum."""
    if len(parts) > _MOST_PARTS:
        raise ContentTooLarge(f"The archive has over {_MOST_PARTS} parts: it is made to harm. {_ADVICE}")
    if _PACKAGE_PARTS & {part.filename for part in parts}:
        raise UnsupportedContent(
            "The file is a document, which is packed as an archive is. Give it the ending of its kind (.docx, .epub, "
            ".odt …) and import that."
        )
    if sum(part.file_size for part in parts) > MOST_BYTES:
        raise ContentTooLarge(f"Unpacked, the archive has over {MOST_BYTES >> 20} MB. Split it into several.")
    placed = sorted((part.header_offset, part.compress_size) for part in parts)
    for (begins, size), (following, _) in pairwise(placed):
        if begins + _LOCAL_HEADER + size > following:
            raise CorruptContent(f"Members of the archive lie over each other: it is made to harm. {_ADVICE}")


def _refused(part: zipfile.ZipInfo, path: PurePosixPath) -> str | None:
    """Return why a member is not taken, as far as the archive's list shows."""
    mode = part.external_attr >> 16
    causes = {
        LEADS_OUT: not path.parts or path.is_absolute() or ".." in path.parts or path.parts[0][1:2] == ":",
        HIDDEN: any(each.startswith((".", "~$")) or each.lower() in _OF_FILE_SYSTEMS for each in path.parts),
        LINK: stat.S_IFMT(mode) not in (0, stat.S_IFREG),
        LOCKED: bool(part.flag_bits & _LOCKED),
        NESTED: path.suffix.lower().removeprefix(".") in _ARCHIVES,
        EMPTY: not part.file_size,
        LARGE: part.file_size > LARGEST_MEMBER,
        PACKED_OFTEN: part.file_size > max(_RATIO_FROM, _MOST_RATIO * part.compress_size),
    }
    return next((cause for cause, holds in causes.items() if holds), None)


def _unpacked(
    archive: zipfile.ZipFile, members: _Members, folder: Path, progress: Callable[[int, int], None]
) -> Iterator[dict[str, Any]]:
    for number, (path, part) in enumerate(members.taken.items()):
        file = folder / f"{number:04}"
        try:
            _write(file, _pieces(archive, part))
        except _UnreadableError as error:
            members.left_out.add(str(error), names=[str(path)])
        else:
            yield {"file": file.name, "name": path.name, "folders": list(path.parts[:-1])}
        progress(number + 1, len(members.taken))


def _pieces(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield what a member unpacks to. Raises _UnreadableError."""
    try:
        with archive.open(part) as packed:
            while piece := packed.read(_PIECE):
                yield piece
    except NotImplementedError as error:
        raise _UnreadableError(UNKNOWN_PACKING) from error
    except ZIP_ERRORS as error:
        raise _UnreadableError(DAMAGED) from error


def _write(file: Path, pieces: Iterator[bytes]) -> None:
    """Raises TransientError where there is no room, and what the pieces raise."""
    try:
        with file.open("wb") as written:
            written.writelines(pieces)
    except OSError as error:
        raise TransientError(f"There is no room for what the archive holds: {error.strerror}.") from error
