"""The table of attacks on readers: each is refused in words, or read without what it wanted."""

from __future__ import annotations

import os
import socket
from collections import Counter
from pathlib import Path

import pytest
from williams_import_document.document import read_document
from williams_import_document.kinds import kind_by_name

from tests.security import bad_documents, bad_office, bad_pages, bad_pdfs, bad_pictures
from tests.security.attacks import SECRET, Attack, table
from tests.security.hostile_answers import ANSWERS
from williams.domain.errors import PermanentError

TABLE = table()
LEAST_AT_ALL = 150
LEAST_SAID = 20
"""Characters."""
LEAST = {
    "zip": 50,
    "path": 40,
    "xml": 50,
    "relationship": 20,
    "inclusion": 25,
    "endless": 20,
    "compound": 6,
    "polyglot": 18,
    "amplified": 4,
    "format": 5,
    "record": 6,
}


@pytest.fixture(autouse=True)
def nobody_answers(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Whoever would connect or run something is noted, and fails."""
    asked: list[object] = []

    def refuse(*given: object, **_: object) -> None:
        asked.append(given)
        raise AssertionError(f"a reader went outside: {given}")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(os, "system", refuse)
    return asked


def outcome(source: Path, kind: str, filename: str, pictures: Path) -> str:
    """Return what was read, or why nothing was, in words. Every other error is a defect."""
    pictures.mkdir()
    try:
        return str(read_document(source, lambda *_: None, kind, filename, None, str(pictures)))
    except PermanentError as error:
        return error.detail


@pytest.mark.parametrize("attack", TABLE, ids=lambda attack: attack.id)
def test_it_is_refused_or_read_without_harm(tmp_path: Path, attack: Attack, nobody_answers: list[object]) -> None:
    source = attack.written(tmp_path)
    kind = kind_by_name(attack.file)
    assert kind is not None
    said = outcome(source, kind.value, attack.file, tmp_path / "pictures")
    assert (SECRET in said, len(said) > LEAST_SAID) == (False, True)
    assert nobody_answers == []
    assert {path.name for folder in (tmp_path, source.parent) for path in folder.iterdir() if path.is_file()} == {
        "secret.txt",
        attack.file,
    }
    assert not Path("/tmp/escaped").exists()


def test_the_table_holds_what_it_promises() -> None:
    counted = Counter(attack.kind for attack in TABLE)
    assert {kind: counted[kind] >= least for kind, least in LEAST.items()} == dict.fromkeys(LEAST, True)
    assert len({attack.id for attack in TABLE}) == len(TABLE)
    in_processes = sum(len(room.ATTACKS) for room in (bad_pages, bad_documents, bad_office, bad_pdfs, bad_pictures))
    assert len(TABLE) + in_processes + len(ANSWERS) >= 2 * LEAST_AT_ALL
    assert len(TABLE) >= LEAST_AT_ALL
