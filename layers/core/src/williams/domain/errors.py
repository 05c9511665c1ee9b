"""Every error the system knows by name, sorted by what recovers from it.

``PermanentError`` never retries by itself, ``TransientError`` does; anything else that escapes a stage is a
defect, which is tried once more, because it may be the machine's fault. ``code`` is stable and machine-readable;
the message tells a person what happened and what to do.
"""

from __future__ import annotations

from typing import ClassVar, NamedTuple


class WilliamsError(Exception):
    """Base of all errors that carry a stable ``code`` and an HTTP ``status`` for the API.

    ``detail`` is for people. ``reason`` is what a driver or a program of others said: it may hold addresses, paths and
    statements, so it goes to the log and to whoever runs the library, as a part of ``str(error)``, and to nobody else.
    """

    code: ClassVar[str] = "internal-error"
    title: ClassVar[str] = "Internal error"
    status: ClassVar[int] = 500
    retryable: ClassVar[bool] = True

    def __init__(self, detail: str, reason: str | None = None) -> None:
        super().__init__(f"{detail} ({reason})" if reason else detail)
        self.detail = detail
        self.reason = reason


def unforeseen(where: str, reference: str) -> str:
    """Return what people are told of an exception that nobody classified; its own words are in the log.

    ``where`` goes on from "went wrong"; ``reference`` is what the log has it under.
    """
    return (
        f"Something unforeseen went wrong {where}. It was logged under {reference}. Try again; if it goes wrong again, "
        f"tell whoever runs this library, with {reference}."
    )


# --- permanent: trying again gives the same answer ---------------------------------------------------------------


class PermanentError(WilliamsError):
    """Repeating the same work cannot succeed; a person has to change something."""

    code = "permanent-error"
    title = "The request cannot succeed as it stands"
    status = 422
    retryable = False


class FieldError(NamedTuple):
    """``field`` is where in the request it stands, as ``body.url`` or ``query.q``."""

    field: str
    message: str


class InvalidRequest(PermanentError):
    """A request or parameter that does not fit its schema or its context; ``errors`` names the fields."""

    code = "invalid-request"
    title = "Invalid request"

    def __init__(self, detail: str, *errors: FieldError) -> None:
        super().__init__(detail)
        self.errors = errors


class Unauthenticated(PermanentError):
    """No token, or one that is unknown, expired or revoked."""

    code = "unauthenticated"
    title = "Authentication required"
    status = 401


class Forbidden(PermanentError):
    """The caller is known, but may not do this."""

    code = "forbidden"
    title = "Not allowed"
    status = 403


class NotFound(PermanentError):
    """It does not exist, or belongs to another owner: the two are not told apart."""

    code = "not-found"
    title = "Not found"
    status = 404


class Conflict(PermanentError):
    """The present state does not allow the request."""

    code = "conflict"
    title = "Conflict with the current state"
    status = 409


class IllegalMove(Conflict):
    """A job status that cannot follow the present one."""

    code = "illegal-status-change"
    title = "The job cannot change to that status"


class MaxRetriesExceeded(Conflict):
    """The job was retried as often as it may be."""

    code = "max-retries-exceeded"
    title = "The job was retried as often as allowed"


class IdempotencyKeyReused(PermanentError):
    """The same ``Idempotency-Key`` came with another body."""

    code = "idempotency-key-reused"
    title = "Idempotency-Key was used with a different body"


class UnknownType(InvalidRequest):
    """No enabled plugin handles this content type, URL or export format."""

    code = "unknown-type"
    title = "No plugin handles this type"


class EngineMissing(InvalidRequest):
    """No engine is installed that does the work."""

    code = "engine-missing"
    title = "No engine is installed for this"


class UnsupportedContent(PermanentError):
    """The bytes are not what the plugin reads."""

    code = "unsupported-content"
    title = "The file is not of a supported kind"


class NeedsBrowser(UnsupportedContent):
    """The page builds its text by programs, which only a browser runs."""

    code = "needs-browser"
    title = "The page shows its text only in a browser"


class TaskOverdue(PermanentError):
    """What a provider was asked to make was not ready in the time that the stage allows."""

    code = "task-overdue"
    title = "The provider took too long"
    status = 504


class EmptyContent(PermanentError):
    """The source holds nothing."""

    code = "empty-content"
    title = "The source is empty"


class CorruptContent(PermanentError):
    """The source claims to be of a supported kind but cannot be read."""

    code = "corrupt-content"
    title = "The source is damaged"


class EncryptedContent(PermanentError):
    """The source wants a password."""

    code = "encrypted-content"
    title = "The source is encrypted"


class NoTextLayer(PermanentError):
    """The source can be read, but holds pictures of text only."""

    code = "no-text-layer"
    title = "The source has no text layer"


class LinkExpired(PermanentError):
    """A signed link whose time is over."""

    code = "link-expired"
    title = "The link has expired"
    status = 410


class ContentTooLarge(PermanentError):
    """The source is over the size limit."""

    code = "content-too-large"
    title = "The source is too large"
    status = 413


class Unstorable(PermanentError):
    """A store refuses a value for good: a character, a length or a number that it cannot hold."""

    code = "unstorable"
    title = "A value cannot be stored"


class LicenseConflict(InvalidRequest):
    """The sources' licenses do not allow the use that was asked for; ``errors`` names each that is against it."""

    code = "license-conflict"
    title = "The licenses of the sources do not allow this"


class BudgetExceeded(PermanentError):
    """The job would cost more than its budget."""

    code = "budget-exceeded"
    title = "The job's budget is used up"


class ProviderRejected(PermanentError):
    """A provider answered that the request is wrong, or its answers cannot be used."""

    code = "provider-rejected"
    title = "The provider rejected the request"
    status = 502


class PluginDefect(PermanentError):
    """A plugin breaks its contract: a missing stage, a wrong type, an import error."""

    code = "plugin-defect"
    title = "The plugin is defective"
    status = 500


# --- transient: trying again may succeed ---------------------------------------------------------------------------


class TransientError(WilliamsError):
    """The same work may succeed later."""

    code = "transient-error"
    title = "Temporarily unavailable"
    status = 503
    retryable = True


class RateLimited(TransientError):
    """The owner sent more requests than allowed; after ``retry_after`` seconds there is room again."""

    code = "rate-limited"
    title = "Too many requests"
    status = 429

    def __init__(self, detail: str, retry_after: int = 1) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class ProviderUnavailable(TransientError):
    """A provider did not answer, or answered that it is broken.

    ``retry_after`` is how long it asks to be left alone, in seconds; None where it does not say.
    """

    code = "provider-unavailable"
    title = "The provider is unavailable"

    def __init__(self, detail: str, reason: str | None = None, retry_after: float | None = None) -> None:
        super().__init__(detail, reason)
        self.retry_after = retry_after


class ProviderThrottled(TransientError):
    """A provider asks to slow down."""

    code = "provider-throttled"
    title = "The provider limits the rate of requests"


class StoreUnavailable(TransientError):
    """A database or object store did not answer."""

    code = "store-unavailable"
    title = "A store is unavailable"


class WorkerCrashed(TransientError):
    """A worker ended without recording an outcome, or ran out of memory."""

    code = "worker-crashed"
    title = "The worker ended unexpectedly"


class DeadlineExceeded(TransientError):
    """A stage used up its time."""

    code = "deadline-exceeded"
    title = "The stage ran out of time"


# --- not failures: reasons to stop ----------------------------------------------------------------------------------


class Stop(WilliamsError):
    """The work must end here without being a failure."""

    code = "stopped"
    title = "The work was stopped"
    status = 409
    retryable = False


class JobCancelled(Stop):
    """The job was cancelled; nothing further may start."""

    code = "cancelled"
    title = "The job was cancelled"


class StaleExecution(Stop):
    """A newer execution of the job has taken over."""

    code = "stale-execution"
    title = "Another execution owns the job"


class LeaseHeld(Stop):
    """Another delivery of the same stage or item is at work on it at this moment."""

    code = "lease-held"
    title = "The stage is already being run"
