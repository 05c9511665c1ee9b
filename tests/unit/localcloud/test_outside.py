"""Services that run elsewhere: naming them, remembering them, and asking whether they are there."""

from __future__ import annotations

import shutil
import socket
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
        ('[qdrant]\nurl = "localhost:6333"', "'localhost:6333' is not a URL that begins with one of"),
        ('[postgres]\nurl = "mysql://h/d"', "is not a URL that begins with one of"),
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


def test_each_is_asked_at_its_own_port_or_that_of_its_scheme(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, int]] = []

    class Connection:
        def close(self) -> None: ...

    def connect(address: tuple[str, int], **_: float) -> Connection:
        asked.append(address)
        return Connection()

    monkeypatch.setattr(socket, "create_connection", connect)
    Outside(
        OutsidePostgres("postgresql+pg8000://u:p@db/library"),
        OutsideGraph("neo4j+s://graph", "u", "p", "d"),
        OutsideQdrant("https://qdrant:6333"),
    ).check()
    assert asked == [("db", 5432), ("graph", 7687), ("qdrant", 6333)]


def test_one_that_is_not_there_is_named_with_the_way_back(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise ConnectionRefusedError("refused")

    monkeypatch.setattr(socket, "create_connection", refuse)
    with pytest.raises(LocalCloudError, match=r"outside qdrant does not answer at h:80: refused.*SERVICES=embedded"):
        Outside(qdrant=OutsideQdrant("http://h")).check()
