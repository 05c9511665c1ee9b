"""What this process and those that it started have taken until now."""

from __future__ import annotations

import resource
from pathlib import Path

_WHO = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


def processor_seconds() -> float:
    """Return the processor's time, that of children which have ended included."""
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, _WHO))


def peak_mb() -> float:
    """Return the resident size of the largest of them at its largest, in units of 2**20 bytes.

    ``getrusage`` says of a process that was started by a larger one what that one had. Children are told so too, but
    never more than this process has.
    """
    own = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM:"))
    return max(int(own.split()[1]), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024
