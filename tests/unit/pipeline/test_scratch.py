"""A stage's scratch space: the folder goes with the stage, the objects stay for the next."""

from __future__ import annotations

import hashlib

import pytest

from williams.domain.content import ObjectRef
from williams.domain.errors import NotFound
from williams.pipeline.scratch import ObjectScratch
from williams_testing.memory.objects import InMemoryObjects


def test_the_folder_goes_when_the_stage_ends() -> None:
    with ObjectScratch(InMemoryObjects(), "job_1") as scratch:
        path = scratch.path("deep/down/file.bin")
        path.write_bytes(b"x")
    assert not path.exists()
    assert not path.parents[2].exists()


def test_the_folder_goes_when_the_stage_fails() -> None:
    scratch = ObjectScratch(InMemoryObjects(), "job_1")
    path = scratch.path("file.bin")

    def fail() -> None:
        with scratch:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert not path.parent.exists()


def test_a_later_stage_opens_what_an_earlier_one_saved() -> None:
    objects = InMemoryObjects()
    with ObjectScratch(objects, "job_1") as scratch:
        file = scratch.path("made.wav")
        file.write_bytes(b"from a file")
        saved = [scratch.save("a.txt", b"from bytes", "text/plain"), scratch.save("lines/b.wav", file, "audio/wav")]
    with ObjectScratch(objects, "job_1") as scratch:
        assert [scratch.open(ref).read_bytes() for ref in saved] == [b"from bytes", b"from a file"]
    assert saved[0] == ObjectRef(
        key="jobs/job_1/scratch/a.txt",
        media_type="text/plain",
        size=10,
        sha256=hashlib.sha256(b"from bytes").hexdigest(),
    )


def test_objects_of_the_same_name_do_not_get_mixed_up() -> None:
    objects = InMemoryObjects()
    with ObjectScratch(objects, "job_1") as scratch:
        one, two = scratch.save("1/x.wav", b"one", "audio/wav"), scratch.save("2/x.wav", b"two", "audio/wav")
        assert (scratch.open(one).read_bytes(), scratch.open(two).read_bytes()) == (b"one", b"two")


def test_an_object_is_fetched_once(monkeypatch: pytest.MonkeyPatch) -> None:
    objects = InMemoryObjects()
    with ObjectScratch(objects, "job_1") as scratch:
        saved = scratch.save("a.txt", b"once", "text/plain")
        first = scratch.open(saved)
        monkeypatch.setattr(objects, "download", lambda *_: pytest.fail("fetched again"))
        assert scratch.open(saved) == first


def test_an_object_that_is_gone_is_not_found() -> None:
    objects = InMemoryObjects()
    with ObjectScratch(objects, "job_1") as scratch:
        saved = scratch.save("a.txt", b"x", "text/plain")
        objects.delete_prefix("jobs/job_1/")
        with pytest.raises(NotFound):
            scratch.open(saved)


def test_a_name_is_claimed_once_within_a_job() -> None:
    objects = InMemoryObjects()
    with ObjectScratch(objects, "job_1") as one, ObjectScratch(objects, "job_1") as again:
        assert [one.claim("n"), again.claim("n"), again.claim("m")] == [True, False, True]
    with ObjectScratch(objects, "job_2") as other:
        assert other.claim("n")
