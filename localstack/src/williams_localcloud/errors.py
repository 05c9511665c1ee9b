"""What can go wrong in the local cloud, each with what to do about it in its message."""

from pathlib import Path

TAIL_LINES = 25


class LocalCloudError(Exception):
    """The local cloud cannot do what was asked; the message says why and what to do."""


class StartError(LocalCloudError):
    """A process did not become healthy in time."""

    def __init__(self, name: str, reason: str, log: Path) -> None:
        super().__init__(f"{name} did not start: {reason}\n--- last lines of {log}\n{tail(log)}")


class DeployError(LocalCloudError):
    """Synthesis or a CloudFormation stack failed."""


def tail(log: Path, lines: int = TAIL_LINES) -> str:
    """The last `lines` lines of a log file, or a note that there is none."""
    if not log.exists():
        return "(no log was written)"
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])
