"""Which calls a job makes, by service: what AWS bills, and what a laptop waits for.

``counted.json`` is what ``python -m tests.benchmarks.calls`` wrote last: for each kind of job, how often each service
was called, by which function with which operation, and how many seconds each invocation took. ``before.json`` is what
the same instrument counted by service when each stage had an invocation of its own.
"""

from pathlib import Path
from typing import Final

COUNTED: Final = Path(__file__).with_name("counted.json")
BEFORE: Final = Path(__file__).with_name("before.json")

TOGETHER: Final = "together"
BY_FUNCTION: Final = "by function"
SECONDS: Final = "seconds"
NOTHING: Final = "five stages that do nothing"
TRANSITIONS: Final = "state transitions"
PUSH: Final = "publish_progress"
