"""The bucket's folders that are the library's own. Each plugin has one of its own beside them."""

from __future__ import annotations

from williams.domain import drops

SCRATCH = "jobs"
UPLOADS = drops.UPLOADS.rstrip("/")
DROP_INBOX = drops.INBOX.rstrip("/")
DROP_TAKEN = drops.TAKEN.rstrip("/")
DROP_STATE = drops.STATE.rstrip("/")
DROP_RESULTS = drops.RESULTS.rstrip("/")
