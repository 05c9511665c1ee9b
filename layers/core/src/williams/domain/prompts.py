"""Instructions for language models: files with a version, filled in and traceable."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final, Self

from pydantic import BaseModel, ConfigDict, Field

FOLDER: Final = "prompts"
_NAME = re.compile(r"(?P<name>[a-z][a-z0-9_-]*)\.v(?P<version>[1-9]\d*)\.md")


class Prompt(BaseModel):
    """One file of instructions, filled in. ``sha256`` is that of the file as it stands, without what is filled in.

    ``given`` are words of sources and users, such as a title: a model is shown them as data, not as instructions.
    """

    model_config = ConfigDict(frozen=True)

    name: str
    version: int
    sha256: str
    text: str
    given: dict[str, str] = Field(default_factory=dict)

    @classmethod
    def read(cls, package: str, file: str, given: dict[str, str] | None = None, **values: object) -> Self:
        """Read ``prompts/<file>`` of a package, named ``<name>.v<number>.md``, and fill in ``{value}``.

        Raises ValueError for a file of another name, KeyError for a value that is missing.
        """
        found = _NAME.fullmatch(file)
        if found is None:
            raise ValueError(f"{file!r} is no name of a prompt such as summary.v1.md")
        raw = (files(package) / FOLDER / file).read_text(encoding="utf-8")
        return cls(
            name=found["name"],
            version=int(found["version"]),
            sha256=_sha256(raw),
            text=raw.format(**values),
            given=given or {},
        )

    @property
    def label(self) -> str:
        """What provenance records: ``conversation v1 sha256:0123456789abcdef``."""
        return f"{self.name} v{self.version} sha256:{self.sha256[:16]}"


def prompts_of(module: str) -> str:
    """Return one hash over all prompts of the package that a module belongs to; empty where it has none."""
    folder = files(module.partition(".")[0]) / FOLDER
    if not folder.is_dir():
        return ""
    found = sorted(_files(folder), key=lambda file: file.name)
    return _sha256("\x00".join(f"{file.name}\x00{file.read_text(encoding='utf-8')}" for file in found))


def _files(folder: Traversable) -> Iterator[Traversable]:
    return (file for file in folder.iterdir() if _NAME.fullmatch(file.name))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
