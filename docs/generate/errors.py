"""The reference of errors, from ``williams.domain.errors``."""

from __future__ import annotations

from collections.abc import Iterator

from docs.generate.markdown import code, head, plain, table
from williams.domain.errors import PermanentError, Stop, TransientError, WilliamsError

INTRODUCTION = """\
Every error has a stable `code`. It is in the API's answer (`application/problem+json`, RFC 9457, with `type`
`urn:williams:problem:<code>`), in a failed job's `error`, and in what `williams` prints. The `detail` beside it says
what happened and what to do. What to do about the ones you are most likely to meet is in
[Troubleshoot](../how-to/troubleshoot.md).
"""
GROUPS = (
    (PermanentError, "Permanent", "Trying again gives the same answer. A job that meets one fails at once."),
    (
        TransientError,
        "Transient",
        "Trying again may help. A job that meets one is tried again by itself, up to three times: after 2, 4 and then "
        "8 seconds.",
    ),
    (Stop, "Reasons to stop", "Not failures: the work must end here."),
)


def family(base: type[WilliamsError]) -> Iterator[type[WilliamsError]]:
    """Yield a class and everything below it, in the order in which they were written."""
    yield base
    for child in base.__subclasses__():
        yield from family(child)


def page() -> str:
    parts = [head("Errors", "`williams.domain.errors`", INTRODUCTION)]
    for base, title, text in GROUPS:
        rows = [(code(e.code), str(e.status), e.title, plain(e.__doc__)) for e in family(base)]
        parts.append(f"## {title}\n\n{text}\n\n{table(('code', 'HTTP', 'title', 'meaning'), rows)}")
    foreseen = f"What is not foreseen has the code {code(WilliamsError.code)} (HTTP {WilliamsError.status})."
    once = (
        "A job is tried once more, since it may be the machine's fault; a retry by hand gives it two runs again. What "
        "the exception said is in the log, under the id that the `detail` names, and nowhere else."
    )
    parts.append(f"## Anything else\n\n{foreseen} {once}\n")
    return "\n".join(parts)
