"""Small files that must be whole or absent, and readable by their owner only."""

import json
import os
from pathlib import Path
from typing import Any


def write_private(path: Path, text: str) -> None:
    """Write `text` so that a reader sees the old or the new file, never half of one, with mode 0600."""
    _draft(path, text).replace(path)


def create_private_json(path: Path, value: Any) -> None:
    """Like `write_private_json`, but whoever comes second changes nothing."""
    draft = _draft(path, _dumped(value))
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink()


def write_private_json(path: Path, value: Any) -> None:
    """`write_private` of a JSON document."""
    write_private(path, _dumped(value))


def read_json(path: Path) -> Any:
    """The JSON document in `path`, or None when there is no such file."""
    if not path.exists():
        return None
    return json.loads(path.read_text(encoding="utf-8"))


def _dumped(value: Any) -> str:
    return json.dumps(value, indent=2, sort_keys=True) + "\n"


def _draft(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return draft
