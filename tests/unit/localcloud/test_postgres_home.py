import os
from pathlib import Path

import pytest

from williams_localcloud import postgres_home
from williams_localcloud.errors import LocalCloudError
from williams_localcloud.paths import LocalPaths
from williams_localcloud.postgres_home import find_home, others_may_enter


@pytest.fixture
def paths(tmp_path: Path) -> LocalPaths:
    paths = LocalPaths(tmp_path)
    paths.create()
    return paths


def test_an_ordinary_user_runs_it_in_the_clone(paths: LocalPaths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    home = find_home(paths)

    assert home.data == paths.root / ".local" / "postgres" / "data"
    assert home.account is None
    assert (home.bin / "initdb").is_file()


def test_a_private_folder_above_keeps_others_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "parents", property(lambda _: [tmp_path]))
    inner = tmp_path / "inner"
    inner.mkdir()
    tmp_path.chmod(0o755)
    assert others_may_enter(inner)

    tmp_path.chmod(0o700)
    assert not others_may_enter(inner)


def test_root_without_an_unprivileged_account_is_told_what_to_do(
    paths: LocalPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(postgres_home, "UNPRIVILEGED", "no-such-account")

    with pytest.raises(LocalCloudError, match="Start the local cloud as an ordinary user"):
        find_home(paths)


def test_a_lost_relocated_home_is_not_replaced_silently(paths: LocalPaths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(postgres_home, "others_may_enter", lambda _: False)
    (paths.local / "postgres-home.json").write_text('{"home": "/nowhere/at/all"}')

    with pytest.raises(LocalCloudError, match="is gone"):
        find_home(paths)
