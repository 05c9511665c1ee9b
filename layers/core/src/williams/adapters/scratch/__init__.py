"""What stays in a function between its invocations."""
