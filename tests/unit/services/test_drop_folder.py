"""The drop folder: a file is imported once and answered, whatever is delivered how often and whatever breaks off."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote

import pytest

from tests.unit.plugin.samples import TextImport
from tests.unit.services.conftest import Clock
from williams.adapters.fetch.uploads import UploadFetch
from williams.domain.bucket import SWEEP_CURSOR
from williams.domain.drops import DropResult, DropStatus
from williams.domain.errors import StoreUnavailable
from williams.domain.jobs import Job, JobStatus
from williams.domain.tokens import Scope
from williams.pipeline.toolbox import Toolbox
from williams.plugin.registry import Registry
from williams.ports.objects import StoredObject
from williams.services import drop_folder as module
from williams.services.drop_folder import GRACE, DropFolder, Swept
from williams_testing.application import MemoryApplication, memory_application
from williams_testing.library import OWNER, MemoryLibrary
from williams_testing.memory.jobs import InMemoryJobs
from williams_testing.memory.objects import InMemoryObjects

KEY = f"drop/inbox/{OWNER}/notes.txt"
TEXT = b"A first paragraph stands here.\nA second one follows it."
MAX_BYTES = 1000


@dataclass(frozen=True)
class Uploads(MemoryLibrary):
    """Stages fetch uploads as they do in earnest."""

    @property
    def toolbox(self) -> Toolbox:
        return replace(super().toolbox, fetch=lambda owner: UploadFetch(self.objects, owner))


def application(objects: InMemoryObjects, clock: Clock | None = None) -> MemoryApplication:
    library = Uploads(jobs=InMemoryJobs(clock or Clock()), objects=objects)
    return memory_application(library, Registry({"import.text": TextImport()}))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(clock: Clock) -> MemoryApplication:
    return application(InMemoryObjects(), clock)


@pytest.fixture
def folder(app: MemoryApplication) -> DropFolder:
    return app.services.drop_folder


def put(app: MemoryApplication, key: str = KEY, data: bytes = TEXT) -> str:
    app.library.objects.write(key, data, "text/plain")
    return key


def results(app: MemoryApplication) -> list[DropResult]:
    keys = app.library.objects.keys("drop-results/")
    return [DropResult.model_validate_json(app.library.objects.read(key)) for key in keys]


def only(app: MemoryApplication) -> DropResult:
    (result,) = results(app)
    return result


def jobs(app: MemoryApplication) -> list[Job]:
    return app.library.jobs.jobs(OWNER, 100).items


async def run(app: MemoryApplication) -> None:
    app.services.dispatcher.dispatch()
    await app.run_executions()


async def test_a_file_is_accepted_imported_and_answered(app: MemoryApplication, folder: DropFolder) -> None:
    accepted = await folder.take(put(app))
    (job,) = jobs(app)
    assert accepted is not None
    assert only(app) == accepted
    assert (accepted.status, accepted.job_id, accepted.plugin_id) == (DropStatus.ACCEPTED, job.job_id, "import.text")
    assert (accepted.key, accepted.size, accepted.content_id) == (KEY, len(TEXT), None)
    assert app.library.objects.keys("drop/inbox/") == []
    assert app.library.objects.keys("drop/taken/") == [accepted.file]

    await run(app)
    done = only(app)
    assert (done.status, done.job_id, done.file, done.error) == (DropStatus.COMPLETED, job.job_id, None, None)
    assert app.library.catalog.content(OWNER, done.content_id or "").metadata.title == "A text"
    assert app.library.objects.keys("drop/") == []


async def test_what_its_content_says_is_said_with_the_answer(app: MemoryApplication, folder: DropFolder) -> None:
    await folder.take(put(app, data=TEXT + b"\nA bell\x07 rings."))
    assert only(app).notices == []
    await run(app)
    told = only(app)
    assert [notice.code for notice in told.notices] == ["characters-left-out"]
    assert told.notices == app.library.catalog.content(OWNER, told.content_id or "").notices


async def test_the_result_stands_beside_the_owner_under_the_files_name(
    app: MemoryApplication, folder: DropFolder
) -> None:
    await folder.take(put(app, f"drop/inbox/{OWNER}/2026/November/my notes.txt"))
    (key,) = app.library.objects.keys("drop-results/")
    assert key.startswith(f"drop-results/{OWNER}/my notes.txt.")
    assert key.endswith(".json")


async def test_its_folders_names_become_tags(app: MemoryApplication, folder: DropFolder) -> None:
    long = "x" * 51
    accepted = await folder.take(put(app, f"drop/inbox/{OWNER}/Phy\u0301sik/{long}/PHY\u0301SIK/notes.txt"))
    assert accepted is not None
    assert accepted.tags == ["ph\u00fdsik"]
    await run(app)
    done = only(app)
    assert (done.status, done.tags) == (DropStatus.COMPLETED, accepted.tags)
    assert app.library.catalog.content(OWNER, done.content_id or "").tags == accepted.tags


async def test_an_event_that_comes_again_changes_nothing(app: MemoryApplication, folder: DropFolder) -> None:
    put(app)
    first = await folder.take(KEY)
    assert await folder.take(KEY) is None
    await run(app)
    assert await folder.take(KEY) is None
    assert (len(jobs(app)), first is None) == (1, False)


class Twin(InMemoryObjects):
    """While one delivery works on a file, another one does the same, at the moment that the test chooses."""

    def __init__(self) -> None:
        super().__init__()
        self.before: dict[str, Callable[[], object]] = {}

    def _meet(self, moment: str) -> None:
        act = self.before.pop(moment, None)
        if act is not None:
            act()

    def copy(self, source: str, target: str, etag: str | None = None, size: int | None = None) -> None:
        self._meet("copy")
        super().copy(source, target, etag, size)

    def write_if_absent(self, key: str, data: bytes, media_type: str) -> bool:
        if key.startswith("drop-results/"):
            self._meet("accept")
        return super().write_if_absent(key, data, media_type)

    def delete(self, key: str, etag: str) -> None:
        self._meet("delete")
        super().delete(key, etag)


@pytest.fixture
def twin() -> Twin:
    return Twin()


@pytest.fixture
def twins(twin: Twin) -> MemoryApplication:
    return application(twin)


def in_between(app: MemoryApplication, run_it: bool) -> Callable[[], None]:
    """Another delivery, from its beginning to its end, and if so wished the job too."""

    async def act() -> None:
        await app.services.drop_folder.take(KEY)
        if run_it:
            await run(app)

    return lambda: ThreadPoolExecutor(1).submit(lambda: asyncio.run(act())).result(30)


@pytest.mark.parametrize("moment", ["copy", "accept", "delete"])
@pytest.mark.parametrize("run_it", [False, True])
async def test_two_deliveries_at_once_make_one_job(
    twins: MemoryApplication, twin: Twin, moment: str, run_it: bool
) -> None:
    put(twins)
    twin.before[moment] = in_between(twins, run_it)
    await twins.services.drop_folder.take(KEY)
    await run(twins)
    assert len(jobs(twins)) == 1
    assert only(twins).status is DropStatus.COMPLETED
    assert twin.keys("drop/") == []


@pytest.mark.parametrize("moment", ["copy", "accept", "delete"])
async def test_what_is_broken_off_is_made_good_by_the_sweep(
    twins: MemoryApplication, twin: Twin, moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise StoreUnavailable("away")

    monkeypatch.setattr(module, "GRACE", timedelta(seconds=-1))
    folder = twins.services.drop_folder
    put(twins)
    twin.before[moment] = away
    with pytest.raises(StoreUnavailable):
        await folder.take(KEY)
    await run(twins)
    assert await folder.sweep() == Swept(seen=1, answered=1)
    await run(twins)
    assert len(jobs(twins)) == 1
    assert only(twins).status is DropStatus.COMPLETED
    assert twin.keys("drop/inbox/") == twin.keys("drop/taken/") == []


async def test_another_file_in_its_place_is_another_drop(twins: MemoryApplication, twin: Twin) -> None:
    """The second one comes while the first is being copied."""
    folder = twins.services.drop_folder
    put(twins)
    twin.before["copy"] = lambda: twin.write(KEY, b"Something else.", "text/plain")
    assert await folder.take(KEY) is None
    assert jobs(twins) == []
    assert await folder.take(KEY) is not None
    twin.write(KEY, b"A third one.", "text/plain")
    assert await folder.take(KEY) is not None
    await run(twins)
    assert len(jobs(twins)) == len(results(twins)) == 2


async def test_a_file_that_comes_while_the_first_is_removed_is_kept(twins: MemoryApplication, twin: Twin) -> None:
    put(twins)
    twin.before["delete"] = lambda: twin.write(KEY, b"Something else.", "text/plain")
    await twins.services.drop_folder.take(KEY)
    assert twin.read(KEY) == b"Something else."


@pytest.mark.parametrize(
    ("key", "data", "code", "words"),
    [
        (
            f"drop/inbox/{OWNER}/song.xyz",
            b"x",
            "unknown-type",
            rf"import\.text can import 'drop/inbox/{OWNER}/song\.xyz'",
        ),
        (f"drop/inbox/{OWNER}/notes.txt", b"", "empty-content", "The file is empty"),
        (f"drop/inbox/{OWNER}/notes.txt", b"x" * (MAX_BYTES + 1), "content-too-large", "1001 bytes; at most 1000"),
        ("drop/inbox/stranger/notes.txt", b"x", "not-found", "There is no owner 'stranger'"),
        ("drop/inbox/notes.txt", b"x", "not-found", "There is no owner 'notes.txt'"),
        ("drop/inbox/../notes.txt", b"x", "not-found", r"There is no owner '\.\.'"),
        ("drop/inbox//notes.txt", b"x", "not-found", "There is no owner ''"),
        (f"drop/inbox/{'o' * 900}/notes.txt", b"x", "not-found", "There is no owner"),
        (f"drop/inbox/{OWNER}/../other/notes.txt", b"x", "invalid-request", "Rename it"),
        (f"drop/inbox/{OWNER}//notes.txt", b"x", "invalid-request", "Rename it"),
        (f"drop/inbox/{OWNER}/a\\b.txt", b"x", "invalid-request", "Rename it"),
        (f"drop/inbox/{OWNER}/a\nb.txt", b"x", "invalid-request", "Rename it"),
    ],
)
async def test_what_cannot_be_imported_is_refused_in_words(
    app: MemoryApplication, folder: DropFolder, key: str, data: bytes, code: str, words: str
) -> None:
    refused = await folder.take(put(app, key, data))
    assert refused == only(app)
    assert refused.error is not None
    assert (refused.status, refused.error.code, refused.job_id) == (DropStatus.REFUSED, code, None)
    assert re.search(words, refused.error.message)
    assert jobs(app) == []
    assert app.library.objects.read(key) == data, "it is kept where it is"
    assert app.library.objects.keys("drop/taken/") == []
    (result,) = app.library.objects.keys("drop-results/")
    assert len(result) <= 1024
    assert not {"", ".", ".."} & set(result.split("/"))
    assert await folder.take(key) is None, "once refused, it is not looked at again"


@pytest.mark.parametrize("name", ["a%2Fb.txt", "Größe 1.txt", f"{'n' * 900}.txt", "%2e%2e%2f.txt", "..txt"])
async def test_names_that_are_only_odd_are_taken(app: MemoryApplication, folder: DropFolder, name: str) -> None:
    await folder.take(put(app, f"drop/inbox/{OWNER}/{name}"))
    await run(app)
    assert only(app).status is DropStatus.COMPLETED


async def test_a_folders_mark_is_no_file(app: MemoryApplication, folder: DropFolder) -> None:
    assert await folder.take(put(app, f"drop/inbox/{OWNER}/", b"")) is None
    assert results(app) == []


async def test_a_reader_alone_is_no_owner(app: MemoryApplication, folder: DropFolder) -> None:
    app.token_of("reader", frozenset({Scope.READ}))
    refused = await folder.take(put(app, "drop/inbox/reader/notes.txt"))
    assert refused is not None
    assert refused.status is DropStatus.REFUSED


async def test_an_import_that_fails_keeps_the_file_and_says_why(app: MemoryApplication, folder: DropFolder) -> None:
    await folder.take(put(app, data=b"\n \n"))
    await run(app)
    failed = only(app)
    assert failed.status is DropStatus.FAILED
    assert failed.error is not None
    assert (failed.error.code, failed.error.message) == (
        "empty-content",
        "The source holds no text. Import one that does.",
    )
    assert app.library.objects.read(failed.file or "") == b"\n \n"


async def test_a_retry_that_succeeds_is_told_too(app: MemoryApplication, clock: Clock, folder: DropFolder) -> None:
    await folder.take(put(app, data=b"\n \n"))
    await run(app)
    failed = only(app)
    app.library.objects.write(failed.file or "", TEXT, "text/plain")
    (job,) = jobs(app)
    app.library.objects.delete_prefix(f"jobs/{job.job_id}/")
    app.services.retrying.retry(OWNER, job.job_id, manual=True)
    clock.ahead += timedelta(seconds=2)
    await run(app)
    assert (only(app).status, only(app).error) == (DropStatus.COMPLETED, None)


async def test_a_job_that_is_cancelled_is_told(app: MemoryApplication, folder: DropFolder) -> None:
    accepted = await folder.take(put(app))
    (job,) = jobs(app)
    app.services.cancelling.cancel(OWNER, job.job_id)
    assert accepted is not None
    assert (only(app).status, only(app).file) == (DropStatus.CANCELLED, accepted.file)


async def test_dropped_again_after_a_failure_it_is_imported_again(app: MemoryApplication, folder: DropFolder) -> None:
    objects = app.library.objects
    await folder.take(put(app, data=b"\n \n"))
    await run(app)
    put(app, data=b"\n \n")
    later = objects.stat(KEY)
    assert later is not None
    objects._modified[KEY] = later.modified + timedelta(seconds=2)
    await folder.take(KEY)
    assert len(jobs(app)) == 2


async def test_the_sweep_takes_what_no_event_told_of(app: MemoryApplication, folder: DropFolder) -> None:
    put(app)
    assert await folder.sweep() == Swept(seen=1, answered=0), "its event may still come"
    _age(app, KEY)
    assert await folder.sweep() == Swept(seen=1, answered=1)
    assert await folder.sweep() == Swept()
    assert jobs(app)[0].status is JobStatus.QUEUED


async def test_the_sweep_gets_round_whatever_stays_in_the_inbox(
    app: MemoryApplication, folder: DropFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SWEPT_AT_ONCE", 2)
    refused = [put(app, f"drop/inbox/{OWNER}/{n}.xyz") for n in range(5)]
    last = put(app, f"drop/inbox/{OWNER}/z.txt")
    for key in (*refused, last):
        _age(app, key)
    swept = [await folder.sweep() for _ in range(4)]
    assert [each.answered for each in swept] == [2, 2, 2, 0]
    assert app.library.objects.read(SWEEP_CURSOR) == b""
    assert len(jobs(app)) == 1
    assert [(await folder.sweep()).answered for _ in range(3)] == [0, 0, 0]


async def test_a_file_that_fails_holds_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    class Partly(InMemoryObjects):
        def stat(self, key: str) -> StoredObject | None:
            if key.endswith("a.txt"):
                raise StoreUnavailable("away")
            return super().stat(key)

    partly = application(Partly())
    monkeypatch.setattr(module, "GRACE", timedelta(seconds=-1))
    for name in ("a", "b"):
        put(partly, f"drop/inbox/{OWNER}/{name}.txt")
    assert await partly.services.drop_folder.sweep() == Swept(seen=2, answered=1)


def _age(app: MemoryApplication, key: str) -> None:
    app.library.objects._modified[key] = datetime.now(UTC) - GRACE - timedelta(seconds=1)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("日本語の報告.txt", "日本語の報告"),
        ("Отчёт о мельнице.txt", "Отчёт о мельнице"),
        ("Müller & Söhne (2024) 50% #1?.txt", "Müller & Söhne (2024) 50% #1?"),
        ("Scan at 3.04\u202fPM.txt", "Scan at 3.04 PM"),
        ("a\u00a0b.txt", "a b"),
        ("می\u200cخواهم.txt", "می\u200cخواهم"),
    ],
)
async def test_a_name_in_any_script_stays_the_name(
    app: MemoryApplication, folder: DropFolder, name: str, kept: str
) -> None:
    await folder.take(put(app, f"drop/inbox/{OWNER}/{name}"))
    (key,) = app.library.objects.keys("drop-results/")
    assert key.startswith(f"drop-results/{OWNER}/{kept}.txt.")
    (job,) = jobs(app)
    assert unquote(job.url or "").endswith(f"/{kept}.txt")
    await run(app)
    assert only(app).status is DropStatus.COMPLETED
    assert app.library.objects.keys("drop/") == []
