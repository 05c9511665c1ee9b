"""The layout of the library's bucket. No other file spells one of its folders.

==============================================  ====================================================================
``<folder>/<content or artifact id>/<name>``    what the library keeps; each plugin declares its folder: ``documents``
``jobs/<job id>/``                              what a job keeps until it is settled: checkpoints, scratch, paid calls
``heard/<task>/<name>``                         what a service writes down that works on the bucket, and what it wrote
``uploads/<owner>/<upload id>/<name>``          what a client posts, until it is imported
``models/<sha256>``                             model files of the engines, each under the hash of its bytes
``drop/inbox/<owner>/…``                        where owners drop files
``drop/taken/<owner>/<upload id>/<name>``       a dropped file while its import goes on
``drop/state/sweep-cursor``                     how far the sweep of the inbox has come
``drop-results/<owner>/<name>.<digest>.json``   the answers to dropped files; never below what is watched for drops
==============================================  ====================================================================

A folder's name has no slash at its end, a prefix has one.
"""

from __future__ import annotations

from typing import Final

JOBS: Final = "jobs"
HEARD: Final = "heard"
UPLOADS: Final = "uploads"
MODELS: Final = "models"
_DROP: Final = "drop"
DROP_INBOX: Final = f"{_DROP}/inbox"
DROP_TAKEN: Final = f"{_DROP}/taken"
DROP_STATE: Final = f"{_DROP}/state"
DROP_RESULTS: Final = "drop-results"
# Not any plugin's to write to.
RESERVED: Final = frozenset({JOBS, HEARD, UPLOADS, MODELS, _DROP, DROP_RESULTS})

# What the library makes of every source, beside its originals, and for every artifact.
EXTRACTED: Final = "extracted.txt"
ATTRIBUTIONS: Final = "attributions.json"
SWEEP_CURSOR: Final = f"{DROP_STATE}/sweep-cursor"
# What the id of an upload begins with that was dropped.
DROPPED: Final = "drop_"


def prefix(folder: str, *below: str) -> str:
    """Return what every key in a folder begins with, or in one of the folders below it."""
    return "/".join((folder, *below, ""))


def kept_prefix(folder: str, subject_id: str) -> str:
    """Return where a plugin with that folder keeps the files of one content or artifact."""
    return prefix(folder, subject_id)


def job_prefix(job_id: str) -> str:
    """Return where a job keeps everything until it is settled."""
    return prefix(JOBS, job_id)


def checkpoints_prefix(job_id: str) -> str:
    return prefix(JOBS, job_id, "checkpoints")


def scratch_prefix(job_id: str) -> str:
    """Return where the stages of a job leave files for each other."""
    return prefix(JOBS, job_id, "scratch")


def waiting_key(job_id: str, place: str) -> str:
    """Return where it stands since when a stage has been waiting for somebody else."""
    return f"{prefix(JOBS, job_id, 'waiting')}{place}"


def paid_call_key(job_id: str, call: str, kind: str) -> str:
    """Return where what a paid call has brought stands: ``kind`` is ``json`` for its answer, ``task`` for its task."""
    return f"{prefix(JOBS, job_id, 'calls')}{call}.{kind}"


def asked_engines_key(job_id: str, place: str) -> str:
    """Return where it stands which engines a stage had asked when it failed."""
    return f"{asked_engines_prefix(job_id)}{place}.json"


def asked_engines_prefix(job_id: str) -> str:
    return prefix(JOBS, job_id, "asked")


def heard_prefix(task: str) -> str:
    """Return where a recording stands that a service writes down, and the service's answer."""
    return prefix(HEARD, task)


def model_key(sha256: str) -> str:
    return f"{MODELS}/{sha256}"


def owner_uploads_prefix(owner: str) -> str:
    return prefix(UPLOADS, owner)


def upload_prefix(owner: str, upload_id: str) -> str:
    """Return where an upload's file stands. A dropped one stays until its import has ended, however long that takes."""
    return prefix(DROP_TAKEN if upload_id.startswith(DROPPED) else UPLOADS, owner, upload_id)


def drop_result_key(owner: str, digest: str, filename: str) -> str:
    return f"{prefix(DROP_RESULTS, owner)}{filename}.{digest}.json"
