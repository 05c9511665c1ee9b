"""Use cases: each is one function or small class that a door (API, queue, schedule, CLI) calls once."""
