"""Fonts for every script: which ones a text needs, as model files and as families by their names."""

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, Protocol

from williams.domain.language_codes import primary_language
from williams.domain.model_files import ModelFile, Packaged, PackagedPart

_TRADITIONAL: Final = frozenset({"hant", "tw", "mo"})
# Unicode gives one code point to characters that are drawn in another way in each of these languages.
_DRAWN_FOR: Final = {"ja": "JP", "ko": "KR", "zh": "SC", "yue": "HK"}


class FontFiles(Protocol):
    """What brings model files: ``ModelFilesPort`` does."""

    def path(self, name: str) -> Path: ...


@dataclass(frozen=True)
class Font:
    """A file with one family, or with one for each language that draws the same letters in its own way."""

    file: ModelFile
    families: tuple[str, ...]
    letters: str

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(f"[{self.letters}]")

    def is_for(self, text: str) -> bool:
        """Whether the text has letters of its scripts; whether the font has each of them only the file says."""
        return bool(self._pattern.search(text))

    def drawn_for(self, language: str) -> tuple[str, ...]:
        """Return its families, that of a BCP 47 tag's language first."""
        ending = f" {_drawing(language)}"
        return tuple(sorted(self.families, key=lambda family: not family.endswith(ending)))


def _read(said: dict[str, Any]) -> Font:
    origin = Packaged(parts=(PackagedPart(package=said["package"], path=said["path"]),))
    file = ModelFile(name=said["name"], sha256=said["sha256"], size=said["size"], origin=origin)
    return Font(file, tuple(said["families"]), said["letters"])


FONTS: Final = tuple(map(_read, tomllib.loads((files(__package__) / "fonts.toml").read_text("utf-8"))["font"]))
FONT_FILES: Final = tuple(font.file for font in FONTS)
"""What a plugin or engine declares as its model files when it shows titles and texts in any script."""


def fonts_for(texts: Iterable[str]) -> list[Font]:
    """Return the fonts that texts need beside one with Latin letters."""
    letters = "".join(sorted(set().union(*texts)))
    return [font for font in FONTS if font.is_for(letters)]


def families_for(fonts: Sequence[Font], language: str) -> list[str]:
    """Return the names of their families, in the order in which letters are looked for."""
    return [family for font in fonts for family in font.drawn_for(language)]


@dataclass(frozen=True)
class FontCase:
    """A folder with the fonts that texts need, under names by which programs know them. It has to exist."""

    files: FontFiles
    folder: Path

    def take(self, texts: Iterable[str]) -> list[Font]:
        """Bring the fonts that texts need beside one with Latin letters, and return them."""
        needed = fonts_for(texts)
        for font in needed:
            place = self.folder / font.file.name
            if not place.exists():
                _put(self.files.path(font.file.name), place)
        return needed


def _put(file: Path, place: Path) -> None:
    """Give a file another name: programs follow a symbolic link and then miss the ending that makes it a font."""
    try:
        place.hardlink_to(file)
    except OSError:  # of another disk, or of somebody else
        shutil.copyfile(file, place)


def _drawing(language: str) -> str:
    parts = {part.lower() for part in language.split("-")[1:]}
    if primary_language(language) == "zh" and "hk" in parts:
        return "HK"
    if primary_language(language) == "zh" and parts & _TRADITIONAL:
        return "TC"
    return _DRAWN_FOR.get(primary_language(language), "")
