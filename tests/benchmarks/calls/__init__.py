"""Which calls a job makes, by service: what AWS bills, and what a laptop waits for.

``counted.json`` is what ``python -m tests.benchmarks.calls`` wrote last, ``before.json`` what the same instrument
counted when each stage had an invocation of its own.
"""

from pathlib import Path
from typing import Final

COUNTED: Final = Path(__file__).with_name("counted.json")
BEFORE: Final = Path(__file__).with_name("before.json")
