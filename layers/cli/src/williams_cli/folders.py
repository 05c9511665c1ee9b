"""Folders that are named in the place of the files in them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from williams_client.names import readable


@dataclass
class Unfolded:
    """What is to be imported, and what is said of the folders that it was found in."""

    sources: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def unfolded(sources: Iterable[str]) -> Unfolded:
    """Put the files of a folder and those below it, by name, in its place; hidden ones are left out and counted.

    A folder without others stays as it is, as does one below that may not be read. Links to folders are not followed.
    """
    found = Unfolded()
    for source in sources:
        if "://" in source or not source or not Path(source).expanduser().is_dir():
            found.sources.append(source)
            continue
        closed: list[str] = []
        files = list(_files(Path(source).expanduser(), closed))
        shown = [str(path) for path, is_hidden in files if not is_hidden] + closed
        found.sources += shown or [source]
        if hidden := sum(is_hidden for _, is_hidden in files):
            told = f"{hidden} hidden files were" if hidden > 1 else "1 hidden file was"
            found.notes.append(f"{readable(source)}: {told} left out.")
    found.sources = [*dict.fromkeys(found.sources)]
    return found


def _files(folder: Path, closed: list[str]) -> Iterator[tuple[Path, bool]]:
    """Yield the files with whether they are hidden, or in a folder that is; ``closed`` gets folders that stay shut."""
    for place, folders, names in os.walk(folder, onerror=lambda error: closed.append(error.filename)):
        folders.sort()
        below = Path(place).relative_to(folder).parts
        for name in sorted(names):
            yield Path(place, name), any(part.startswith(".") for part in (*below, name))
