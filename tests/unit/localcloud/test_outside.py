"""Services that run elsewhere: naming them, remembering them, and asking whether they are there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.unit.localcloud.test_compose import ROOT
from williams_localcloud.errors import LocalCloudError
from williams_localcloud.outside import (
    Outside,
    OutsideEmulator,
    OutsideGraph,
    OutsidePostgres,
    OutsideQdrant,
    enforce,
    in_force,
    named,
)

POSTGRES = '[postgres]\nurl = "postgresql://u:p@db.example/library"\n'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "localstack" / "services", tmp_path / "localstack" / "services")
    return tmp_path


def test_a_preset_is_named_by_its_files_stem(root: Path) -> None:
    assert set(named("compose", root).urls) == {"postgres", "graph", "qdrant", "emulator"}


def test_a_file_may_name_some_services_only(root: Path) -> None:
    file = root / "mine.toml"
    file.write_text(POSTGRES)
    assert named(str(file), root) == Outside(postgres=OutsidePostgres("postgresql://u:p@db.example/library"))


def test_embedded_is_none_of_them(root: Path) -> None:
    assert named("embedded", root) == Outside()


def test_a_file_that_is_no_text_is_refused(root: Path) -> None:
    file = root / "mine.toml"
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(LocalCloudError, match="does not name services"):
        named(str(file), root)


def test_an_unknown_name_is_answered_with_those_that_there_are(root: Path) -> None:
    with pytest.raises(LocalCloudError, match="no services 'compos': give embedded, compose or the path"):
        named("compos", root)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[postgres", "Expected ']'"),
        ("[mysql]", "mysql is none of postgres, graph, qdrant, emulator"),
        ("postgres = 1", "postgres is not a table"),
        ("[postgres]\nurl = 5432", "takes the texts url; look at url"),
        ("[postgres]", "takes the texts url; look at url"),
        ('[postgres]\nurl = "postgresql://h/d"\nuser = "me"', "look at user"),
        ('[graph]\nurl = "bolt://h"\nuser = "neo4j"', "look at database, password"),
        (
            '[qdrant]\nurl = "localhost:6333"',
            "[qdrant] has the url 'localhost:6333', which does not begin with http or https://",
        ),
        ('[postgres]\nurl = "mysql://h/d"', "does not begin with postgresql://"),
        ('[postgres]\nurl = "http://h/d"', "does not begin with postgresql://"),
        ('[graph]\nurl = "bolt://u:p@h"\nuser = "u"\npassword = "p"\ndatabase = "d"', "apart from the url"),
        ('[emulator]\nurl = "http://emulator.example:4566"', "has to be on this machine"),
    ],
)
def test_what_a_file_gets_wrong_is_said(root: Path, text: str, said: str) -> None:
    file = root / "mine.toml"
    file.write_text(text)
    with pytest.raises(LocalCloudError) as caught:
        named(str(file), root)
    assert str(caught.value).startswith(f"{file} does not name services: ")
    assert said in str(caught.value)


@pytest.mark.parametrize(
    "chosen",
    [
        Outside(),
        Outside(graph=OutsideGraph("bolt://h", "u", "p", "d")),
        Outside(OutsidePostgres("postgresql://h/d"), None, OutsideQdrant("http://h"), OutsideEmulator("http://h:1")),
    ],
)
def test_the_choice_is_remembered_privately(tmp_path: Path, chosen: Outside) -> None:
    file = tmp_path / "services.json"
    enforce(chosen, file)
    assert in_force(file) == chosen
    assert file.stat().st_mode & 0o777 == 0o600


def test_at_first_everything_is_the_local_clouds_own(tmp_path: Path) -> None:
    assert in_force(tmp_path / "services.json") == Outside()


CHOSEN = Outside(
    OutsidePostgres("postgresql+pg8000://u:p@db/library"),
    OutsideGraph("neo4j+s://graph", "u", "p", "d"),
    OutsideQdrant("https://qdrant", "key"),
    OutsideEmulator("http://127.0.0.1:4566"),
)


def test_each_is_asked_at_its_own_port_or_that_of_its_scheme(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, int]] = []
    monkeypatch.setattr("williams_localcloud.outside._connect", lambda host, port: asked.append((host, port)))
    monkeypatch.setattr("williams_localcloud.outside.get", lambda *_: b"{}")
    CHOSEN.check()
    assert asked == [("db", 5432), ("graph", 7687), ("qdrant", 6333), ("127.0.0.1", 4566)]


def test_one_that_is_not_there_is_named_with_the_way_back(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise ConnectionRefusedError("refused")

    monkeypatch.setattr("williams_localcloud.outside._connect", refuse)
    with pytest.raises(LocalCloudError, match=r"outside postgres does not answer at db:5432: refused.*=embedded"):
        CHOSEN.check()
    assert CHOSEN.answering() == dict.fromkeys(("postgres", "graph", "qdrant", "emulator"), False)


def test_a_qdrant_that_refuses_the_key_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("williams_localcloud.outside._connect", lambda *_: None)
    monkeypatch.setattr("williams_localcloud.outside.get", lambda *_: None)
    with pytest.raises(LocalCloudError, match="is not Qdrant, or refuses the api_key"):
        CHOSEN.check()
    assert CHOSEN.answering() == dict.fromkeys(("postgres", "graph", "qdrant", "emulator"), True)
