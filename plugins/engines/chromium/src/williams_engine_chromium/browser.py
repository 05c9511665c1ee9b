"""One browser for one page: a process group and a profile of its own, both gone when it is left."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
import stat
import tempfile
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from williams_engine_chromium.devtools import LONGEST_MESSAGE, DevTools
from williams_engine_chromium.memory import private_bytes

_NOBODY: Final = 65534
_EVERYBODYS: Final = Path("/tmp")  # the profile in it is a new folder, and its owner's alone
_WATCH_SECONDS: Final = 0.25
_WORDS: Final = 4000
# The protocol speaks by the file descriptors 3 and 4: those of standard input and output, which are pipes to us.
_START: Final = 'exec "$@" 3<&0 4>&1 </dev/null >/dev/null'
_FLAGS: Final = (
    "--headless",
    "--remote-debugging-pipe",
    # Nothing goes to the network but by the proxy, which resolves the names: not what is of this machine either, nor
    # UDP, by which WebRTC and QUIC would go past it.
    "--proxy-bypass-list=<-loopback>",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-quic",
    "--dns-prefetch-disable",
    # It does nothing of its own accord.
    "--no-first-run",
    "--no-default-browser-check",
    "--no-pings",
    "--disable-background-networking",
    "--disable-breakpad",
    "--disable-crash-reporter",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-extensions",
    "--disable-sync",
    "--disable-features=MediaRouter,OptimizationHints,Translate,WebBluetooth,WebUSB",
    "--metrics-recording-only",
    "--password-store=basic",
    "--use-mock-keychain",
    # Only text is read.
    "--blink-settings=imagesEnabled=false",
    "--autoplay-policy=user-gesture-required",
    "--deny-permission-prompts",
    "--mute-audio",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--window-size=1280,2000",
)


@dataclass(frozen=True)
class Launch:
    """How a browser is started. ``memory_bytes`` is what all of its processes may take for themselves."""

    program: str
    proxy: str
    sandbox: bool
    memory_bytes: int


class Browser:
    """``devtools`` speaks to it. ``outgrown`` says whether it was ended because of its memory."""

    def __init__(self, process: Process, devtools: DevTools) -> None:
        self.devtools = devtools
        self.outgrown = False
        self._process = process

    async def last_words(self) -> str:
        """Return the end of what it said on standard error, once it has ended."""
        assert self._process.stderr is not None
        said = b""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(1):
                while block := await self._process.stderr.read(_WORDS):
                    said = (said + block)[-_WORDS:]
        return said.decode("utf-8", "replace").strip()

    async def watch(self, most_bytes: int) -> None:
        """End it when its processes take more memory than that."""
        while True:
            if private_bytes(self._process.pid) > most_bytes:
                self.outgrown = True
                self.kill()
                return
            await asyncio.sleep(_WATCH_SECONDS)

    def kill(self) -> None:
        """End all of its processes, which share a group."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)


@asynccontextmanager
async def opened(launch: Launch) -> AsyncIterator[Browser]:
    """Start a browser; when it is left, its processes and all that it wrote are gone. Raises OSError."""
    place = profiles_folder()
    with tempfile.TemporaryDirectory(prefix="williams-browser-", dir=place, ignore_cleanup_errors=True) as profile:
        process = await _started(launch, Path(profile))
        assert process.stdout is not None
        assert process.stdin is not None
        browser = Browser(process, DevTools(process.stdout, process.stdin))
        tasks = [asyncio.ensure_future(browser.devtools.run())]
        tasks.append(asyncio.ensure_future(browser.watch(launch.memory_bytes)))
        try:
            yield browser
        finally:
            browser.kill()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await process.wait()


async def _started(launch: Launch, profile: Path) -> Process:
    sandbox = () if launch.sandbox else ("--no-sandbox",)
    own = (f"--user-data-dir={profile}", f"--proxy-server=http://{launch.proxy}", *sandbox)
    heap = f"--js-flags=--max-old-space-size={launch.memory_bytes // 2 // 2**20}"
    return await asyncio.create_subprocess_exec(
        *("/bin/sh", "-c", _START, "sh", launch.program, *_FLAGS, *own, heap, "about:blank"),
        stdin=PIPE,
        stdout=PIPE,
        stderr=PIPE,
        limit=LONGEST_MESSAGE,
        cwd=profile,
        # None of the library's own variables: a page that breaks out finds no credentials.
        env={"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(profile), "TMPDIR": str(profile), "LANG": "C.UTF-8"},
        start_new_session=True,
        **_user(profile),
    )


def profiles_folder() -> Path:
    """Where profiles stand: among other temporary files, unless the browser is nobody's and does not get there."""
    usual = Path(tempfile.gettempdir())
    if os.geteuid() != 0 or all(folder.stat().st_mode & stat.S_IXOTH for folder in (usual, *usual.parents)):
        return usual
    return _EVERYBODYS


def _user(profile: Path) -> dict[str, Any]:
    """Chromium's sandbox does not start for root: there the browser is nobody's."""
    if os.geteuid() != 0:
        return {}
    shutil.chown(profile, _NOBODY, _NOBODY)
    return {"user": _NOBODY, "group": _NOBODY, "extra_groups": []}
