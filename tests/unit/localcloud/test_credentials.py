from pathlib import Path

from williams_localcloud.credentials import load_or_create
from williams_localcloud.files import create_private_json


def test_they_are_made_once_each_different_and_private(tmp_path: Path) -> None:
    file = tmp_path / "credentials.json"

    made = load_or_create(file)

    assert load_or_create(file) == made
    assert len(set(vars(made).values())) == len(vars(made)) == 4
    assert file.stat().st_mode & 0o777 == 0o600


def test_of_two_that_create_at_once_the_first_wins(tmp_path: Path) -> None:
    file = tmp_path / "credentials.json"
    first = load_or_create(file)

    create_private_json(file, {"postgres_password": "second"})

    assert load_or_create(file) == first
    assert [entry.name for entry in tmp_path.iterdir()] == ["credentials.json"]


def test_what_an_older_version_did_not_make_is_added(tmp_path: Path) -> None:
    file = tmp_path / "credentials.json"
    file.write_text('{"postgres_password": "old"}')

    completed = load_or_create(file)

    assert completed.postgres_password == "old"
    assert len(completed.api_token) == 32
    assert load_or_create(file) == completed
