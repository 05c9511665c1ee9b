"""Schedules of EventBridge."""
