"""The migrations form one line: two that were written side by side are put one behind the other."""

from __future__ import annotations

import warnings

from alembic.script import ScriptDirectory

from williams.adapters.postgres import migrations


def test_each_migration_follows_one_other() -> None:
    (folder,) = migrations.__path__
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = list(ScriptDirectory(folder).walk_revisions())
    assert [each.revision for each in reversed(found)] == [f"{number:04d}" for number in range(1, len(found) + 1)]
