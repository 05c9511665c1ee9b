"""The path of a job as a discrete-event simulation: submit, wake, claim, start, run, settle, claim again."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Generator
from dataclasses import dataclass, field

import simpy

from tests.benchmarks.figures import percentile
from tests.benchmarks.simulation.quotas import Bucket, Quotas
from tests.benchmarks.simulation.timings import Timings

CLAIMS_AT_ONCE = 20
WAKE_UPS_AT_ONCE = 10
Steps = Generator[simpy.Event, None, None]


@dataclass(frozen=True)
class Scenario:
    """``burst`` jobs at once by ``submitters`` clients, or ``per_second`` for ``seconds``. Without quotas: no limits.

    ``pollers`` is how many dispatch functions may be woken at once; ``cores`` are shared by everything.
    """

    timings: Timings
    lane: int
    per_second: float = 0.0
    seconds: float = 0.0
    burst: int = 0
    submitters: int = 4
    pollers: int = 20
    cores: int | None = None
    quotas: Quotas | None = None
    seed: int = 1


@dataclass
class Outcome:
    """Times in seconds. ``lock_busy`` is the share of the time for which the claim's lock was held.

    ``arrived`` counts the requests, ``submitted`` the jobs that the gateway let through.
    """

    arrived: int = 0
    submitted: int = 0
    completed: int = 0
    ended_at: float = 0.0
    waits: list[float] = field(default_factory=list)
    lock_held: float = 0.0
    start_waited: float = 0.0
    transition_waited: float = 0.0
    peak_functions: int = 0
    backlog: int = 0

    @property
    def per_second(self) -> float:
        return self.completed / self.ended_at if self.ended_at else 0.0

    @property
    def lock_busy(self) -> float:
        return min(1.0, self.lock_held / self.ended_at) if self.ended_at else 0.0

    def wait(self, percent: float) -> float:
        return percentile(self.waits, percent) if self.waits else float("inf")


class Tokens:
    """A token bucket that is waited for in turn."""

    def __init__(self, env: simpy.Environment, bucket: Bucket | None) -> None:
        self._env = env
        self._bucket = bucket
        self._free_at = -bucket.size / bucket.per_second if bucket else 0.0

    def delay(self) -> float:
        """Take a token and return how long to wait for it, in seconds."""
        if self._bucket is None:
            return 0.0
        self._free_at = max(self._free_at, self._env.now - self._bucket.size / self._bucket.per_second)
        self._free_at += 1 / self._bucket.per_second
        return max(0.0, self._free_at - self._env.now)


class Simulation:
    """One run of a scenario."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.outcome = Outcome()
        self.env = simpy.Environment()
        quotas = scenario.quotas
        self._random = random.Random(scenario.seed)
        self._waiting: deque[float] = deque()
        self._free = scenario.lane
        self._wake_ups: simpy.Store = simpy.Store(self.env)
        self._lock = simpy.Resource(self.env)
        self._cores = simpy.Resource(self.env, scenario.cores) if scenario.cores else None
        self._functions = simpy.Resource(self.env, quotas.lambda_concurrency if quotas else 10**9)
        self._requests = Tokens(self.env, quotas.api_requests if quotas else None)
        self._starts = Tokens(self.env, quotas.start_execution if quotas else None)
        self._transitions = Tokens(self.env, quotas.state_transitions if quotas else None)

    def run(self) -> Outcome:
        """Run until all jobs of a burst have ended, or for as long as jobs arrive."""
        scenario = self.scenario
        for _ in range(scenario.pollers):
            self.env.process(self._poller())
        if scenario.burst:
            for number in range(scenario.submitters):
                share = len(range(number, scenario.burst, scenario.submitters))
                self.env.process(self._client(share))
            self.env.run()
        else:
            self.env.process(self._arrivals())
            self.env.run(until=scenario.seconds)
            self.outcome.ended_at = scenario.seconds
        self.outcome.backlog = len(self._waiting)
        return self.outcome

    def _arrivals(self) -> Steps:
        while True:
            yield self.env.timeout(self._random.expovariate(self.scenario.per_second))
            self.env.process(self._submit())

    def _client(self, jobs: int) -> Steps:
        for _ in range(jobs):
            yield from self._submit()

    def _submit(self) -> Steps:
        self.outcome.arrived += 1
        yield self.env.timeout(self._requests.delay())
        yield from self._function(self.scenario.timings.submit_ms)
        self.outcome.submitted += 1
        self._waiting.append(self.env.now)
        yield self._wake_ups.put(None)

    def _poller(self) -> Steps:
        """Wakes dispatch with up to ten messages at a time."""
        while True:
            yield self._wake_ups.get()
            yield self.env.timeout(self.scenario.timings.queue_ms / 1000)
            for _ in range(min(WAKE_UPS_AT_ONCE - 1, len(self._wake_ups.items))):
                yield self._wake_ups.get()
            with self._functions.request() as worker:
                yield worker
                yield from self._dispatch()

    def _dispatch(self) -> Steps:
        timings = self.scenario.timings
        while True:
            with self._lock.request() as turn:
                yield turn
                began = self.env.now
                yield from self._work(timings.claim_ms)
                self.outcome.lock_held += self.env.now - began
                claims = [self._waiting.popleft() for _ in range(min(self._free, CLAIMS_AT_ONCE, len(self._waiting)))]
                self._free -= len(claims)
            for submitted_at in claims:
                delay = self._starts.delay()
                self.outcome.start_waited += delay
                yield self.env.timeout(delay)
                yield from self._work(timings.start_ms)
                self.env.process(self._execution(submitted_at))
            if len(claims) < CLAIMS_AT_ONCE:
                return

    def _execution(self, submitted_at: float) -> Steps:
        timings = self.scenario.timings
        yield self.env.timeout(timings.enter_ms / 1000)
        for number, run_ms in enumerate(timings.run_ms):
            yield from self._transition()
            if number == 0:
                self.outcome.waits.append(self.env.now - submitted_at)
            yield from self._function(run_ms)
        yield from self._transition()
        with self._functions.request() as worker:
            yield worker
            self._note_functions()
            yield from self._work(timings.settle_ms)
            self._free += 1
            self.outcome.completed += 1
            self.outcome.ended_at = self.env.now
            if timings.background_ms:
                self.env.process(self._background())
            yield from self._dispatch()
        # The others, such as the state in which an execution succeeds, count, and nobody waits for them.
        for _ in range(timings.transitions - len(timings.run_ms) - 1):
            self._transitions.delay()

    def _transition(self) -> Steps:
        delay = self._transitions.delay()
        self.outcome.transition_waited += delay
        yield self.env.timeout(delay)
        yield from self._work(self.scenario.timings.state_ms)

    def _background(self) -> Steps:
        assert self._cores is not None
        with self._cores.request() as core:
            yield core
            yield self.env.timeout(self.scenario.timings.background_ms / 1000)

    def _function(self, milliseconds: float) -> Steps:
        with self._functions.request() as worker:
            yield worker
            self._note_functions()
            yield from self._work(milliseconds)

    def _note_functions(self) -> None:
        self.outcome.peak_functions = max(self.outcome.peak_functions, self._functions.count)

    def _work(self, milliseconds: float) -> Steps:
        """Exponentially distributed around its mean, as mixed short work is; a core is held for its busy share."""
        seconds = self._random.expovariate(1.0) * milliseconds / 1000
        busy = self.scenario.timings.busy * seconds if self._cores else 0.0
        if self._cores and busy:
            with self._cores.request() as core:
                yield core
                yield self.env.timeout(busy)
        yield self.env.timeout(seconds - busy)


def simulate(scenario: Scenario) -> Outcome:
    return Simulation(scenario).run()
