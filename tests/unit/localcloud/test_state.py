from pathlib import Path

import pytest

from williams_localcloud import state as state_module
from williams_localcloud.state import ProcessRecord, State


@pytest.fixture
def ports(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ports 20001, 20002… instead of a search on this machine."""
    monkeypatch.setattr(state_module, "choose_port", lambda taken: max(taken, default=20000) + 1)


@pytest.mark.usefixtures("ports")
def test_a_port_is_chosen_once_and_remembered(tmp_path: Path) -> None:
    first = State.load(tmp_path / "state.json")
    chosen = {purpose: first.port(purpose) for purpose in ("postgres", "bolt")}

    again = State.load(tmp_path / "state.json")

    assert chosen == {"postgres": 20001, "bolt": 20002}
    assert {purpose: again.port(purpose) for purpose in ("postgres", "bolt")} == chosen


@pytest.mark.usefixtures("ports")
def test_a_renewed_port_differs_and_is_saved(tmp_path: Path) -> None:
    state = State.load(tmp_path / "state.json")
    before = state.port("postgres")

    state.renew_port("postgres")

    assert State.load(tmp_path / "state.json").port("postgres") == state.port("postgres") != before


def test_processes_are_remembered_until_forgotten(tmp_path: Path) -> None:
    state = State.load(tmp_path / "state.json")
    record = ProcessRecord(pid=42, started=1.5)

    state.record("graph", record)
    assert State.load(tmp_path / "state.json").processes == {"graph": record}

    state.forget("graph")
    assert State.load(tmp_path / "state.json").processes == {}


def test_the_file_is_for_its_owner_only(tmp_path: Path) -> None:
    State.load(tmp_path / "state.json").record("graph", ProcessRecord(1, 1.0))

    assert (tmp_path / "state.json").stat().st_mode & 0o777 == 0o600


def test_it_remembers_for_what_the_stores_were_prepared(tmp_path: Path) -> None:
    state = State.load(tmp_path / "state.json")
    assert state.prepared == ""

    state.mark_prepared("fingerprint")
    state.record("postgres", ProcessRecord(1, 1.0))

    assert State.load(tmp_path / "state.json").prepared == "fingerprint"
