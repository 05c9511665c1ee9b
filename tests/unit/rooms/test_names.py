"""In core, a file's name means one thing, in whatever rooms it stands; the glossary says what."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
CORE = ROOT / "layers" / "core" / "src" / "williams"
GLOSSARY = ROOT / "docs" / "reference" / "glossary.md"
# Each is named after what it adds to the schema.
MIGRATIONS = Path("adapters/postgres/migrations/versions")
_ROW = re.compile(r"^\| `(\w+)\.py` \| (.+?) \| (.+?) \|$", re.MULTILINE)


def shared() -> dict[str, set[str]]:
    """Return the folders of every file name that stands in several of them."""
    folders: defaultdict[str, set[str]] = defaultdict(set)
    for path in CORE.rglob("*.py"):
        folder = path.relative_to(CORE).parent
        if path.stem != "__init__" and folder != MIGRATIONS:
            folders[path.stem].add(folder.as_posix())
    return {name: found for name, found in folders.items() if len(found) > 1}


def test_each_name_that_is_shared_is_one_concept_of_the_glossary() -> None:
    rows = _ROW.findall(GLOSSARY.read_text("utf-8"))
    assert {name: set(folders.replace("`", "").split(", ")) for name, _, folders in rows} == shared()
    assert all(meaning.strip() for _, meaning, _ in rows)


def test_every_place_in_the_glossary_is_there() -> None:
    places = re.findall(r"`([\w./]+\.py)`", GLOSSARY.read_text("utf-8"))
    whole = [place for place in places if "/" in place]
    assert len(whole) > 20
    assert [place for place in whole if not (CORE / place).is_file() and not (ROOT / place).is_file()] == []
