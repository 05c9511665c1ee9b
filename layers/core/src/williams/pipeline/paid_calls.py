"""Calls that cost money: each is made once, within budget, and never for a cancelled job."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from pydantic import BaseModel

from williams.domain.bucket import paid_call_key
from williams.domain.errors import (
    BudgetExceeded,
    JobCancelled,
    NotFound,
    ProviderRejected,
    ProviderThrottled,
    StoreUnavailable,
    WilliamsError,
)
from williams.domain.executions import Attempt
from williams.plugin.stage import Pending
from williams.ports.jobs import JobStorePort
from williams.ports.objects import ObjectPort

log = logging.getLogger(__name__)

_PAUSES_SECONDS: Final = (0.5, 1.0, 2.0, 4.0, 8.0)
AnswerT = TypeVar("AnswerT", bound=BaseModel)


@dataclass(frozen=True)
class PaidCalls:
    """The wrapper of one stage or item. The intent stands before the call, the answer and its cost after it."""

    jobs: JobStorePort
    objects: ObjectPort
    attempt: Attempt
    item: int | None
    budget_usd: float
    still_wanted: Callable[[], None]

    async def once(
        self,
        what: Sequence[str],
        model: type[AnswerT],
        call: Callable[[], Awaitable[AnswerT]],
        expected_usd: float = 0.0,
    ) -> AnswerT:
        """Return the answer that stands, or make the call. ``what`` identifies it within the stage or item.

        What the call is expected to cost is held back until it has ended, so that calls which are under way at the
        same time in other items count too.

        Raises JobCancelled, StaleExecution, BudgetExceeded, and whatever the provider's adapter raises.
        """
        key = self._key(what)
        result_key = self._path(key)
        self.still_wanted()
        # Asked first: an answer that stands costs nothing, whatever the budget and whether its cost was noted or not.
        standing = self._standing(result_key, model)
        if standing is not None:
            self._pay(key, result_key, standing)
            return standing
        # Refused for a job that was cancelled since: what is asked above is only asked for the deadline's sake.
        intent = self.jobs.begin_paid_call(self.attempt, self.item, key, expected_usd)
        if intent.result_key is not None:
            return model.model_validate_json(self.objects.read(intent.result_key))
        self._check_budget(key, expected_usd)
        try:
            answer = await call()
        except (ProviderRejected, ProviderThrottled):
            self.jobs.refuse_paid_call(self.attempt.job_id, key)
            raise
        await self._keep(result_key, answer)
        self._pay(key, result_key, answer)
        return answer

    async def task(
        self,
        what: Sequence[str],
        model: type[AnswerT],
        submit: Callable[[], Awaitable[str]],
        poll: Callable[[str], Awaitable[AnswerT | None]],
        cancel: Callable[[str], Awaitable[None]] | None = None,
        expected_usd: float = 0.0,
    ) -> AnswerT | Pending:
        """See :class:`williams.plugin.context.PaidCalls`."""
        key = self._key(what)
        standing = self._standing(self._path(key), model)
        if standing is not None:
            self._pay(key, self._path(key), standing)
            return standing
        pending = self._standing(self._path(key, "task"), Pending)
        try:
            self.still_wanted()
        except JobCancelled:
            await self._take_back(pending, cancel)
            raise
        if pending is None:
            return await self._submit(key, submit, expected_usd)
        return await self._poll(key, pending, poll)

    async def _submit(self, key: str, submit: Callable[[], Awaitable[str]], expected_usd: float) -> Pending:
        self.jobs.begin_paid_call(self.attempt, self.item, key, expected_usd)
        self._check_budget(key, expected_usd)
        try:
            pending = Pending(task=await submit())
        except (ProviderRejected, ProviderThrottled):
            self.jobs.refuse_paid_call(self.attempt.job_id, key)
            raise
        await self._keep(self._path(key, "task"), pending)
        return pending

    async def _poll(
        self, key: str, pending: Pending, poll: Callable[[str], Awaitable[AnswerT | None]]
    ) -> AnswerT | Pending:
        try:
            answer = await poll(pending.task)
        except ProviderRejected:
            self.objects.delete_prefix(self._path(key, "task"))
            self.jobs.refuse_paid_call(self.attempt.job_id, key)
            raise
        if answer is None:
            return pending
        await self._keep(self._path(key), answer)
        self._pay(key, self._path(key), answer)
        return answer

    @staticmethod
    async def _take_back(pending: Pending | None, cancel: Callable[[str], Awaitable[None]] | None) -> None:
        if pending is None or cancel is None:
            return
        try:
            await cancel(pending.task)
        except WilliamsError as error:
            log.warning("the provider did not take back the task %s: %s", pending.task, error)

    def _key(self, what: Sequence[str]) -> str:
        # Items are told apart: the same words in two of them are two calls, which may be under way at once.
        return hashlib.sha256("\x00".join([self.attempt.stage, str(self.item), *what]).encode()).hexdigest()[:32]

    def _path(self, key: str, kind: str = "json") -> str:
        return paid_call_key(self.attempt.job_id, key, kind)

    async def _keep(self, result_key: str, answer: BaseModel) -> None:
        """Hold what was paid for while the store is away, for a quarter of a minute at least."""
        content = answer.model_dump_json().encode()
        for pause in (*_PAUSES_SECONDS, None):
            try:
                self.objects.write(result_key, content, "application/json")
                return
            except StoreUnavailable:
                if pause is None:
                    raise
                await asyncio.sleep(pause)

    def _standing(self, result_key: str, model: type[AnswerT]) -> AnswerT | None:
        try:
            return model.model_validate_json(self.objects.read(result_key))
        except NotFound:
            return None

    def _pay(self, key: str, result_key: str, answer: BaseModel) -> None:
        self.jobs.end_paid_call(self.attempt.job_id, key, result_key, getattr(answer, "cost_usd", 0.0))

    def _check_budget(self, key: str, expected_usd: float) -> None:
        """Take the intent back that would go beyond the budget."""
        before = self.jobs.spent_usd(self.attempt.job_id) - expected_usd
        if before < self.budget_usd and before + expected_usd <= self.budget_usd:
            return
        self.jobs.refuse_paid_call(self.attempt.job_id, key)
        next_one = f" The next call is expected to cost {_usd(expected_usd)} more." if expected_usd else ""
        raise BudgetExceeded(
            f"The job has cost {_usd(before)} of its {_usd(self.budget_usd)} US dollars.{next_one} "
            "Raise the budget or ask for less."
        )


def _usd(amount: float) -> str:
    return f"{amount:.2f}" if amount >= 0.01 or not amount else f"{amount:.6f}"
