"""How long a stage has been waiting for what somebody else makes."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Final

from williams.domain.bucket import waiting_key
from williams.domain.errors import NotFound, TaskOverdue
from williams.domain.executions import Attempt
from williams.plugin.stage import Pending, Poll
from williams.ports.objects import ObjectPort

# The next poll needs a worker first.
SLACK_SECONDS: Final = 30.0


@dataclass(frozen=True)
class Waiting:
    """Of one attempt: a retry may wait as long again."""

    objects: ObjectPort
    attempt: Attempt

    @property
    def _path(self) -> str:
        attempt = self.attempt
        place = attempt.stage if attempt.batch is None else f"{attempt.stage}-{attempt.batch}"
        return waiting_key(attempt.job_id, f"{place}-{attempt.execution.number}")

    def since(self) -> float | None:
        """Return when the stage began to wait, in Unix seconds; None when it never did."""
        try:
            return float(self.objects.read(self._path))
        except NotFound:
            return None

    def go_on(self, pending: Pending, poll: Poll) -> None:
        """Note that the stage waits. Raises TaskOverdue when it has waited too long."""
        now = time.time()
        since = self.since()
        if since is None:
            self.objects.write_if_absent(self._path, repr(now).encode(), "text/plain")
        elif now - since + poll.every > poll.at_most:
            raise TaskOverdue(
                f"The task {pending.task} of the stage {self.attempt.stage} was not done within {poll.at_most} "
                "seconds. Retry the job to wait for it again."
            )
