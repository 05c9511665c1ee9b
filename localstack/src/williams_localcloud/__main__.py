"""`python -m williams_localcloud up|down|status [--json] [--root DIR] [--services NAME]`."""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from williams_localcloud.cloud import CloudInfo, LocalCloud
from williams_localcloud.errors import LocalCloudError
from williams_localcloud.outside import EMBEDDED, PRESETS
from williams_localcloud.paths import LocalPaths, find_root
from williams_localcloud.supervisor import ServiceStatus

FAILED, NOT_RUNNING = 1, 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit codes: 0 done (`status`: everything is healthy), 1 failed, 3 `status` found something not running."""
    options = _parser().parse_args(arguments)
    began = time.monotonic()

    def report(line: str) -> None:
        print(f"[{time.monotonic() - began:5.1f} s] {line}", file=sys.stderr, flush=True)

    try:
        root = options.root.resolve() if options.root else find_root(Path.cwd())
        cloud = LocalCloud(LocalPaths(root), report)
        return int(COMMANDS[options.command](cloud, options))
    except LocalCloudError as error:
        print(f"error: {error}", file=sys.stderr)
        return FAILED


def _up(cloud: LocalCloud, options: argparse.Namespace) -> int:
    info = cloud.up(options.services)
    if options.json:
        print(json.dumps(asdict(info), indent=2))
    else:
        print(_summary(info))
    return 0


def _summary(info: CloudInfo) -> str:
    return f"api_url  {info.api_url}\nws_url   {info.ws_url}\ntoken    {info.token}\nbucket   {info.bucket}"


def _down(cloud: LocalCloud, options: argparse.Namespace) -> int:
    killed = cloud.down()
    if options.json:
        print(json.dumps({"killed": killed}))
    else:
        print(f"stopped; had to kill {', '.join(killed)}" if killed else "stopped; the data stays in .local")
    return 0


def _status(cloud: LocalCloud, options: argparse.Namespace) -> int:
    statuses = cloud.status()
    if options.json:
        print(json.dumps([asdict(status) for status in statuses], indent=2))
    else:
        print("\n".join(_line(status) for status in statuses))
    return 0 if all(status.healthy for status in statuses) else NOT_RUNNING


def _line(status: ServiceStatus) -> str:
    health = "healthy" if status.healthy else ("not answering" if status.running else "stopped")
    ports = " ".join(f"{purpose}:{port}" for purpose, port in status.ports.items())
    return f"{status.name:<10} {health:<14} pid {status.pid or '-':<8} {status.memory_mb:>5} MB  {ports}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m williams_localcloud", description=__doc__)
    parser.add_argument("command", choices=sorted(COMMANDS))
    parser.add_argument("--json", action="store_true", help="print JSON for programs")
    parser.add_argument("--root", type=Path, help="the repository's root (default: found from here upwards)")
    parser.add_argument(
        "--services",
        metavar="NAME",
        help=f"for up: {EMBEDDED}, a file of {PRESETS}, or the path of one like them (default: as before)",
    )
    return parser


COMMANDS = {"up": _up, "down": _down, "status": _status}

if __name__ == "__main__":
    sys.exit(main())
