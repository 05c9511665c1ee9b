from pathlib import Path

import pytest

from williams_localcloud.fingerprint import fingerprint

CONTEXT = {"stage": "local"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("infra/app.py", "functions/api/handler.py", "layers/core/src/x.py", "uv.lock"):
        _write(tmp_path / name, "1")
    return tmp_path


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


@pytest.mark.parametrize("name", ["infra/app.py", "layers/core/src/x.py", "plugins/imports/pdf/new.py", "uv.lock"])
def test_a_changed_input_changes_it(root: Path, name: str) -> None:
    before = fingerprint(root, CONTEXT)
    _write(root / name, "2")
    assert fingerprint(root, CONTEXT) != before


@pytest.mark.parametrize("name", ["functions/api/__pycache__/handler.pyc", "layers/core/build/x.py", "docs/x.md"])
def test_what_is_not_deployed_does_not(root: Path, name: str) -> None:
    before = fingerprint(root, CONTEXT)
    _write(root / name, "2")
    assert fingerprint(root, CONTEXT) == before


def test_a_moved_file_changes_it(root: Path) -> None:
    before = fingerprint(root, CONTEXT)
    (root / "functions/api/handler.py").rename(root / "functions/api/main.py")
    assert fingerprint(root, CONTEXT) != before


def test_another_context_changes_it(root: Path) -> None:
    assert fingerprint(root, CONTEXT) != fingerprint(root, {"stage": "prod"})
