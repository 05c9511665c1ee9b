"""Runs pipelines: one stage of one job, all of them in this process, or rendered as a state machine."""
